from __future__ import annotations

from dataclasses import replace

import pytest

from classifiers.aliases import Aliases
from classifiers.contest import Candidate, Contest
from classifiers.normalise import Normaliser, pieces
from classifiers.post import Post, read_post
from tests.classifiers.conftest import CONTEST


@pytest.fixture(scope="module")
def aliases(normaliser: Normaliser) -> Aliases:
    return Aliases(CONTEST, normaliser)


def post(text: str, normaliser: Normaliser) -> Post:
    return read_post(text, pieces(text), normaliser)


def found(aliases: Aliases, text: str, normaliser: Normaliser) -> list[tuple[int, int, int, str]]:
    mentions = [mention for mention, _ in aliases.found(post(text, normaliser))]
    return [(m.start, m.end, m.candidate, m.kind) for m in mentions]


def test_found_takes_the_longest_of_the_names_that_start_together(
    aliases: Aliases, normaliser: Normaliser
) -> None:
    assert found(aliases, "Wirasena Baskoro hadir", normaliser) == [(0, 2, 1, "name")]


def test_found_in_a_hashtag_reaches_over_all_its_words(
    aliases: Aliases, normaliser: Normaliser
) -> None:
    [(start, _, candidate, kind)] = found(aliases, "ayo #BerkibarKotaUji", normaliser)
    assert (start, candidate, kind) == (1, 1, "tag")


def test_found_tells_plain_words_that_are_also_names(
    aliases: Aliases, normaliser: Normaliser
) -> None:
    [(_, form)] = aliases.found(post("dia idola saya", normaliser))
    assert form.ordinary


def test_found_gives_a_name_that_two_candidates_share_to_neither(normaliser: Normaliser) -> None:
    both = tuple(replace(c, aliases=("Bintang Kejora",)) for c in CONTEST.candidates)
    shared = Aliases(replace(CONTEST, candidates=both), normaliser)
    assert found(shared, "coblos Bintang Kejora", normaliser) == []


@pytest.mark.parametrize(
    "text",
    ["#BintangKejora", "bintangkejora", "@bintangkejora_uji", "#BintangKejoraUji", "#UjiMaju"],
)
def test_found_gives_what_two_candidates_share_to_neither_when_run_together(
    normaliser: Normaliser, text: str
) -> None:
    both = tuple(
        replace(c, aliases=("Bintang Kejora",), hashtags=("#UjiMaju",)) for c in CONTEST.candidates
    )
    shared = Aliases(replace(CONTEST, candidates=both), normaliser)
    assert found(shared, f"ayo {text}", normaliser) == []


def test_found_gives_an_alias_that_is_part_of_the_name_of_a_rival_to_neither(
    normaliser: Normaliser,
) -> None:
    first = Candidate(candidate_id="a", names=("Darmawangsa Kertapati",), aliases=("Wirasena",))
    other = Candidate(candidate_id="b", names=("Wirasena Baskoro",))
    shared = Aliases(Contest(contest_id="uji", candidates=(first, other)), normaliser)
    assert found(shared, "Wirasena #Wirasena @wirasena.uji", normaliser) == []


@pytest.mark.parametrize("mark", ["", "@", "#", "#_"])
def test_found_takes_no_mark_for_a_hashtag_or_an_account_of_no_letter(
    normaliser: Normaliser, mark: str
) -> None:
    odd = replace(CONTEST.candidates[0], hashtags=(mark,), campaign_accounts=(mark,))
    compiled = Aliases(Contest(contest_id="uji", candidates=(odd,)), normaliser)
    assert found(compiled, "salam #_ dan @__ ya", normaliser) == []


def test_found_of_a_contest_without_candidates_is_nothing(normaliser: Normaliser) -> None:
    nobody = Aliases(Contest(contest_id="kosong", candidates=()), normaliser)
    assert found(nobody, "coblos Wirasena @uji #uji", normaliser) == []


@pytest.mark.parametrize("text", ["", "hujan deras pagi ini"])
def test_absent_when_nothing_is_near_a_name(
    aliases: Aliases, normaliser: Normaliser, text: str
) -> None:
    assert aliases.absent(post(text, normaliser))


@pytest.mark.parametrize("text", ["wirasena", "#hujan", "wirasenabaskoro"])
def test_absent_when_a_name_may_be_there_then_not(
    aliases: Aliases, normaliser: Normaliser, text: str
) -> None:
    assert not aliases.absent(post(text, normaliser))
