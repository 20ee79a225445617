from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.contest import Candidate, Contest
from classifiers.link import Linker
from classifiers.mask import mask
from classifiers.mention import Links
from classifiers.normalise import Normaliser, pieces
from classifiers.post import read_post
from tests.classifiers.conftest import CONTEST


@pytest.fixture(scope="session")
def linker(normaliser: Normaliser) -> Linker:
    return Linker(CONTEST, normaliser)


def links(linker: Linker, normaliser: Normaliser, text: str) -> Links:
    return linker.links(read_post(text, pieces(text), normaliser))


def named(linker: Linker, normaliser: Normaliser, text: str) -> list[tuple[str, str]]:
    ids = [candidate.candidate_id for candidate in CONTEST.candidates]
    found = links(linker, normaliser, text).naming
    return [(ids[mention.candidate], mention.kind) for mention in found]


@pytest.mark.parametrize(
    ("text", "candidate", "kind"),
    [
        ("Ketemu Wirasena Baskoro di pasar", "paslon-2", "name"),
        ("ketemu pak wira di pasar", "paslon-2", "name"),
        ("W1r4s3n4 paling top", "paslon-2", "name"),
        ("Wirasenaaaa!!!", "paslon-2", "name"),
        ("coblos wrsn pilkada ini", "paslon-2", "name"),
        ("wirasenabaskoro juara", "paslon-2", "name"),
        ("Wira - Kenanga", "paslon-2", "name"),
        ("gas #BerkibarKotaUji", "paslon-2", "tag"),
        ("gas #berkibarkotauji", "paslon-2", "tag"),
        ("#2031WirasenaBaskoroMenang", "paslon-2", "tag"),
        ("ikuti @berkibar.kotauji ya", "paslon-2", "account"),
        ("ikuti @sahabat_wirasena ya", "paslon-2", "account"),
        ("uji semakin berkibar", "paslon-2", "slogan"),
        ("kader Partai Layar Senja", "paslon-2", "party"),
        ("kader layar senja", "paslon-2", "party"),
        ("Coblos nomor 2", "paslon-2", "number"),
        ("nomer loro wae", "paslon-2", "number"),
        ("nomer dhuwa' ye", "paslon-2", "number"),
        ("coblos nmr 02", "paslon-2", "number"),
        ("#Coblos2", "paslon-2", "number"),
        ("salam dua jari", "paslon-2", "number"),
        ("pilkada ✌️", "paslon-2", "number"),
    ],
)
def test_link_finds_a_candidate_however_written(
    linker: Linker, normaliser: Normaliser, text: str, candidate: str, kind: str
) -> None:
    assert (candidate, kind) in named(linker, normaliser, text)


@pytest.mark.parametrize(
    "text",
    [
        "dia idola saya sejak kecil",
        "bendera berkibar di lapangan",
        "anak saya 2 orang",
        "foto ✌️ bareng keponakan",
        "beli 2 kg beras",
        "teman2 semua",
    ],
)
def test_link_leaves_ordinary_words_and_counts_alone(
    linker: Linker, normaliser: Normaliser, text: str
) -> None:
    assert named(linker, normaliser, text) == []


@pytest.mark.parametrize(
    "text", ["ayo coblos idola", "pilkada ini idola saja", "tetap IDOLA ya", "idola menang"]
)
def test_link_takes_an_ordinary_word_where_an_election_is_spoken_of(
    linker: Linker, normaliser: Normaliser, text: str
) -> None:
    assert named(linker, normaliser, text) == [("paslon-1", "name")]


@pytest.mark.parametrize("alias", ["www.wirasena.id", "https://wirasena.id"])
def test_link_takes_no_link_in_a_post_for_an_alias(normaliser: Normaliser, alias: str) -> None:
    candidate = replace(CONTEST.candidates[0], aliases=(alias,))
    linker = Linker(replace(CONTEST, candidates=(candidate,)), normaliser)
    text = "baca https://berita.example/cuaca hari ini, coblos kita"
    assert named(linker, normaliser, text) == []


WAYS = (
    "Bintang Kejora",
    "Bintang",
    "Kejora",
    "Wirasena",
    "Wira Sena",
    "Idola",
    "Uji Maju",
    "Bunda",
)
CANDIDATES = st.builds(
    Candidate,
    candidate_id=st.uuids().map(str),
    number=st.none() | st.integers(1, 3),
    names=st.lists(st.sampled_from(WAYS), max_size=2).map(tuple),
    aliases=st.lists(st.sampled_from(WAYS), max_size=2).map(tuple),
    hashtags=st.lists(st.sampled_from(["#UjiMaju", "#BintangKejora"]), max_size=1).map(tuple),
    campaign_accounts=st.lists(st.sampled_from(["@uji.maju", "@bintang"]), max_size=1).map(tuple),
)
WORDS = ("#BintangKejora", "bintangkejora", "@bintangkejora_uji", "#UjiMaju2", "@wirasena")
OTHERS = ("#GasWirasena", "coblos", "nomor", "1", "dua", "dan", "ya", "@bintang.uji")
TEXTS = st.lists(st.sampled_from([*WAYS, *WORDS, *OTHERS]), max_size=8).map(" ".join)


