"""Rare words that only one candidate of a contest has."""

from __future__ import annotations

from dataclasses import replace

from classifiers.contest import Candidate, Contest
from classifiers.echo import echoed, rare_words
from classifiers.link import Linker
from classifiers.normalise import Normaliser
from classifiers.support import link_text

ONE = Candidate(candidate_id="a", aliases=("GERABAH",), slogans=("Tegak seperti mercusuar",))
OTHER = Candidate(candidate_id="b", hashtags=("#LentikAnyaman",), slogans=("Besok dan mercusuar",))
CONTEST = Contest(contest_id="c", candidates=(ONE, OTHER))
LIGHTS = Contest(
    contest_id="c",
    candidates=(
        Candidate(candidate_id="a", names=("Kartaji",), slogans=("Setegak mercu di ujung",)),
        Candidate(candidate_id="b", names=("Wiratno",), slogans=("Bersama lebih baik",)),
    ),
)
RARE = {"gerabah": 0, "anyam": 1, "lentik": 1}


def test_a_word_that_two_candidates_have_means_neither(normaliser: Normaliser) -> None:
    assert "mercusuar" not in rare_words(CONTEST, normaliser)


def test_a_common_word_of_a_slogan_means_nobody(normaliser: Normaliser) -> None:
    assert not {"dan", "seperti"} & rare_words(CONTEST, normaliser).keys()


def test_rare_words_are_the_candidate_s_whatever_the_order(normaliser: Normaliser) -> None:
    there, back = CONTEST, replace(CONTEST, candidates=(OTHER, ONE))
    assert rare_words(there, normaliser)["gerabah"] == 0
    assert rare_words(back, normaliser)["gerabah"] == 1


def test_a_rare_word_says_whom_a_text_may_mean() -> None:
    [found] = echoed(["borong", "gerabah", "yuk"], RARE)
    assert (found.start, found.end, found.candidate) == (1, 2, 0)


def test_more_different_words_outweigh_one_said_often() -> None:
    found = echoed(["gerabah", "gerabah", "gerabah", "anyaman", "lentik"], RARE)
    assert {mention.candidate for mention in found} == {1}


def test_words_of_two_candidates_alike_mean_neither() -> None:
    assert echoed(["gerabah", "anyaman"], RARE) == []
    assert echoed(["pagi"], RARE) == []


def test_a_rare_word_is_a_guess_to_show_and_nothing_to_learn_from(normaliser: Normaliser) -> None:
    linked = link_text("Rabu nanti ke TPS, mercu menyala", Linker(LIGHTS, normaliser), normaliser)
    assert linked.meant() == []
    assert [name for name, _ in linked.likely()] == ["a"]
