"""Passwords: long enough and one's own; kept so that nobody can read them."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from review import passwords
from review.passwords import Fault, fault_of

NAMES = ("Sekar Ayu", "sekar.ayu")


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("kucing abu dua ekor", None),
        ("739201847365", None),
        ("pendek", Fault.TOO_SHORT),
        ("x1 y2 z3 " * 40, Fault.TOO_LONG),
        ("Sekar Ayu 2031!", Fault.EASY_TO_GUESS),
        ("sekar.ayu-sekar.ayu", Fault.EASY_TO_GUESS),
        ("sandisandisandi", Fault.EASY_TO_GUESS),
        ("Pilkada2031!!", Fault.EASY_TO_GUESS),
        ("123456789012", Fault.EASY_TO_GUESS),
        ("aaaaaaaaaaaaaaaa", Fault.EASY_TO_GUESS),
    ],
)
def test_a_new_password_is_refused_only_for_length_names_and_common_words(
    password: str, fault: Fault | None
) -> None:
    assert fault_of(password, 12, NAMES) is fault


def test_a_password_when_kept_then_matches_only_itself() -> None:
    kept = passwords.hashed("kucing abu dua ekor")
    assert "kucing" not in kept
    assert passwords.matches(kept, "kucing abu dua ekor")
    assert not passwords.matches(kept, "kucing abu dua ekos")


def test_a_password_when_typed_with_other_bytes_for_the_same_letters_then_matches() -> None:
    assert passwords.matches(passwords.hashed("cafe\u0301 kopi dua"), "caf\u00e9 kopi dua")


def test_nobodys_password_is_checked_with_the_work_of_anybodys() -> None:
    passwords.matches(None, "yang pertama membuat bandingannya")
    work = {
        kept: _cpu_seconds(partial(passwords.matches, kept, "kucing abu dua ekor"))
        for kept in (None, passwords.hashed("kucing abu dua ekor"))
    }
    assert not passwords.matches(None, "kucing abu dua ekor")
    assert min(work.values()) > max(work.values()) / 4


def test_a_damaged_hash_matches_nothing() -> None:
    assert not passwords.matches("bukan argon2", "kucing abu dua ekor")


def test_a_hash_of_weaker_parameters_is_outdated() -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("x")
    assert passwords.outdated(weaker)
    assert not passwords.outdated(passwords.hashed("x"))


def test_one_time_passwords_are_long_and_never_alike() -> None:
    made = {passwords.one_time() for _ in range(100)}
    assert len(made) == 100
    assert {len(one) for one in made} == {23}


def _cpu_seconds(call: Callable[[], object]) -> float:
    started = time.thread_time()
    for _ in range(3):
        call()
    return time.thread_time() - started


@settings(max_examples=50)
@given(st.text(min_size=1, max_size=30), st.integers(8, 40))
def test_whatever_is_too_short_is_always_refused(password: str, length: int) -> None:
    if len(password) < length // 4:  # one character becomes at most a few by NFKC
        assert fault_of(password, length, ()) in (Fault.TOO_SHORT, Fault.EASY_TO_GUESS)