@settings(deadline=None)
@given(st.data(), st.lists(CANDIDATES, min_size=2, max_size=3), TEXTS)
def test_link_names_the_same_candidates_in_whatever_order_they_are_listed(
    normaliser: Normaliser, data: st.DataObject, candidates: list[Candidate], text: str
) -> None:
    def named_by(listed: list[Candidate]) -> tuple[list[tuple[int, int, str, str]], bool]:
        contest = Contest(contest_id="uji", candidates=tuple(listed))
        found = links(Linker(contest, normaliser), normaliser, text)
        ids = [candidate.candidate_id for candidate in listed]
        return [(m.start, m.end, ids[m.candidate], m.kind) for m in found.mentions], found.touched

    assert named_by(candidates) == named_by(data.draw(st.permutations(candidates)))


def test_link_marks_an_ordinary_word_out_of_context_as_no_more_than_a_word(
    linker: Linker, normaliser: Normaliser
) -> None:
    found = links(linker, normaliser, "dia idola saya sejak kecil")
    assert [mention.kind for mention in found.mentions] == ["word"]
    assert found.naming == ()


def test_mask_hides_who_it_is_but_not_that_there_are_two(
    linker: Linker, normaliser: Normaliser
) -> None:
    def masked(text: str) -> list[str]:
        post = read_post(text, pieces(text), normaliser)
        return mask(post.words, linker.links(post).mentions)

    first = masked("Wirasena bagus, bukan Darmawangsa, nomor 2 bukan nomor 1")
    assert first == masked("Darmawangsa bagus, bukan Wirasena, nomor 1 bukan nomor 2")
    assert first != masked("Wirasena bagus, bukan Wirasena, nomor 2 bukan nomor 2")


@pytest.mark.parametrize("name", ["dr. Wirasena Baskoro", "Wirasena Baskoro S.Pd", "Uda Wirasena"])
@pytest.mark.parametrize(
    "text", ["Ayo coblos! Salam dari Kota Uji", "sudah coblos", "coblos pada hari Rabu"]
)
def test_link_takes_no_plain_word_for_the_title_of_a_candidate(
    normaliser: Normaliser, name: str, text: str
) -> None:
    titled = replace(CONTEST.candidates[1], names=(name,))
    linker = Linker(replace(CONTEST, candidates=(CONTEST.candidates[0], titled)), normaliser)
    assert named(linker, normaliser, text) == []


def test_link_finds_an_alias_that_is_a_shortening_only_as_it_is_written(
    normaliser: Normaliser,
) -> None:
    bunda = replace(CONTEST.candidates[0], aliases=("Bunda",))
    linker = Linker(replace(CONTEST, candidates=(bunda,)), normaliser)
    assert named(linker, normaliser, "coblos Bunda saja") == [("paslon-1", "name")]
    assert named(linker, normaliser, "ibu-ibu ayo coblos") == []


@pytest.mark.parametrize("text", ["all in Mel-Wan. titik.", "baliho mel-wan ukuran 1x2"])
def test_link_finds_a_pair_written_with_a_hyphen_whose_parts_are_no_names(
    normaliser: Normaliser, text: str
) -> None:
    first = replace(CONTEST.candidates[0], aliases=("Mel-Wan",))
    linker = Linker(replace(CONTEST, candidates=(first,)), normaliser)
    assert named(linker, normaliser, text) == [("paslon-1", "name")]


@pytest.mark.parametrize(
    "text",
    ["warna biru saja 💙", "☝ begitu saja", "ingat tanggal 14", "yang dua itu", "kapan loro kuwi"],
)
def test_link_lets_the_head_see_what_names_nobody_but_may_hint(
    linker: Linker, normaliser: Normaliser, text: str
) -> None:
    found = links(linker, normaliser, text)
    assert found.touched
    assert found.naming == ()


@pytest.mark.parametrize("text", ["kopi pagi di kantor", "rapat jam 10 ya", "hujan deras"])
def test_link_of_an_everyday_post_has_nothing_to_do_with_the_contest(
    linker: Linker, normaliser: Normaliser, text: str
) -> None:
    assert links(linker, normaliser, text) == Links((), touched=False)
