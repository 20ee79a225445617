"""The demo: an invented city, and a loopback server that plays the platforms its people use."""
