"""Flagging: within the reviewers' budget, with evidence, and never twice."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from classifiers.score import Score
from connectors.activity import Activity
from pipelines.flag import Pick, Raised, raise_new, within_budget
from pipelines.night import Bench, Night
from pipelines.score import score_shard
from pipelines.verify import verify_all
from review.deadline import deadline
from store import evidence, flags
from store.evidence import EvidenceStore
from store.flags import Flag
from store.moment import WIB
from store.pages import PageStore
from store.scores import ScoredActivity
from tests.fakes import MORNING, FakePlatform, FakeScorer
from tests.pipelines.office import DAY, HANDLES, collect, make_night, make_office

ANI, BUDI, CITRA = HANDLES
NEUTRAL = [f"kegiatan sekolah hari ke {n}, anak anak gembira" for n in range(20)]


@pytest.fixture
def night(tmp_path: Path) -> Night:
    platform = FakePlatform(
        {
            ANI: ["[D] ayo menangkan pasangan kita", *NEUTRAL],
            BUDI: ["[B] mereka itu hama semua", "[H] info dari grup sebelah, sebarkan"],
            CITRA: [],
        }
    )
    night = make_night(make_office(tmp_path), platform)
    collect(night)
    return night


def score(night: Night) -> None:
    bench = Bench(FakeScorer(), "fake-1")  # type: ignore[arg-type]
    for shard in night.activities.unscored(night.scores, "fake-1", 100):
        score_shard(night.scores, bench, shard, "score-0", DAY)


def raised(night: Night) -> Raised:
    score(night)
    return raise_new(night, "fake-1")


def kept(night: Night) -> list[Flag]:
    with night.office.folder.database.transaction() as connection:
        return flags.raised_on(connection, night.day)


def test_each_label_over_its_minimum_is_flagged_once(night: Night) -> None:
    first, second = raised(night), raised(night)
    assert first.by_label == {"candidate_support": 1, "hate_speech": 1, "hoax_sharing": 1}
    assert second == Raised({}, 0, 0)


@pytest.mark.parametrize(("least", "raised_for"), [("0.12", 0), ("0", 1)])
def test_weak_hate_is_not_queued_unless_the_office_wants_all_of_it(
    tmp_path: Path, least: str, raised_for: int
) -> None:
    office = make_office(tmp_path)
    rules = office.config / "flagging.yaml"
    rules.write_text(rules.read_text("utf-8") + f"minimum_serious: {least}\n", "utf-8")
    platform = FakePlatform({ANI: ["[L] dungu kamu"], BUDI: ["[L] [H] sebarkan"], CITRA: []})
    night = make_night(office, platform)
    collect(night)
    outcome = raised(night)
    assert outcome.by_label.get("hate_speech", 0) == 2 * raised_for
    assert outcome.by_label["hoax_sharing"] == 1


def test_evidence_names_the_details_and_the_least_that_was_asked(tmp_path: Path) -> None:
    night = make_night(
        make_office(tmp_path), FakePlatform({ANI: ["[L] [H] sebarkan"], BUDI: [], CITRA: []})
    )
    collect(night)
    raised(night)
    folder = night.office.folder
    with folder.database.transaction() as connection:
        [flag] = flags.raised_on(connection, night.day)
        files = {one.kind: one for one in evidence.files_of(connection, flag.flag_id)}
    facts = json.loads(EvidenceStore(folder.evidence).get(files["manifest"].sha256))
    assert facts["scores"]["hate_details"]["target"] == "individual"
    assert facts["thresholds"]["minimum_serious"] == 0.12


def test_flag_carries_deadline_stage_and_run(night: Night) -> None:
    raised(night)
    flag = next(one for one in kept(night) if one.label == "candidate_support" and not one.control)
    assert (flag.deadline_at - flag.known_at).days == 7
    assert (flag.election_id, flag.stage) == ("pilkada-contoh-2025", "kampanye")
    assert (flag.run_id, flag.threshold, flag.probability) == ("night-2025-09-14", 0.6, 0.9)


def test_deadline_is_in_working_days_where_the_election_says_so(night: Night) -> None:
    election = night.office.config / "elections" / "contoh.yaml"
    text = election.read_text("utf-8") + "report_days_are_working: true\n"
    election.write_text(text, "utf-8")
    raised(night)
    flag = next(one for one in kept(night) if one.label == "candidate_support" and not one.control)
    assert flag.deadline_at == deadline(flag.known_at, 7, working_days=True, zone=WIB)


def test_evidence_holds_text_page_and_both_clocks(night: Night) -> None:
    raised(night)
    folder = night.office.folder
    store = EvidenceStore(folder.evidence)
    flag = next(one for one in kept(night) if one.label == "hate_speech" and not one.control)
    with folder.database.transaction() as connection:
        files = {one.kind: one for one in evidence.files_of(connection, flag.flag_id)}
    manifest = json.loads(store.get(files["manifest"].sha256))
    assert manifest["post"]["text"] == "[B] mereka itu hama semua"
    assert manifest["post"]["created_at"]["wib"].endswith("+07:00")
    assert manifest["page"]["sha256"] == files["page"].sha256
    assert b"hama" in store.get(files["page"].sha256)


def test_whole_chain_and_evidence_hold(night: Night) -> None:
    raised(night)
    report = verify_all(night.office.folder)
    assert report.faults == ()
    assert report.files >= 6


def test_one_changed_byte_of_evidence_is_found_and_named(night: Night) -> None:
    raised(night)
    victim = next(path for path in night.office.folder.evidence.glob("*/*") if path.is_file())
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.chmod(0o644)
    victim.write_bytes(bytes(data))
    faults = verify_all(night.office.folder).faults
    assert faults
    assert all(victim.name in fault for fault in faults)


def test_controls_are_drawn_from_below_and_marked_only_inside(night: Night) -> None:
    outcome = raised(night)
    controls = [one for one in kept(night) if one.control]
    assert len(controls) == outcome.controls == 2
    assert all(one.probability < one.threshold for one in controls)


def test_budget_holds_back_the_least_probable(night: Night) -> None:
    (night.office.config / "flagging.yaml").write_text(
        "minimum: {candidate_support: 0.6, hate_speech: 0.8, hoax_sharing: 0.6}\n"
        "items_per_night: 2\ncontrol_share: 0\nmax_age_days: 30\nwave_similarity: 0.8\n",
        "utf-8",
    )
    first, second = raised(night), raised(night)
    assert (sum(first.by_label.values()), first.held_back) == (2, 1)
    assert (sum(second.by_label.values()), second.held_back) == (0, 1)


def pick(key: str, wave: str, probability: float) -> Pick:
    activity = Activity(
        platform="bluesky",
        account_id="acc-1",
        kind="post",
        native_id=key,
        observed_at=MORNING,
        page_sha256="0" * 64,
        text=key,
    )
    score = Score(candidate_support=probability, hate_speech=0, hoax_sharing=0)
    return Pick(ScoredActivity(activity, score, "v", MORNING), "candidate_support", wave)


def test_wave_is_one_item_of_the_budget_and_is_never_cut() -> None:
    picks = [pick("a", "W-1", 0.9), pick("b", "W-1", 0.7), pick("c", "W-2", 0.8)]
    chosen, held = within_budget(picks, 1)
    assert [one.key for one in chosen] == ["bluesky:a", "bluesky:b"]
    assert held == 1


def test_no_budget_left_chooses_nothing() -> None:
    assert within_budget([pick("a", "W-1", 0.9)], 0) == ([], 1)
    assert within_budget([pick("a", "W-1", 0.9)], -3) == ([], 1)


def test_old_post_is_not_flagged(tmp_path: Path) -> None:
    platform = FakePlatform({ANI: ["[D] kabar lama"], BUDI: [], CITRA: []})
    night = make_night(make_office(tmp_path), platform)
    collect(night)
    late = replace(night, day=DAY.replace(month=11))
    assert raised(late).by_label == {}


def test_damaged_page_keeps_its_own_post_waiting_and_no_other(night: Night) -> None:
    score(night)
    hate = next(
        path
        for path in night.office.folder.pages.glob("*/*.zst")
        if b"hama" in PageStore(night.office.folder.pages).load(path.stem)
    )
    whole = hate.read_bytes()
    hate.write_bytes(b"rusak")
    first = raise_new(night, "fake-1")
    assert first.by_label == {"candidate_support": 1}
    assert first.without_evidence >= 2  # the page held two posts over a minimum
    hate.write_bytes(whole)
    assert raise_new(night, "fake-1").by_label == {"hate_speech": 1, "hoax_sharing": 1}
    assert verify_all(night.office.folder).faults == ()


@pytest.mark.parametrize(
    ("column", "day", "flagged"),
    [
        ("active_from", "2025-09-15", False),  # the post is of the 14th, WIB
        ("active_from", "2025-09-14", True),
        ("active_to", "2025-09-13", False),
        ("active_to", "2025-09-14", True),
    ],
)
@pytest.mark.parametrize("table", ["accounts", "people"])
def test_only_what_its_owner_said_while_holding_the_account_is_flagged(
    night: Night, table: str, column: str, day: str, flagged: bool
) -> None:
    score(night)
    with night.office.folder.database.transaction() as connection:
        connection.execute(f"UPDATE {table} SET {column} = DATE '{day}'")  # noqa: S608 - constants
    outcome = raise_new(night, "fake-1")
    assert bool(outcome.by_label) == bool(outcome.controls) == flagged
