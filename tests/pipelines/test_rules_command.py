"""``netra rules``: the rulebook asked from the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines import cli
from pipelines.doctor import examine
from tests.pipelines.office import ELECTION, make_office

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return make_office(tmp_path / "kantor").config


@pytest.fixture
def ask(config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs ``netra rules`` over the office's configuration: exit code, stdout, stderr."""
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> tuple[int, str, str]:
        line = ["netra", "rules", *map(str, arguments), "--config", str(config)]
        monkeypatch.setattr(sys, "argv", line)
        with pytest.raises(SystemExit) as stop:
            cli.main()
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), out, err

    return call


CAMPAIGN = ("--date", "2025-09-14", "--election", "pilkada-contoh-2025")


def test_rules_in_the_campaign_then_the_table_has_row_reason_and_articles(ask: Ask) -> None:
    code, out, err = ask(*CAMPAIGN, "--kind", "like")
    assert (code, err) == (0, "")
    assert "Baris pedoman yang mungkin dikenakan (2)" in out
    assert "B6" in out
    assert "Pasal 5 huruf n angka 5 PP 94/2021" in " ".join(out.replace("│", " ").split())
    assert "Tahap kampanye" in out
    assert "Badan Kepegawaian Negara" in out


def test_rules_says_that_it_helps_with_an_allegation_and_computes_no_sanction(ask: Ask) -> None:
    _, out, _ = ask(*CAMPAIGN)
    words = " ".join(out.split())
    assert "menelaah dugaan" in words
    assert "Netra tidak menghitung sanksi" in words


def test_rules_as_json_is_for_programs(ask: Ask) -> None:
    code, out, _ = ask(*CAMPAIGN, "--kind", "like", "--json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["stage"], answer["agency"]["name"]) == ("kampanye", "BKN")
    assert [row["id"] for row in answer["rows"]] == ["B6", "lain"]
    assert answer["rows"][0]["articles"] == [
        "Pasal 24 ayat (1) UU 20/2023",
        "Pasal 5 huruf n angka 5 PP 94/2021",
    ]
    assert "UU 5/2014" not in [law["name"] for law in answer["laws"]]


def test_rules_when_the_election_is_a_file_then_it_need_not_be_in_the_configuration(
    ask: Ask, tmp_path: Path
) -> None:
    file = tmp_path / "lain.yaml"
    file.write_text(ELECTION.replace("pilkada-contoh-2025", "pilkada-lain-2025"), "utf-8")
    _, out, _ = ask("--date", "2025-06-01", "--election", file, "--json")
    answer = json.loads(out)
    assert (answer["election"], answer["stage"]) == ("pilkada-lain-2025", "bakal_calon")


def test_rules_without_an_election_then_the_stage_is_unknown_and_both_families_stand(
    ask: Ask,
) -> None:
    _, out, _ = ask("--date", "2025-09-14", "--kind", "like", "--json")
    answer = json.loads(out)
    assert (answer["election"], answer["stage"]) == (None, None)
    assert {row["family"] for row in answer["rows"]} == {"kode_etik", "disiplin", "lain"}


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--election", "pilkada-tiada", "pilkada-contoh-2025"),
        ("--kind", "suka", "like"),
        ("--label", "dukungan", "candidate_support"),
        ("--date", "14-09-2025", "14-09-2025"),
    ],
)
def test_rules_when_an_option_is_wrong_then_it_says_what_is_possible(
    ask: Ask, option: str, value: str, said: str
) -> None:
    code, out, err = ask(option, value)
    assert (code, out) == (2, "")
    assert option in err
    assert said in err


def test_rules_when_the_rulebook_is_broken_then_file_line_and_key_are_named(
    ask: Ask, config: Path
) -> None:
    path = config / "rulebook.yaml"
    path.write_text(path.read_text("utf-8").replace("family:", "famili:", 1), "utf-8")
    code, _, err = ask()
    assert code == 2
    assert "key rows.0.famili: expected `family`" in err


def test_doctor_counts_the_rows_in_force(config: Path) -> None:
    found = {one.subject: one for one in examine(config.parent / "data", config)}
    assert (found["rulebook.yaml"].fine, found["rulebook.yaml"].advice) == (
        True,
        "21 rows in force",
    )
    (config / "rulebook.yaml").unlink()
    found = {one.subject: one for one in examine(config.parent / "data", config)}
    assert not found["rulebook.yaml"].fine
