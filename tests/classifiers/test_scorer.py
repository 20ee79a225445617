from __future__ import annotations

import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.models import Models
from classifiers.score import LABELS
from classifiers.scorer import Scorer
from tests.classifiers.conftest import CLAIM, CONTEST

SWAPPED = {
    "Darmawangsa": "Wirasena",
    "Melur": "Kenanga",
    "Pak Darma": "Pak Wira",
    "nomor 1": "nomor 2",
    "#IdolaKotaUji": "#BerkibarKotaUji",
    "Partai Embun Pagi": "Partai Layar Senja",
    "Uji Semakin Terang": "Uji Semakin Berkibar",
    "@idola.kotauji": "@berkibar.kotauji",
    "satu jari": "dua jari",
    "coblos 1": "coblos 2",
}
REST = st.sampled_from(
    [
        "ayo",
        "dukung",
        "menang",
        "coblos",
        "jangan",
        "pilih",
        "bohong",
        "netral",
        "kata",
        "survei",
        "tps",
        ",",
        ".",
        "!",
        "?",
        "bodoh",
        "gas",
        "pak",
        "ibu",
        "guru",
        "wayahe",
        "kudu",
        "menyala",
        "besok",
        "kantor",
        "amanah",
        "27",
        "😀",
    ]
)
POSTS = (
    "Ayo coblos Darmawangsa nomor 1!",
    "air kran dicampur obat tidur, sebarkan",
    "usir saja mereka, dasar monyet",
    "selamat pagi semua",
)
PARTS = st.lists(REST | st.sampled_from(sorted(SWAPPED)), min_size=1, max_size=14)


@settings(max_examples=60, deadline=None)
@given(PARTS)
def test_score_of_a_text_with_candidates_swapped_is_the_same(
    scorer: Scorer, parts: list[str]
) -> None:
    both = SWAPPED | {second: first for first, second in SWAPPED.items()}
    one, other = scorer.score([" ".join(parts), " ".join(both.get(part, part) for part in parts)])
    assert [one.probability(label) for label in LABELS] == [
        other.probability(label) for label in LABELS
    ]
    turned = {"paslon-1": "paslon-2", "paslon-2": "paslon-1"}
    assert {(turned[t.candidate], t.stance, t.probability) for t in one.targets} == {
        (t.candidate, t.stance, t.probability) for t in other.targets
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(), max_size=4))
def test_score_takes_any_text_and_keeps_the_order(scorer: Scorer, texts: list[str]) -> None:
    scores = scorer.score(texts)
    assert len(scores) == len(texts)
    assert all(0 <= score.probability(label) <= 1 for score in scores for label in LABELS)
    assert scores == [scorer.score([text])[0] for text in texts]


@pytest.mark.parametrize("text", ["\x00\x07\x1b[2J", "\u202e\u202d" * 50, "\ud800", "a" * 100_000])
def test_score_survives_hostile_texts(scorer: Scorer, text: str) -> None:
    assert len(scorer.score([text])) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "Usir semua orang kafir itu, binatang semua. ",
        "coblos Wirasena nomor 2 ",
        "air kran obat tidur 40 warga pingsan ",
        "#ayocoblos2 ",
        "ab1 ",
        "\u200b",
    ],
)
def test_score_of_a_text_four_times_as_long_takes_about_four_times_as_long(
    scorer: Scorer, piece: str
) -> None:
    def seconds(length: int) -> float:
        begun = time.process_time()
        scorer.score([(piece * length)[:length]])
        return time.process_time() - begun

    # Whatever grew with the square of the length would take sixteen times as long.
    assert seconds(100_000) < 10 * seconds(25_000) + 0.5


def test_score_of_a_claim_said_without_end_takes_little_memory(scorer: Scorer) -> None:
    tracemalloc.start()
    scorer.score(["air kran obat tidur " * 2_000])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100e6


def test_score_finds_a_call_to_vote_deep_in_a_very_long_text(scorer: Scorer) -> None:
    padding = "rapat koordinasi berjalan lancar dan tertib . " * 1_000
    long = padding + "Ayo coblos Wirasena nomor 2, kudu menang! " + padding
    assert len(long) > 90_000
    found, without = scorer.score([long, padding + padding])
    assert found.candidate_support > 10 * without.candidate_support


@pytest.mark.parametrize("text", ["Coblos 2!", "Ayo coblos nomor 2, Pak Wira kudu menang!"])
def test_score_calls_an_appeal_to_vote_support_for_that_candidate(
    scorer: Scorer, text: str
) -> None:
    [score] = scorer.score([text])
    assert score.abstained is None
    assert score.candidate_support > 0.5
    assert (score.targets[0].candidate, score.targets[0].stance) == ("paslon-2", "support")


