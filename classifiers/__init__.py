"""Scoring Indonesian text: pure functions and trained models; no I/O but model files.

This package imports nothing else of Netra. Heavy libraries are imported where they are used.
"""
