from __future__ import annotations

from collections import UserDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.lexicon import Lexicon
from classifiers.normalise import Normaliser, tokens

ANYTHING = st.text() | st.lists(
    st.sampled_from(
        ["#", "@", "coblos", "M3tal", "2", "😀", "!!!", "#AyoPilih2", "www.", "aaaa", "'", "İ"]
    )
).map("".join)


@given(ANYTHING)
def test_normalise_twice_changes_nothing(normaliser: Normaliser, text: str) -> None:
    once = normaliser.normalise(text)
    assert normaliser.normalise(once) == once


@given(ANYTHING)
def test_tokens_stand_in_order_within_the_text(text: str) -> None:
    places = [(token.start, token.end) for token in tokens(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(ANYTHING)
def test_tokens_say_the_same_as_read(normaliser: Normaliser, text: str) -> None:
    words = [word for token in tokens(text) for word in normaliser.words(token.raw)]
    assert words == normaliser.read(text)


def test_tokens_give_exact_offsets_behind_hidden_characters_and_in_hashtags() -> None:
    text = "a\u200b\u202e ＃ #AyoCoblos2 b"
    found = {token.raw: text[token.start : token.end] for token in tokens(text)}
    assert found["#ayo_coblos_2"] == "#AyoCoblos2"
    assert found["b"] == "b"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("M3tal AM1N", "metal amin"),
        ("mantaaaap", "mantap"),
        ("gak jgn", "tidak jangan"),
        ("#PilihNomor2 #ayocoblosbupati", "# pilih nomor 2 # ayo coblos bupati"),
        ("no2 anak2", "nomor 2 anak"),
        ("lihat https://contoh.id/a?b=1 @akun_itu", "lihat url @user"),
        ("a.b@contoh.id", "[email]"),
        ("wkwk!!!", "wkwk !"),
        ("PPP PPPK P3K Dapil VIII", "ppp pppk p3k dapil viii"),
        ("yaaa aaaaaa wwwwww", "ya a aku"),
        ("lari 2 km, 2,5 KM lagi km", "lari 2 km , 2,5 km lagi kamu"),
        ("km pilih 2", "kamu pilih 2"),
    ],
)
def test_normalise_writes_out_what_people_shorten(
    normaliser: Normaliser, text: str, words: str
) -> None:
    assert normaliser.normalise(text) == words


def test_normalise_cuts_a_word_without_end(normaliser: Normaliser) -> None:
    assert max(map(len, normaliser.read("xq" * 50_000))) <= 48


@pytest.mark.parametrize("part", ["1", "a'", "1.", "xq", "#a", "1a"])
def test_tokens_have_a_bound_whatever_is_repeated(part: str) -> None:
    text = part * 5_000
    found = tokens(text)
    assert max(len(token.raw) for token in found) <= 500
    assert (found[0].start, found[-1].end) == (0, len(text))


class _Counted(UserDict[int, float]):
    """Frequencies that count how often they are asked."""

    asked = 0

    def __contains__(self, word: object) -> bool:
        self.asked += 1
        return super().__contains__(word)


@pytest.mark.parametrize("letters", ["ab'", "1", "#xq"])
def test_normalise_asks_the_lexicon_no_more_than_twice_as_often_for_twice_the_text(
    letters: str,
) -> None:
    def asked(times: int) -> int:
        counted = _Counted()
        Normaliser(Lexicon(counted)).read(letters * times)
        return counted.asked

    assert asked(4_000) <= 2 * asked(2_000) + 100
