"""NIP and NI PPPK: every fault is named, none is repaired, and no message repeats the number."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.nip import Nip, NipError, Status, check_status, parse_nip

TODAY = date(2031, 8, 20)
PNS = "198502172010011004"
PPPK = "199504112022212003"


def test_parse_nip_reads_the_parts_of_a_pns() -> None:
    assert parse_nip(PNS, today=TODAY) == Nip(date(1985, 2, 17), 2010, 1, sex=1, serial=4)


def test_parse_nip_reads_the_parts_of_a_pppk() -> None:
    assert parse_nip(PPPK, today=TODAY) == Nip(date(1995, 4, 11), 2022, 21, sex=2, serial=3)


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        ("", "18 digits", "0 characters"),
        (PNS[:-1], "18 digits", "17 characters"),
        (PNS + "1", "18 digits", "19 characters"),
        ("19850217 201001 1 004", "without spaces", "21 characters"),
        ("'" + PNS, "18 digits", "19 characters"),
        (PNS[:-1] + "O", "18 digits", "not all digits"),
        ("١" * 18, "18 digits", "not all digits"),
        ("1.98502E+17", "18 digits", "rounded"),
        ("1,98502172010011E+17", "18 digits", "rounded"),
        ("198502172010011000.0", "18 digits", "rounded"),
        ("19850230" + PNS[8:], "birth date", "no such day"),
        ("19851317" + PNS[8:], "birth date", "no such day"),
        ("00010217" + PNS[8:], "birth year", "0001"),
        (PNS[:12] + "00" + PNS[14:], "digits 13-14", "00"),
        (PNS[:14] + "3" + PNS[15:], "digit 15", "3"),
        (PNS[:14] + "0" + PNS[15:], "digit 15", "0"),
        (PNS[:15] + "000", "digits 16-18", "15 digits"),
        (PNS[:8] + "203109" + PNS[14:], "not in the future", "2031"),
        (PNS[:8] + "203221" + PNS[14:], "not in the future", "2032"),
        (PNS[:8] + "200301" + PNS[14:], "18 to 60 years", "18 years"),
        (PNS[:8] + "200221" + PNS[14:], "18 to 60 years", "17 years"),
        ("19600217202104" + PNS[14:], "18 to 60 years", "61 years"),
    ],
)
def test_parse_nip_names_the_fault(text: str, expected: str, found: str) -> None:
    with pytest.raises(NipError) as caught:
        parse_nip(text, today=TODAY)
    assert expected in caught.value.expected
    assert found in caught.value.found
    assert len(text) < 5 or text not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        PNS[:8] + "200303" + PNS[14:],  # 18 a fortnight before
        PNS[:8] + "203108" + PNS[14:],  # this very month
        PNS[:8] + "200321" + PNS[14:],  # a PPPK who turns 18 in the year
        "19600217202102" + PNS[14:],  # 60, and 61 a fortnight later
        PNS[:15] + "999",
    ],
)
def test_parse_nip_takes_the_edges(text: str) -> None:
    assert str(parse_nip(text, today=TODAY)) == text


@pytest.mark.parametrize("status", ["pns", "cpns"])
def test_check_status_refuses_a_contract_code_for_a_pns(status: Status) -> None:
    with pytest.raises(NipError, match="month of appointment"):
        check_status(parse_nip(PPPK, today=TODAY), status)


@pytest.mark.parametrize("status", ["pppk", "pppk_paruh_waktu"])
def test_check_status_refuses_a_pppk_before_there_were_any(status: Status) -> None:
    with pytest.raises(NipError, match="2019"):
        check_status(parse_nip(PNS, today=TODAY), status)


@pytest.mark.parametrize("status", ["pppk", "pppk_paruh_waktu"])
def test_check_status_warns_of_a_pppk_with_a_month(status: Status) -> None:
    ambiguous = parse_nip(PPPK[:12] + "05" + PPPK[14:], today=TODAY)
    assert "05" in str(check_status(ambiguous, status))


@pytest.mark.parametrize(("text", "status"), [(PNS, "pns"), (PNS, "cpns"), (PPPK, "pppk")])
def test_check_status_is_silent_when_number_and_status_agree(text: str, status: Status) -> None:
    assert check_status(parse_nip(text, today=TODAY), status) is None


@st.composite
def nips(draw: st.DrawFn) -> Nip:
    birth = draw(st.dates(date(1960, 1, 1), date(2005, 12, 31)))
    year = draw(st.integers(birth.year + 19, min(birth.year + 60, 2030)))
    code = draw(st.integers(1, 99))
    return Nip(birth, year, code, draw(st.sampled_from([1, 2])), draw(st.integers(1, 999)))


@given(nips())
def test_parse_nip_gives_back_every_possible_number(nip: Nip) -> None:
    assert parse_nip(str(nip), today=TODAY) == nip


@given(st.text(max_size=20) | st.text("0123456789", min_size=18, max_size=18))
def test_parse_nip_either_reads_a_text_exactly_or_refuses_it(text: str) -> None:
    try:
        nip = parse_nip(text, today=TODAY)
    except NipError:
        return
    assert str(nip) == text
