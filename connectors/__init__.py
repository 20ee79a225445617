"""Reading public activity of registered accounts, one module per platform.

A connector fetches pages and parses them; it never stores, scores or decides.
This package imports nothing else of Netra.
"""
