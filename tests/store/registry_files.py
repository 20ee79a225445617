"""Registry files made for a test: a small office that is right, to be spoilt one cell at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

TODAY = date(2031, 8, 20)

UNITS = """unit_id,name,kind,parent_id
pemkot,Pemerintah Kota Contoh,pemda,
disdik,Dinas Pendidikan,dinas,pemkot
sd1,SDN 1 Contoh,sekolah,disdik
"""
SARI = "198502172010012004"
BAYU = "199504112022211003"
PEOPLE = f"""nip,name,status,unit_id,position
{SARI},Sari Contoh,pns,sd1,Guru
{BAYU},Bayu Contoh,pppk,disdik,Pranata Komputer
"""
ACCOUNTS = f"""nip,platform,handle,confirmed_by,institution,note
{SARI},bluesky,sari.contoh.test,asn,,
{SARI},wordpress,https://sd1.contoh.test/,kepegawaian,sd1,Situs sekolah
,feed,https://disdik.contoh.test/feed,unit,disdik,
{BAYU},bluesky,@Bayu.Contoh.test,,,
"""


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def office(
    folder: Path, *, units: str = UNITS, people: str = PEOPLE, accounts: str = ACCOUNTS
) -> list[Path]:
    return [
        write(folder, "units.csv", units),
        write(folder, "asn.csv", people),
        write(folder, "accounts.csv", accounts),
    ]


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(path)
    return path


def rows_of(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]
