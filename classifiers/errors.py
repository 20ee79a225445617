"""Failures of models and of the data they are trained on."""

from __future__ import annotations


class ModelError(Exception):
    """A shipped or trained model cannot be used; the message says which file and what to do."""


class ExampleError(Exception):
    """A file of examples or a data set is not what training expects; names file and row."""