@pytest.mark.parametrize(
    "text",
    [
        "Amin ya rabbal alamin, semoga ibu lekas sembuh",
        "Harga cabai di pasar naik lagi hari ini",
        "Apel pagi: ASN wajib netral dalam Pilkada, jangan terlibat kampanye",
        "KPU Kota Uji menetapkan jadwal debat kedua pasangan calon",
    ],
)
def test_score_of_an_ordinary_or_official_post_is_low(scorer: Scorer, text: str) -> None:
    assert scorer.score([text])[0].candidate_support < 0.5


def test_score_tells_hate_from_the_neutral_naming_of_a_group(scorer: Scorer) -> None:
    hateful, neutral = scorer.score(
        [
            "Usir semua orang kafir itu, binatang semua, bunuh saja",
            "Tetangga saya orang Tionghoa, baik sekali",
        ]
    )
    assert hateful.hate_speech > 0.7
    assert neutral.hate_speech < 0.4


def test_score_tells_sharing_a_hoax_from_denying_it(scorer: Scorer) -> None:
    shared, denied, far = scorer.score(
        [
            "AWAS air kran Kota Uji dicampur obat tidur mulai senin! 40 warga pingsan, sebarkan"
            " ke keluarga",
            "Hoaks ya, air kran Kota Uji tidak dicampur obat tidur. Jangan percaya dan jangan"
            " disebar.",
            "SEBARKAN! Awas bahaya mengancam kita semua, jangan sampai terlambat!",
        ]
    )
    assert shared.hoax_sharing > 0.5
    assert shared.hoax_claim == CLAIM.claim_id
    assert denied.hoax_sharing < 0.5 < shared.hoax_sharing
    assert far.hoax_sharing == 0
    assert far.hoax_claim is None


def test_score_abstains_with_a_reason_and_no_numbers(scorer: Scorer) -> None:
    [score] = scorer.score(["You are all such stupid people and I hate everything about them"])
    assert score.abstained == "not_indonesian"
    assert [score.probability(label) for label in LABELS] == [0, 0, 0]
    assert score.spans == ()


WELCOME = (
    "We are happy to welcome all the guests of the city, and we would like to thank everyone who "
    "was there with us today for the opening of this wonderful market. It has been a great honour "
    "for our team to host you, and we hope that you will come again next year with your family "
    "and with all of your friends."
)


@pytest.mark.parametrize("before", [WELCOME, "😀😡" * 40], ids=["another language", "no words"])
def test_score_of_a_long_text_leaves_out_only_the_stretches_that_cannot_be_read(
    scorer: Scorer, before: str
) -> None:
    hate = "usir orang kafir dari kota ini, dasar anjing semua"
    after, alone = scorer.score([f"{before} {hate} {hate}", before])
    assert after.abstained is None
    assert after.hate_speech > 0.9
    assert alone.abstained is not None


@pytest.mark.parametrize("before", [WELCOME, "🔥💪" * 40], ids=["another language", "no words"])
def test_score_of_a_long_text_that_names_a_candidate_at_its_end_is_given(
    scorer: Scorer, before: str
) -> None:
    [score] = scorer.score([f"{before} Ayo coblos Wirasena nomor 2, menang!"])
    assert score.abstained is None
    assert score.candidate_support > 0.5


def test_threads_that_share_a_scorer_get_what_one_alone_gets(models: Models) -> None:
    texts = [f"{POSTS[n % len(POSTS)]} kata{n} baru{n * 7}" for n in range(400)]
    parts = [texts[at : at + 20] for at in range(0, len(texts), 20)]
    alone = Scorer(models, [CONTEST], [CLAIM]).score(texts)
    shared = Scorer(models, [CONTEST], [CLAIM])
    with ThreadPoolExecutor(8) as threads:
        together = [score for part in threads.map(shared.score, parts) for score in part]
    assert together == alone


def test_score_of_nothing_is_nothing(scorer: Scorer) -> None:
    assert scorer.score([]) == []


def test_spans_are_exact_and_lower_the_score_when_removed(scorer: Scorer) -> None:
    texts = [
        "Pagi semua. Ayo coblos Pak Wira nomor 2, kudu menang! Jangan lupa sarapan.",
        "Hari ini cerah. Dasar monyet bodoh, usir saja mereka dari kampung kita. Sampai jumpa.",
        "Selamat siang. Air kran Kota Uji dicampur obat tidur mulai senin, 40 warga pingsan,"
        " sebarkan!",
    ]
    for text, score, label in zip(texts, scorer.score(texts), LABELS, strict=True):
        own = [span for span in score.spans if span.label == label]
        assert own
        for span in own:
            without = scorer.score([text[: span.start] + " " + text[span.end :]])[0]
            assert without.probability(label) < score.probability(label)


def test_version_is_short_and_the_same_for_the_same_models(scorer: Scorer) -> None:
    assert scorer.version == Scorer.load().version
    assert len(scorer.version) == 12
