"""Failures of reviewing; every message says what was expected and what to do.

ReviewError
 ├─ IllegalTransition   the flag's state does not allow this move
 └─ DecisionRejected    the decision lacks something or comes from the wrong person
"""

from __future__ import annotations


class ReviewError(Exception):
    """Base of all failures of reviewing."""


class IllegalTransition(ReviewError):
    """The state does not allow the action."""


class DecisionRejected(ReviewError):
    """The decision lacks something it must have."""
