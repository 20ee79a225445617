"""What stands beside a mention or a group of people."""

from __future__ import annotations

from classifiers.beside import beside_groups, beside_mentions
from classifiers.hate_words import GROUPS
from classifiers.mask import OWN, RIVAL, mask_for
from classifiers.mention import Mention

A, B = Mention(0, 1, 0, "name"), Mention(2, 3, 1, "name")


def test_a_word_between_two_candidates_stands_after_the_one_and_before_the_other() -> None:
    words = ["a", "jangan", "b"]
    of_first, of_second = (dict(beside_mentions(mask_for(words, [A, B], who))) for who in (0, 1))
    assert {f"{OWN} > jangan", f"{RIVAL} < jangan"} <= of_first.keys()
    assert {f"{RIVAL} > jangan", f"{OWN} < jangan"} <= of_second.keys()


def test_a_text_that_names_nobody_has_nothing_beside_a_mention() -> None:
    assert beside_mentions(["pilih", "yang", "baik"]) == []
    assert beside_mentions([]) == []


def test_what_is_far_away_is_not_beside() -> None:
    far = ["jauh", *["kata"] * 10, "\ue000"]
    assert all(far[place] != "jauh" for _, place in beside_mentions(far))


def test_what_stands_beside_a_group_is_alike_for_all_groups() -> None:
    texts = [["orang", group, "itu", "malas"] for group in sorted(GROUPS)]
    assert len({tuple(beside_groups(words)) for words in texts}) == 1


def test_a_text_without_a_group_has_nothing_beside_one() -> None:
    assert beside_groups(["meja", "itu", "jelek"]) == []
