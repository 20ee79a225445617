from __future__ import annotations

import pytest

from classifiers.normalise import Normaliser, pieces
from classifiers.post import Post, read_post


def post(text: str, normaliser: Normaliser) -> Post:
    return read_post(text, pieces(text), normaliser)


def test_read_post_of_a_hashtag_gives_several_words_of_one_token(normaliser: Normaliser) -> None:
    read = post("ayo #CoblosDua", normaliser)
    assert list(read.words) == ["ayo", "#", "coblos", "dua"]
    assert read.token_of() == [0, 1, 1, 1]


def test_read_post_keys_words_as_names_are_compared(normaliser: Normaliser) -> None:
    assert list(post("Wirassena", normaliser).keys) == ["wirasena"]


@pytest.mark.parametrize("text", ["#uji", "uji @uji", "\uff03uji", "\uff20uji"])
def test_is_marked_when_a_tag_or_handle_may_be_there_however_wide(
    normaliser: Normaliser, text: str
) -> None:
    assert post(text, normaliser).is_marked()


@pytest.mark.parametrize("text", ["", "uji coba", "uji\u00e9 \u270c"])
def test_is_marked_when_there_is_no_mark_then_not(normaliser: Normaliser, text: str) -> None:
    assert not post(text, normaliser).is_marked()


def test_shouted_when_some_words_are_in_capitals_then_those(normaliser: Normaliser) -> None:
    assert post("dukung IDOLA ya", normaliser).shouted() == {"idola"}


def test_shouted_when_all_is_in_capitals_then_none(normaliser: Normaliser) -> None:
    assert post("DUKUNG IDOLA YA", normaliser).shouted() == frozenset()
