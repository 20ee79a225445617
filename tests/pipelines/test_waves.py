"""Waves: copies are one item, whatever their order; different texts stay apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.waves import waves

CALL = "ayo bapak ibu jangan lupa hari rabu kita semua ke tps gunakan hak pilih dengan gembira"


def test_copies_with_small_changes_share_a_wave() -> None:
    found = waves({"a": CALL, "b": CALL + " 🙏", "c": CALL.upper(), "d": "harga cabai naik"}, 0.8)
    assert found["a"] == found["b"] == found["c"]
    assert found["d"] != found["a"]


def test_same_text_on_another_night_falls_into_the_same_wave() -> None:
    assert waves({"a": CALL}, 0.8)["a"] == waves({"z": CALL, "y": "lain sama sekali"}, 0.8)["z"]


def test_no_text_gives_no_wave() -> None:
    assert waves({}, 0.8) == {}


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.text(max_size=40), max_size=8))
def test_every_key_gets_exactly_one_wave(texts: dict[str, str]) -> None:
    assert waves(texts, 0.8).keys() == texts.keys()


@given(st.lists(st.sampled_from(["satu dua tiga", "empat lima", "enam"]), max_size=6))
def test_equal_texts_always_share_a_wave(texts: list[str]) -> None:
    found = waves({str(n): text for n, text in enumerate(texts)}, 0.8)
    for n, text in enumerate(texts):
        assert {found[str(m)] for m, other in enumerate(texts) if other == text} == {found[str(n)]}
