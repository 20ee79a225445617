"""A configuration file is right as a whole, or one error names the place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.election import Election, load_election, load_elections
from config.errors import ConfigError
from config.flagging import load_flagging
from config.platforms import load_platforms

ELECTION = """\
id: pilkada-contoh-2031
name: Pemilihan Wali Kota Contoh 2031
area: Kota Contoh
timezone: Asia/Jakarta
stages: {bakal_calon: 2031-05-01, penetapan: 2031-08-22, kampanye_mulai: 2031-08-25,
         kampanye_selesai: 2031-10-23, masa_tenang_mulai: 2031-10-24,
         pemungutan_suara: 2031-10-27, selesai: 2031-12-31}
candidates:
  - {id: paslon-1, number: 1, names: [Bagas Wirayuda], aliases: [AMANAH]}
  - {id: paslon-2, number: 2, names: [Ratna Kusumadewi]}
"""
ROOT = Path(__file__).parents[2]


def election_file(folder: Path, text: str) -> Path:
    path = folder / "elections" / "contoh.yaml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_election(election_file(folder, text))
    return str(caught.value)


def test_election_is_read_whole(tmp_path: Path) -> None:
    election_file(tmp_path, ELECTION)
    (election,) = load_elections(tmp_path)
    assert isinstance(election, Election)
    assert [candidate.id for candidate in election.candidates] == ["paslon-1", "paslon-2"]


def test_office_without_elections_has_none(tmp_path: Path) -> None:
    assert load_elections(tmp_path) == ()


def test_typo_in_a_key_names_file_line_key_and_the_likely_word(tmp_path: Path) -> None:
    message = refusal(tmp_path, ELECTION.replace("aliases", "alises"))
    assert "contoh.yaml: line 9, key candidates.0.alises" in message
    assert "expected `aliases`, found an unknown key" in message


def test_typo_in_a_top_level_key_is_named_not_the_missing_one(tmp_path: Path) -> None:
    message = refusal(tmp_path, ELECTION.replace("area:", "aera:"))
    assert "line 3, key aera: expected `area`" in message


def test_repeated_key_is_refused(tmp_path: Path) -> None:
    assert "each key once" in refusal(tmp_path, ELECTION + "area: Kota Lain\n")


def test_broken_yaml_names_the_line(tmp_path: Path) -> None:
    assert "line 3: expected valid YAML" in refusal(tmp_path, "id: x\nname: [a, b\n: c")


def test_impossible_date_is_named(tmp_path: Path) -> None:
    message = refusal(tmp_path, ELECTION.replace("2031-08-22", "2031-02-30"))
    assert "contoh.yaml" in message
    assert "day" in message


def test_stages_out_of_order_are_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, ELECTION.replace("2031-10-23", "2031-11-23"))
    assert "line 5, key stages" in message
    assert "masa_tenang_mulai on or after kampanye_selesai" in message


def test_two_candidates_with_one_number_are_refused(tmp_path: Path) -> None:
    assert "each candidate id and number once" in refusal(
        tmp_path, ELECTION.replace("number: 2", "number: 1")
    )


def test_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "elections" / "contoh.yaml"
    path.parent.mkdir()
    path.write_bytes(b"id: \xff\xfe")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_election(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"flagging\.yaml: file: expected an existing file"):
        load_flagging(tmp_path)


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (date(2031, 4, 30), "sebelum"),
        (date(2031, 5, 1), "bakal_calon"),
        (date(2031, 8, 22), "penetapan"),
        (date(2031, 8, 25), "kampanye"),
        (date(2031, 10, 23), "kampanye"),
        (date(2031, 10, 24), "masa_tenang"),
        (date(2031, 10, 27), "pemungutan_suara"),
        (date(2031, 10, 28), "sesudah"),
        (date(2032, 1, 1), "selesai"),
    ],
)
def test_each_day_has_its_stage(tmp_path: Path, day: date, stage: str) -> None:
    assert load_election(election_file(tmp_path, ELECTION)).stages.on(day) == stage


def test_days_to_report_are_plain_days_unless_the_election_says_otherwise(tmp_path: Path) -> None:
    plain = load_election(election_file(tmp_path, ELECTION))
    (tmp_path / "elections" / "contoh.yaml").write_text(
        ELECTION + "report_days_are_working: true\n", "utf-8"
    )
    (working,) = load_elections(tmp_path)
    assert (plain.report_days_are_working, working.report_days_are_working) == (False, True)


def test_shipped_configuration_is_valid() -> None:
    assert load_flagging(ROOT / "config").items_per_night > 0
    assert load_platforms(ROOT / "config").allow_loopback is False


def test_contact_without_address_is_refused(tmp_path: Path) -> None:
    (tmp_path / "platforms.yaml").write_text("contact: kantor kami\n", "utf-8")
    with pytest.raises(ConfigError, match="line 1, key contact"):
        load_platforms(tmp_path)
