"""A case to work on: an invented owner in the registry, and a post that two people found to be a
strong indication."""

from __future__ import annotations

from datetime import date, timedelta

from config.office import DocumentName
from review.case_entry import Entry
from review.casefile import Letter, Reporter, Superior
from review.cases import open_case
from review.decide import Judgement, judge
from review.desk import Desk
from review.referral import Draft
from review.settle import settle
from store import audit, flags
from store.flags import Flag, State
from tests.review.desk import flag_of, put_flags

NAME, NIP, UNIT = "Larasati Wulandari", "198505052010012034", "SD Negeri 3 Tirtaloka"
HANDLE = "larasati.guru.example"
POSITION = "Guru Kelas"
TEXT = "Guru-guru jangan salah pilih, nomor 1 sudah pasti peduli sekolah!"
NAMES = (NAME, NIP, UNIT, HANDLE, "akun-contoh.example")
"""What nobody may read who has not asked for it; the last is the handle in the evidence."""


def register(desk: Desk) -> None:
    """Put the owner of account A-1 into the registry."""
    with desk.database.transaction() as connection:
        for statement, values in (
            ("INSERT INTO units VALUES ('U-1', ?, 'sekolah', NULL, NULL, now())", [UNIT]),
            (
                "INSERT INTO people VALUES ('P-1', ?, ?, 'pns', 'U-1', ?, NULL, NULL, NULL, now())",
                [NIP, NAME, POSITION],
            ),
            ("INSERT INTO person_nips VALUES (?, 'P-1', now())", [NIP]),
            (
                """INSERT INTO accounts (account_id, platform, handle, person_id, confirmed_by,
                   changed_utc) VALUES ('A-1', 'bluesky', ?, 'P-1', 'asn', now())""",
                [HANDLE],
            ),
        ):
            connection.execute(statement, values)


def raised(desk: Desk, number: int = 1, text: str = TEXT) -> str:
    """A new flag of the registered account, due a week after the clock's start."""
    known = desk.clock()
    due = known + timedelta(days=7)
    made = flag_of(number, known_at=known, deadline_at=due)
    with audit.recorded(desk.database) as connection:
        audit.append(connection, flags.RAISED, audit.MACHINE, made.flag_id, flags.facts(made))
    return put_flags(desk, [(made, text)])[0]


def decide(desk: Desk, flag_id: str, decision: str, reviewer: str) -> None:
    """One person's decision, past the minutes in which it can be taken back."""
    row = "B2" if decision == "indikasi_kuat" else None
    made = Judgement(
        decision=decision, reviewer=reviewer, reason="Ajakan memilih.", rulebook_row=row
    )
    now = desk.clock()
    judge(desk.database, flag_id, made, now)
    with desk.database.transaction() as connection:
        settle(connection, now + timedelta(hours=1), desk.rules.undo_within, 1.0, lambda: 0.0)


def final(desk: Desk, number: int = 1, decision: str = "indikasi_kuat") -> str:
    """A flag that A01 and A02 agree about."""
    flag_id = raised(desk, number)
    decide(desk, flag_id, decision, "A01")
    decide(desk, flag_id, decision, "A02")
    return flag_id


def in_clarification(desk: Desk, number: int = 1) -> str:
    """A flag about which A01 has a question."""
    flag_id = raised(desk, number)
    decide(desk, flag_id, "klarifikasi", "A01")
    return flag_id


def opened(desk: Desk, flag_id: str, actor: str = "P01") -> str:
    """The id of the flag's case."""
    return open_case(desk.database, flag_id, actor, desk.clock()).case_id


def flag(desk: Desk, flag_id: str) -> Flag:
    """The flag as it stands."""
    with desk.database.transaction() as connection:
        return flags.get(connection, flag_id)


def state(desk: Desk, flag_id: str) -> State:
    """Where the flag stands."""
    return flag(desk, flag_id).state


def entry(desk: Desk, case_id: str, actor: str = "P01") -> Entry:
    """An entry of this moment."""
    return Entry(case_id, actor, desk.clock())


def draft(desk: Desk, document: DocumentName = "nota_internal", **letter: object) -> Draft:
    """A document that lacks nothing, to the first who may get it."""
    recipient = desk.office.recipients_of(document)[-1]
    known = {
        "recipient": recipient,
        "number": "800.1.6/017/DKIS/IX/2031",
        "dated": date(2031, 9, 3),
        "reporter": Reporter("Nirmala Hastuti", "Kepala Bidang", "Jalan Teratai 7", "555011"),
    }
    return Draft(
        document=document,
        letter=Letter(**{**known, **letter}),  # type: ignore[arg-type]
        superior=Superior("Kepala sekolah"),
    )
