"""Passwords: what one must be, how it is kept and checked.

Length and no known words instead of rules of composition, as NIST SP 800-63B-4, section 3.1.1.2
(https://pages.nist.gov/800-63-4/sp800-63b.html) has it; kept by Argon2id with the parameters of
OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
"""

from __future__ import annotations

import re
import secrets
import threading
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LONGEST = 256
_OWN_LETTERS = 6
# Without letters and digits that look alike: it is read from a screen and typed once.
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_PASSES, _KIBIBYTES, _LANES = 2, 19 * 1024, 1
# Guessing by many at once must not take the memory of the page.
_AT_ONCE = threading.BoundedSemaphore(4)
_COMMON = Path(__file__).with_name("common_words.txt")


class Fault(StrEnum):
    """What is wrong with a new password."""

    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    EASY_TO_GUESS = "little more than a name or words that everybody tries first"
    AS_BEFORE = "the password in use now"


def fault_of(password: str, length: int, names: Iterable[str]) -> Fault | None:
    """What is wrong with ``password`` for somebody with these names; None if it will do.

    ``length`` is the fewest characters. Once names and well-known words are crossed out, something
    of one's own must be left.
    """
    plain = _plain(password)
    if len(plain) < length:
        return Fault.TOO_SHORT
    if len(plain) > LONGEST:
        return Fault.TOO_LONG
    return Fault.EASY_TO_GUESS if _is_easy(plain.lower(), names) else None


def hashed(password: str) -> str:
    """The password as it is kept."""
    with _AT_ONCE:
        return _hasher().hash(_plain(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether ``password`` is the one kept; with None it never is, and takes as long to say so."""
    from argon2.exceptions import InvalidHashError, VerificationError

    with _AT_ONCE:
        try:
            return _hasher().verify(kept or _nobodys(), _plain(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """Whether the password should be kept anew because the parameters have changed since."""
    return _hasher().check_needs_rehash(kept)


def one_time() -> str:
    """A password that nobody chose, in four groups, for signing in once (98 bits)."""
    letters = [secrets.choice(_ALPHABET) for _ in range(20)]
    return "-".join("".join(letters[start : start + 5]) for start in range(0, 20, 5))


def _is_easy(password: str, names: Iterable[str]) -> bool:
    words = {part for name in names for part in re.findall(r"\w{3,}", name.lower())}
    rest = password
    for word in sorted(words | _common(), key=len, reverse=True):
        rest = rest.replace(word, " ")
    return len(re.sub(r"[\W_]", "", rest)) < _OWN_LETTERS or len(set(password)) < _OWN_LETTERS


def _plain(password: str) -> str:
    # One character can be typed in several ways; section 3.1.1.2 asks for one form.
    return unicodedata.normalize("NFKC", password)


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text("utf-8").split())


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(_PASSES, _KIBIBYTES, _LANES)


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe(32))
