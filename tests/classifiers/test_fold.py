from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.fold import fold, fold_offsets


@given(st.text())
def test_fold_of_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_fold_offsets_name_the_character_that_each_folded_one_came_from(text: str) -> None:
    offsets = fold_offsets(text)
    assert len(offsets) == len(fold(text)) + 1
    assert offsets[-1] == len(text)
    assert all(char in fold(text[at]) for char, at in zip(fold(text), offsets, strict=False))


def test_fold_makes_disguised_letters_plain() -> None:
    assert fold("𝐂𝐨𝐛𝐥𝐨𝐬 ２️⃣ Сoblos") == "coblos 2 coblos"


def test_fold_drops_bidi_marks_joiners_and_lone_surrogates() -> None:
    assert fold("co\u200bb\u202elos\ud800\ufeff") == "coblos"


def test_fold_keeps_emoji_but_not_their_skin() -> None:
    assert fold("👍🏽") == "👍"


@pytest.mark.parametrize("filler", ["\u3164", "\u115f", "\u1160", "\uffa0", "\u2800", "\u200d"])
def test_fold_drops_fillers_that_nobody_sees(filler: str) -> None:
    hidden = filler.join("coblos")
    assert fold(hidden) == "coblos"
    assert [hidden[at] for at in fold_offsets(hidden)[:-1]] == list("coblos")


@pytest.mark.parametrize(
    "styled",
    [
        "ᴄᴏʙʟᴏꜱ",
        "🅲🅾🅱🅻🅾🆂",
        "🅒🅞🅑🅛🅞🅢",
        "🄲🄾🄱🄻🄾🅂",
        "⒞⒪⒝⒧⒪⒮",
        "ⓒⓞⓑⓛⓞⓢ",
        "🇨🇴🇧🇱🇴🇸",
        "🇨\u200b🇴\u200b🇧\u200b🇱\u200b🇴\u200b🇸",
    ],
)
def test_fold_reads_letters_of_any_style(styled: str) -> None:
    assert fold(styled) == "coblos"
    assert [fold(styled)[:1], fold_offsets(styled)[0]] == ["c", 0]


def test_fold_reads_digits_in_circles() -> None:
    assert fold("❷ ➋ ➁ ⓶ ②") == "2 2 2 2 2"


def test_fold_keeps_flags_as_flags() -> None:
    for flags in ("🇮🇩", "🇮🇩🇮🇩", "🇮🇩🇲🇾🇸🇬", "🇮🇩\u200b🇵🇸"):
        assert fold(flags) == flags.replace("\u200b", "")
    assert fold("🇮🇩🇽") == "idx"
