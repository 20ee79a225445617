"""Tests against real servers on loopback; run with `make test-servers`."""
