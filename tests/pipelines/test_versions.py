"""Learning from decisions: a challenger, its comparison, and a person who puts it to work."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from classifiers.artefact import SHIPPED
from classifiers.compare import Comparison, Difference, Gate
from classifiers.errors import ModelError
from classifiers.examples import Examples, load_examples, load_frozen
from classifiers.metrics import Figure
from classifiers.models import Models
from pipelines.challenge import MOST_WEIGHT, Challenged, challenge, weight_of
from pipelines.doctor import examine
from pipelines.errors import NotPromoted, Refused
from pipelines.night import Bench, Night
from pipelines.office import Office, load_scorer, scoring_version
from pipelines.score import score_shard
from pipelines.verify import verify_all
from pipelines.versions import compare_with_active, load_active, promote, rollback, versions
from store.errors import PromotionsDamaged
from store.parquet import private_connection
from store.promotions import models_of
from store.verdicts import Verdict
from tests.fakes import FakePlatform
from tests.pipelines.decided import MOMENT, Said, decide_all
from tests.pipelines.office import DAY, HANDLES, collect, make_night, make_office
from tests.pipelines.test_cli import run as run

CONTEST_NAMES = ("Bagas Wirayuda", "Ratna Kusumadewi")
YES, NO = "indikasi_kuat", "bukan"
# The office's own: praise that shipped examples do not have, and neighbours that look like it.
PRAISE = ("petani", "nelayan", "guru", "pedagang", "perajin", "penyuluh", "bidan", "sopir")
PLACES = ("Kubang", "Talang", "Sawahan", "Cempaka", "Rawa", "Bukit", "Muara", "Lembah", "Anyar")


def said(number: int) -> Said:
    """Every third is a control; half of the posts ask for a vote in the office's own words."""
    who, place = PRAISE[number % len(PRAISE)], PLACES[(number // 8) % len(PLACES)]
    name, tail = CONTEST_NAMES[number % 2], f"{place} {number} {who} {number * 7}"
    text = (
        f"Merapat ke barisan {name}, satukan coblosan {who} {tail}"
        if number % 4 < 2
        else f"{name} menerima laporan {who} soal jalan {tail}"
    )
    return Said(text, YES if number % 4 < 2 else NO, control=number % 10 == 3)


@pytest.fixture(scope="module")
def written() -> Examples:
    every = load_examples()
    return replace(every, support=every.support[:150], hate=every.hate[:150])


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with 200 decisions, and one each that is open, erased or of another label."""
    root = tmp_path_factory.mktemp("kantor") / "belajar"
    office = make_office(root)
    others = [
        Said("Bagas Wirayuda, hm", "tidak_cukup_bukti"),
        Said("Air kran beracun", YES, "hoax_sharing"),
        Said("Bagas Wirayuda, sudah dihapus", NO),
    ]
    decide_all(office, [*others, *(said(number) for number in range(200))])
    [erased] = (p for p in office.folder.evidence.glob("*/*") if b"dihapus" in p.read_bytes())
    erased.unlink()
    return root


@pytest.fixture(scope="module")
def made(template: Path, written: Examples) -> Challenged:
    return challenge(Office.at(template / "data", template / "config"), written)


@pytest.fixture
def office(tmp_path: Path, template: Path, made: Challenged) -> Office:  # noqa: ARG001
    root = tmp_path / "kantor"
    shutil.copytree(template, root)
    return Office.at(root / "data", root / "config")


@pytest.fixture
def version(made: Challenged) -> str:
    return made.version


@pytest.fixture
def compared(made: Challenged) -> Comparison:
    """A comparison by which the challenger may be promoted, whatever the shipped models are."""
    gain = Figure(0.01, -0.01, 0.03, 400)
    one = Difference("candidate_support", "average_precision", 0.87, 0.88, gain)
    gate = Gate("name swap: decisions flipped", 0.0, 0.0, 0.0)
    return Comparison(Models.load(SHIPPED).version, made.version, (one,), (gate,))


def worse(compared: Comparison) -> Comparison:
    (one,) = compared.differences
    lower = replace(one, gain=replace(one.gain, value=-0.1, low=-0.2))
    return replace(compared, differences=(lower,))


def events(office: Office) -> list[tuple[str, str, str]]:
    with office.folder.database.transaction() as connection:
        rows = connection.execute(
            "SELECT event, actor, subject FROM audit WHERE event LIKE 'model.%' ORDER BY seq"
        )
        return rows.fetchall()


def test_challenge_when_200_were_decided_then_a_version_stands_beside_the_shipped(
    office: Office, version: str
) -> None:
    shipped = Models.load(SHIPPED).version
    listed = {one.version: one for one in versions(office.folder)}
    assert set(listed) == {shipped, version}
    assert (listed[shipped].shipped, listed[shipped].active) == (True, True)
    assert (listed[version].shipped, listed[version].active) == (False, False)
    learnt = listed[version].learnt["candidate_support"]
    assert learnt["base_version"] == shipped
    facts = learnt["decisions"]
    assert (facts["decided"], facts["yes"], facts["controls"]) == (200, 100, 20)
    assert facts["first"] == facts["last"] == "2025-09-15"
    assert facts["used"] > 190
    assert events(office) == [("model.challenger", "netra", version)]


def test_challenge_when_made_then_it_knows_the_office_better(office: Office, version: str) -> None:
    challenger, shipped = load_version(office, version), load_active(office.folder)
    made = {one.version: one for one in versions(office.folder)}[version].figures
    figures = made["candidate_support"]
    error, before = (figures[f"decisions_calibration_error{when}"] for when in ("", "_before"))
    assert error["value"] < before["value"] / 2
    assert challenger.version == version != shipped.version


def test_challenge_when_made_then_no_text_and_no_account_is_in_its_files(
    office: Office, version: str
) -> None:
    for path in (models_of(office.folder) / version).glob("*/*.json"):
        content = path.read_text("utf-8")
        assert "Merapat" not in content
        assert "akun-" not in content


def test_challenge_when_too_few_were_decided_then_refused_with_numbers(
    tmp_path: Path, written: Examples
) -> None:
    office = make_office(tmp_path)
    decide_all(office, [said(number) for number in range(20)])
    with pytest.raises(Refused, match=r"at least 50 .* candidate_support: 10 yes and 10 no"):
        challenge(office, written)
    assert [one.version for one in versions(office.folder) if not one.shipped] == []
    assert not list(models_of(office.folder).glob(".building-*"))


def test_challenge_when_open_or_erased_then_left_out_and_counted(made: Challenged) -> None:
    assert made.left_out == {
        "undecided": 1,
        "disagreed": 0,
        "without_text": 1,
        "label_not_learnt": 1,
    }


@pytest.mark.parametrize(("chance", "weight"), [(1, 1), (0.5, 2), (0.05 / 3, MOST_WEIGHT)])
def test_weight_is_the_inverse_of_the_chance_and_has_a_limit(chance: float, weight: float) -> None:
    row = Verdict("hate_speech", True, chance, True, ("A-1",), "", MOMENT, ())
    assert weight_of(row) == weight


def test_compare_when_only_support_was_learnt_then_hate_and_groups_do_not_differ(
    office: Office, version: str, written: Examples
) -> None:
    found = compare_with_active(office.folder, version, written)
    assert (found.challenger, found.current) == (version, Models.load(SHIPPED).version)
    support, hate = found.differences[:2], found.differences[2:]
    frozen = load_frozen()
    assert {one.label for one in support} == {"candidate_support"}
    assert {one.gain.cases for one in support} == {len(frozen.support)}
    assert all(-0.05 < one.gain.value < 0.2 for one in support)
    assert all(one.gain.value == 0 and one.gain.cases == len(frozen.hate) for one in hate)
    groups = [one for one in found.gates if one.name.startswith("groups")]
    assert all(one.holds for one in groups)


def test_promote_when_not_worse_then_at_work_with_its_row_of_the_chain(
    office: Office, compared: Comparison, version: str
) -> None:
    change = promote(office.folder, compared, "Rahayu", "Lebih cocok dengan unggahan di sini")
    assert load_active(office.folder).version == version
    assert events(office)[-1] == ("model.promoted", "Rahayu", version)
    [row] = [one for one in versions(office.folder) if one.active]
    assert (row.version, row.changes) == (version, (change,))
    # Only the evidence that was erased on purpose.
    assert len(verify_all(office.folder).faults) == 1
    advice = {one.subject: one.advice for one in examine(office.folder.root, office.config)}
    assert version in advice["models"]


def test_promote_when_worse_then_refused_and_nothing_changes(
    office: Office, compared: Comparison
) -> None:
    with pytest.raises(NotPromoted, match=r"average_precision: -0\.100"):
        promote(office.folder, worse(compared), "Rahayu", "Mau saja")
    assert load_active(office.folder).version == Models.load(SHIPPED).version
    assert [event for event, _, _ in events(office)] == ["model.challenger"]


@pytest.mark.parametrize(("by", "reason"), [("", "x"), (" ", "x"), ("netra", "x"), ("Rahayu", " ")])
def test_promote_when_no_person_or_reason_then_refused(
    office: Office, compared: Comparison, by: str, reason: str
) -> None:
    with pytest.raises(Refused, match=r"--by|--reason"):
        promote(office.folder, compared, by, reason)


def test_promote_when_the_comparison_is_out_of_date_then_refused(
    office: Office, compared: Comparison
) -> None:
    with pytest.raises(Refused, match="compare again"):
        promote(office.folder, replace(compared, current="lain"), "Rahayu", "x")
    promote(office.folder, compared, "Rahayu", "x")
    with pytest.raises(Refused, match="at work already"):
        promote(office.folder, compared, "Rahayu", "x")


def test_promote_when_done_by_hand_then_verify_names_it_and_nothing_is_scored(
    office: Office, version: str
) -> None:
    active = models_of(office.folder) / "active.json"
    change = {"action": "promote", "version": version, "previous": "", "by": "Rahayu"}
    details = {"reason": "x", "changed_at": "2025-09-15", "figures": {}, "audit_hash": "0" * 64}
    active.write_text(json.dumps({"changes": [change | details]}), "utf-8")
    assert any("active.json" in fault for fault in verify_all(office.folder).faults)
    with pytest.raises(PromotionsDamaged, match="audit chain does not know"):
        load_scorer(office, DAY)


def test_rollback_when_promoted_then_the_shipped_models_are_at_work(
    office: Office, compared: Comparison, version: str
) -> None:
    promote(office.folder, compared, "Rahayu", "x")
    rollback(office.folder, "Seno", "Terlalu banyak salah tandai")
    assert load_active(office.folder).version == Models.load(SHIPPED).version
    assert events(office)[-1] == ("model.rolled_back", "Seno", "")
    assert load_version(office, version).version == version
    with pytest.raises(Refused, match="shipped models are at work"):
        rollback(office.folder, "Seno", "x")


def test_load_active_when_its_folder_holds_another_version_then_refused(
    office: Office, compared: Comparison, version: str
) -> None:
    promote(office.folder, compared, "Rahayu", "x")
    place = models_of(office.folder) / version
    shutil.rmtree(place)
    shutil.copytree(SHIPPED, place)
    with pytest.raises(ModelError, match="netra models rollback"):
        load_active(office.folder)


def test_night_when_a_version_was_promoted_then_each_score_says_which_said_it(
    office: Office, compared: Comparison
) -> None:
    texts = [said(number).text for number in range(4)]
    night = make_night(office, FakePlatform({HANDLES[0]: texts, HANDLES[1]: [], HANDLES[2]: []}))
    collect(night)
    first = scored(night)
    promote(office.folder, compared, "Rahayu", "x")
    second = scored(night)
    assert second.startswith(compared.challenger)
    assert first.startswith(compared.current)
    connection = private_connection()
    night.scores.show_all(connection)
    rows = connection.execute(
        "SELECT model_version, count(*), sum(candidate_support) FROM scores GROUP BY 1"
    ).fetchall()
    assert {row[0]: row[1] for row in rows} == {first: 4, second: 4}
    assert len({row[2] for row in rows}) == 2


def scored(night: Night) -> str:
    """What the night's scoring does, with the models at work; the version it scored under."""
    scorer = load_scorer(night.office, DAY)
    version = scoring_version(night.office, DAY, scorer.version)
    for shard in night.activities.unscored(night.scores, version, 100):
        score_shard(night.scores, Bench(scorer, version), shard, "score-0", DAY)
    return version


def load_version(office: Office, version: str) -> Models:
    return Models.load(models_of(office.folder) / version)


def test_commands_list_versions_and_refuse_what_cannot_be(
    office: Office, version: str, run: Callable[..., tuple[int, str, str]]
) -> None:
    data = ("--data", office.folder.root)
    code, out, _ = run("models", "list", "--json", *data)
    listed = json.loads(out)
    assert (code, {one["version"] for one in listed if not one["shipped"]}) == (0, {version})
    code, out, err = run("models", "compare", "tidakada", *data)
    assert (code, out) == (2, "")
    assert version in err
    code, _, err = run("models", "promote", version, "--by", " ", "--reason", "x", *data)
    assert (code, "name of a person" in err) == (2, True)
    code, _, err = run("models", "rollback", "--by", "Seno", "--reason", "x", *data)
    assert (code, "shipped models are at work" in err) == (2, True)


def test_train_with_decisions_when_there_are_none_then_one_line_and_exit_2(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    office = make_office(tmp_path)
    where = ("--data", office.folder.root, "--config", office.config)
    code, out, err = run("train", "--with-decisions", *where)
    assert (code, out) == (2, "")
    assert "expected a label with at least 50 final decisions" in err
    code, _, err = run("train", "--with-decisions", "--datasets", tmp_path, *where)
    assert (code, "--datasets" in err) == (2, True)
