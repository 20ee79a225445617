"""The rulebook: whole, dated, without sanctions, and one error names the place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError
from config.rulebook import OTHER, Dated, load_rulebook

CONFIG = Path(__file__).parents[2] / "config"
RULEBOOK = load_rulebook(CONFIG)
ANNEX = [f"A{number}" for number in range(1, 8)] + [f"B{number}" for number in range(1, 13)]
SMALL = """\
laws:
  - {name: PP 1/2000, title: Contoh, valid_from: 2000-01-01, valid_to: null}
agencies:
  - {name: Lama, title: Lembaga Lama, valid_from: null, valid_to: 2024-08-24}
  - {name: Baru, title: Lembaga Baru, valid_from: 2024-08-25, valid_to: null}
rows:
  - id: A1
    family: kode_etik
    object: bakal_calon
    window: sebelum_penetapan
    kinds: [post]
    labels: [candidate_support]
    form: Contoh bentuk.
    articles: [{law: PP 1/2000, article: Pasal 1}]
    source: Contoh
    confidence: tinggi
    valid_from: 2022-09-22
    valid_to: null
  - id: lain
    family: lain
    object: lain
    window: kapan_saja
    kinds: [post]
    labels: [candidate_support]
    form: Dasar lain.
    articles: []
    source: Contoh
    confidence: rendah
    note: Contoh.
    valid_from: null
    valid_to: null
