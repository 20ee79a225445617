"""Which rows of the rulebook may apply to an act, and why; a person chooses.

The reading by time window (before *penetapan* the code of ethics, from then on discipline) is an
inference from the words *bakal calon* and *calon* in SKB 2/2022, annex II (ADR 0060).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import get_args

from config.election import Election, Stage
from config.rulebook import (
    OTHER,
    Agency,
    Confidence,
    Kind,
    Label,
    Law,
    Object,
    Rulebook,
    RulebookRow,
    Window,
)

KIND_NAMES: dict[str, str] = {
    "post": "unggahan",
    "reply": "balasan",
    "repost": "bagikan ulang",
    "quote": "kutipan",
    "like": "suka",
    "follow": "mengikuti akun",
    "photo": "unggahan berfoto",
    "di luar unggahan": "perbuatan di luar unggahan",
}
STAGE_NAMES: dict[Stage, str] = {
    "sebelum": "sebelum tahapan",
    "bakal_calon": "bakal calon",
    "penetapan": "penetapan calon",
    "kampanye": "kampanye",
    "masa_tenang": "masa tenang",
    "pemungutan_suara": "pemungutan suara",
    "sesudah": "sesudah pemungutan suara",
    "selesai": "selesai",
}
OBJECT_NAMES: dict[Object, str] = {
    "bakal_calon": "bakal calon",
    "calon": "calon",
    "partai": "partai politik",
    "lain": "lain",
}
_OUTSIDE: Kind = "di luar unggahan"
# A like or a follow shows nothing beyond itself; what has content may show an act elsewhere.
_MAY_SHOW: frozenset[str] = frozenset({"post", "reply", "repost", "quote", "photo"})
_ALWAYS: frozenset[Window] = frozenset({"kapan_saja"})
_BEFORE: frozenset[Window] = frozenset({"kapan_saja", "selama_pemilihan", "sebelum_penetapan"})
_SINCE: frozenset[Window] = frozenset({"kapan_saja", "selama_pemilihan", "sejak_penetapan"})
_LOWER: dict[Confidence, Confidence] = {"tinggi": "sedang", "sedang": "rendah", "rendah": "rendah"}
_WINDOW_NAMES: dict[Window, str] = {
    "sebelum_penetapan": "sebelum penetapan",
    "sejak_penetapan": "sejak penetapan",
    "selama_pemilihan": "sepanjang pemilihan",
    "kapan_saja": "kapan saja",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row that may apply; ``why`` is one Indonesian sentence on stage, object and kind.

    Where no election is known the row's confidence stands one step lower than in the rulebook.
    """

    row: RulebookRow
    why: str


def rows_that_may_apply(
    rulebook: Rulebook, *, day: date, kind: str, election: Election | None, label: str
) -> tuple[Suggestion, ...]:
    """The rows in force on ``day`` that fit the stage, the kind of act and the label.

    Rows about the act itself come first, then those it may only be a sign of, last ``lain``.
    Outside the election's span (*bakal calon* to *selesai*) only rows that hold at any time are
    left; without an election no window is closed. ``kind`` is that of an activity, or ``photo``
    for a post known to show one.

    Raises:
        ValueError: there is no such kind or label.
    """
    if kind not in get_args(Kind) or label not in get_args(Label):
        raise ValueError("a kind of activity and a label of the models")
    windows = _open_windows(day, election)
    fitting = [
        row
        for row in rulebook.rows
        if row.holds_on(day)
        and row.window in windows
        and label in row.labels
        and (_is_about(row, kind) or _may_show(row, kind))
    ]
    # Stable: within each group the order is the rulebook's.
    fitting.sort(key=lambda row: (row.id == OTHER, not _is_about(row, kind)))
    return tuple(_suggest(row, day, kind, election, label) for row in fitting)


def agency_on(rulebook: Rulebook, day: date) -> Agency:
    """The agency that supervised neutrality on ``day``; there is one on every day."""
    return next(agency for agency in rulebook.agencies if agency.holds_on(day))


def laws_on(rulebook: Rulebook, day: date) -> tuple[Law, ...]:
    """The laws in force on ``day``."""
    return tuple(law for law in rulebook.laws if law.holds_on(day))


def articles_on(rulebook: Rulebook, row: RulebookRow, day: date) -> tuple[str, ...]:
    """The provisions behind ``row`` that were in force on ``day``, as a document cites them."""
    in_force = {law.name for law in laws_on(rulebook, day)}
    return tuple(str(article) for article in row.articles if article.law in in_force)


def _open_windows(day: date, election: Election | None) -> Collection[Window]:
    if election is None:
        return get_args(Window)
    stage = election.stages.on(day)
    if stage in ("sebelum", "selesai"):
        return _ALWAYS
    return _BEFORE if stage == "bakal_calon" else _SINCE


def _is_about(row: RulebookRow, kind: str) -> bool:
    return kind in row.kinds or (kind == "photo" and "post" in row.kinds)


def _may_show(row: RulebookRow, kind: str) -> bool:
    return _OUTSIDE in row.kinds and kind in _MAY_SHOW


def _suggest(
    row: RulebookRow, day: date, kind: str, election: Election | None, label: str
) -> Suggestion:
    if row.id == OTHER:
        return Suggestion(row, _why_other(label))
    why = (
        f"{_about_time(row, day, election)}; {_about_kind(row, kind)}{_about_content(row, label)}."
    )
    if election is None and row.window not in _ALWAYS:
        row = row.model_copy(update={"confidence": _LOWER[row.confidence]})
    return Suggestion(row, why)


def _why_other(label: str) -> str:
    if label == "candidate_support":
        return "Bila tidak ada baris yang tepat, pilih ini dan tulis dasarnya di alasan."
    return (
        "Lampiran SKB 2/2022 tidak memuat baris tentang ujaran kebencian atau hoaks; "
        "tulis dasarnya di alasan."
    )


def _about_time(row: RulebookRow, day: date, election: Election | None) -> str:
    window = _WINDOW_NAMES[row.window]
    target = "" if row.object == "lain" else f", objeknya {OBJECT_NAMES[row.object]}"
    if row.window in _ALWAYS:
        return f"Berlaku {window}{target}"
    if election is None:
        return (
            "Tanpa data pemilihan tahapnya tidak diketahui dan keyakinan diturunkan: "
            f"baris ini untuk masa {window}{target}"
        )
    return f"Tahap {STAGE_NAMES[election.stages.on(day)]} ({window}){target}"


def _about_kind(row: RulebookRow, kind: str) -> str:
    if not _is_about(row, kind):
        return f"perbuatannya di luar unggahan, {KIND_NAMES[kind]} ini paling jauh menjadi petunjuk"
    photo = ", hanya bila ada fotonya" if "photo" in row.kinds and kind != "photo" else ""
    return f"baris ini mencakup {KIND_NAMES[kind]}{photo}"


def _about_content(row: RulebookRow, label: str) -> str:
    if label == "candidate_support" or row.object == "lain":
        return ""
    return f", hanya bila isinya menyerang {OBJECT_NAMES[row.object]}"
