"""The text of a request for a clarification, to be copied into the office's own letter or message.

It names nobody unless the identity is open at that moment; until then the names are gaps to fill.
It is Indonesian in every language of the page, for it leaves the office.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from review.documents.dates import long_day, moment
from review.documents.words import SUSPICION

if TYPE_CHECKING:
    from config.office import Office
    from review.case_record import CaseRecord
    from review.identity import Identity
    from store.cases import CaseEvent

_GAP_NAME, _GAP_NIP, _GAP_ACCOUNT = "[nama pegawai]", "[NIP]", "[nama akun]"
_SUPERIOR = "Atasan langsung dari "
_PERSONNEL = "Pengelola kepegawaian, mengenai "
_TO = {"yang_bersangkutan": "", "atasan": _SUPERIOR, "kepegawaian": _PERSONNEL}


def request_letter(
    office: Office, record: CaseRecord, asked: CaseEvent, who: Identity | None
) -> str:
    """The letter for the question of ``asked``; names are filled in from ``who``."""
    held = asked.details
    name, nip, account = (
        (who.name or _GAP_NAME, who.nip or _GAP_NIP, who.handle)
        if who
        else (_GAP_NAME, _GAP_NIP, _GAP_ACCOUNT)
    )
    posted = record.post.posted_at
    when = f" pada {moment(posted, record.zone)}" if posted else ""
    until = long_day(date.fromisoformat(held["until"]))
    return "\n\n".join(
        (
            f"Yth. {_TO[held['to']]}{name}, NIP {nip}",
            f"Hal: permintaan klarifikasi, nomor {record.case_id}",
            f"Dalam menjaga netralitas pegawai ASN, kami membaca satu unggahan publik di "
            f"{record.flag.platform} pada akun {account}, yang terdaftar atas nama di atas{when}. "
            f"Unggahan itu memuat {SUSPICION[record.flag.label]}. Ini baru dugaan: belum ada "
            "kesimpulan, dan keterangan di bawah akan dibaca sebelum ada keputusan.",
            f"Pertanyaan kami: {held['question']}",
            f"Mohon dijawab paling lambat {until}. Jawaban boleh disertai bukti. Yang bersangkutan "
            "berhak melihat data yang kami simpan, meminta perbaikan, dan mengajukan keberatan.",
            f"{office.name}, {office.government}\n{office.address}\n{office.email}",
        )
    )
