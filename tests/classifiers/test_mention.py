from __future__ import annotations

from classifiers.mention import Links, Mention, merged, titled

FIRST, SECOND = Mention(0, 1, 0, "name"), Mention(2, 3, 0, "name")


def test_naming_leaves_out_words_that_only_might_be_names() -> None:
    word = Mention(4, 5, 1, "word")
    assert Links((FIRST, word), touched=True).naming == (FIRST,)


def test_merged_when_a_pair_is_written_side_by_side_then_one_mention() -> None:
    assert list(merged([FIRST, SECOND], ["a", "dan", "b"])) == [Mention(0, 3, 0, "name")]


def test_merged_when_another_word_stands_between_then_two() -> None:
    assert list(merged([FIRST, SECOND], ["a", "bukan", "b"])) == [FIRST, SECOND]


def test_merged_when_they_are_rivals_then_two() -> None:
    rival = Mention(2, 3, 1, "name")
    assert list(merged([FIRST, rival], ["a", "dan", "b"])) == [FIRST, rival]


def test_titled_takes_every_title_before_a_name() -> None:
    mention = Mention(3, 4, 0, "name")
    assert list(titled([mention], ["bareng", "pak", "haji", "a"])) == [Mention(1, 4, 0, "name")]


def test_titled_takes_a_rank_before_a_name() -> None:
    mention = Mention(3, 4, 0, "name")
    words = ["bareng", "mayjen", "tni", "a"]
    assert list(titled([mention], words)) == [Mention(1, 4, 0, "name")]


def test_titled_when_it_is_no_name_then_as_it_is() -> None:
    party = Mention(1, 2, 0, "party")
    assert list(titled([party], ["pak", "a"])) == [party]


def test_titled_never_reaches_into_the_mention_before() -> None:
    mentions = [Mention(0, 1, 0, "name"), Mention(1, 2, 1, "name")]
    assert list(titled(mentions, ["bung", "a"])) == mentions