"""
SANCTIONS = (
    "sanksi",
    "hukuman",
    "pemberhentian",
    "penurunan",
    "tunjangan",
    "ptdh",
    "berat",
)


def refusal(folder: Path, text: str) -> str:
    (folder / "rulebook.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_rulebook(folder)
    return str(caught.value)


def replaced(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, 1)


def test_small_rulebook_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "rulebook.yaml").write_text(SMALL, "utf-8")
    assert [row.id for row in load_rulebook(tmp_path).rows] == ["A1", "lain"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("form: Contoh bentuk.", "from: Contoh.", "line 13, key rows.0.from: expected `form`"),
        ("kode_etik", "etik", "line 8, key rows.0.family"),
        ("kinds: [post]", "kinds: [posting]", "line 11, key rows.0.kinds.0"),
        ("kinds: [post]", "kinds: []", "line 11, key rows.0.kinds"),
        ("2022-09-22", "kemarin", "line 17, key rows.0.valid_from"),
        ("    valid_from: 2022-09-22\n", "", "line 7, key rows.0.valid_from"),
        ("valid_from: 2000-01-01, valid_to: null", "valid_from: 2000-01-01, valid_to: 1999-01-01",
         "line 2, key laws.0: expected valid_to on or after valid_from (2000-01-01)"),
        ("confidence: tinggi", "confidence: sedang", "line 7, key rows.0: expected a `note`"),
        ("law: PP 1/2000", "law: PP 2/2000",
         "line 6, key rows: expected A1 to cite one of PP 1/2000; it has PP 2/2000"),
        ("id: lain", "id: A1", "line 6, key rows: expected each once; A1 stands 2 times"),
        ("id: lain", "id: dasar-lain", "line 6, key rows: expected a row with the id `lain`"),
        ("valid_from: 2024-08-25", "valid_from: 2024-08-26",
         "line 3, key agencies: expected Baru to begin the day after Lama ends"),
        ("valid_from: null, valid_to: 2024-08-24", "valid_from: 2014-01-01, valid_to: 2024-08-24",
         "line 3, key agencies: expected no `valid_from` on the first agency"),
        ("rows:\n  - id: A1\n", "rows:\n  - id: A1\n    sanction: berat\n",
         "line 8, key rows.0.sanction"),
    ],
)  # fmt: skip
def test_wrong_rulebook_is_refused_by_file_line_and_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    message = refusal(tmp_path, replaced(old, new))
    assert "rulebook.yaml: " in message
    assert said in message


def test_office_without_a_rulebook_is_told_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"rulebook\.yaml: file: expected an existing file"):
        load_rulebook(tmp_path)


def test_shipped_rulebook_has_every_row_of_the_annex_and_the_other_basis() -> None:
    assert [row.id for row in RULEBOOK.rows if row.family != "lain"] == ANNEX
    assert RULEBOOK.row(OTHER) is not None


@pytest.mark.parametrize("row_id", ["a4", "B13", ""])
def test_row_when_there_is_none_of_that_id_then_nothing(row_id: str) -> None:
    assert RULEBOOK.row(row_id) is None


@pytest.mark.parametrize("row_id", ANNEX)
def test_annex_row_holds_from_the_day_of_the_decree(row_id: str) -> None:
    row = RULEBOOK.row(row_id)
    assert row is not None
    assert row.holds_on(date(2022, 9, 22))
    assert not row.holds_on(date(2022, 9, 21))
    assert row.articles


@pytest.mark.parametrize("row_id", ["B8", "B9", "B10"])
def test_row_on_which_sources_conflict_is_of_low_confidence(row_id: str) -> None:
    row = RULEBOOK.row(row_id)
    assert row is not None
    assert row.confidence == "rendah"
    assert "bertentangan" in row.note


def test_every_discipline_row_is_less_sure_than_the_ethics_rows_on_its_object() -> None:
    assert {row.confidence for row in RULEBOOK.rows if row.family == "disiplin"} <= {
        "sedang",
        "rendah",
    }


def test_each_status_of_the_registry_has_a_note() -> None:
    from store.nip import STATUSES

    assert {person.status for person in RULEBOOK.persons} == set(STATUSES)
    pppk = RULEBOOK.person("pppk")
    assert pppk is not None
    assert "PP 49/2018" in pppk.laws
    assert RULEBOOK.person("honorer") is None


def test_no_value_of_the_shipped_rulebook_speaks_of_a_sanction() -> None:
    words = yaml.safe_dump(RULEBOOK.model_dump(mode="json"), allow_unicode=True).lower()
    assert [sanction for sanction in SANCTIONS if sanction in words] == []


def test_criminal_provisions_on_information_are_no_basis_of_a_row() -> None:
    cited = {article.law for row in RULEBOOK.rows for article in row.articles}
    assert "UU ITE" not in cited


days = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@given(days)
def test_every_day_has_exactly_one_agency(day: date) -> None:
    assert sum(agency.holds_on(day) for agency in RULEBOOK.agencies) == 1


@given(days)
def test_the_old_and_the_new_civil_service_law_never_hold_together(day: date) -> None:
    acts = [law for law in RULEBOOK.laws if law.name in ("UU 5/2014", "UU 20/2023")]
    assert len(acts) == 2
    assert sum(law.holds_on(day) for law in acts) <= 1


@given(days, st.integers(0, 5000), days)
def test_dated_holds_from_its_first_to_its_last_day(begin: date, length: int, day: date) -> None:
    end = begin + timedelta(days=length)
    dated = Dated(valid_from=begin, valid_to=end)
    assert dated.holds_on(begin)
    assert dated.holds_on(end)
    assert dated.holds_on(day) == (begin <= day <= end)


@given(days)
def test_dated_without_ends_holds_on_every_day(day: date) -> None:
    assert Dated(valid_from=None, valid_to=None).holds_on(day)


def _without_status(book: dict[str, Any]) -> None:
    book["persons"] = [{"status": "pns", "laws": ["UU 9/1999"], "note": "Contoh."}]


def _twice(book: dict[str, Any]) -> None:
    book["laws"].append(book["laws"][0])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_without_status, "key persons: expected pns to cite one of PP 1/2000; it has UU 9/1999"),
        (_twice, "key laws: expected each once; PP 1/2000 stands 2 times"),
    ],
)
def test_list_that_contradicts_itself_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], said: str
) -> None:
    book = yaml.safe_load(SMALL)
    change(book)
    assert said in refusal(tmp_path, yaml.safe_dump(book))
