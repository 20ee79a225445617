"""Every speed Netra claims, measured beside a peer in the same run; see README.md."""
