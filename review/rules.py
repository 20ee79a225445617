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
from review.texts import Translate, mark

KIND_NAMES: dict[str, str] = {
    "post": mark("unggahan"),
    "reply": mark("balasan"),
    "repost": mark("bagikan ulang"),
    "quote": mark("kutipan"),
    "like": mark("suka"),
    "follow": mark("mengikuti akun"),
    "photo": mark("unggahan berfoto"),
    "di luar unggahan": mark("perbuatan di luar unggahan"),
}
STAGE_NAMES: dict[Stage, str] = {
    "sebelum": mark("sebelum tahapan"),
    "bakal_calon": mark("bakal calon"),
    "penetapan": mark("penetapan calon"),
    "kampanye": mark("kampanye"),
    "masa_tenang": mark("masa tenang"),
    "pemungutan_suara": mark("pemungutan suara"),
    "sesudah": mark("sesudah pemungutan suara"),
    "selesai": mark("selesai"),
}
OBJECT_NAMES: dict[Object, str] = {
    "bakal_calon": mark("bakal calon"),
    "calon": mark("calon"),
    "partai": mark("partai politik"),
    "lain": mark("lain"),
}
_OUTSIDE: Kind = "di luar unggahan"
# A like or a follow shows nothing beyond itself; what has content may show an act elsewhere.
_MAY_SHOW: frozenset[str] = frozenset({"post", "reply", "repost", "quote", "photo"})
_ALWAYS: frozenset[Window] = frozenset({"kapan_saja"})
_BEFORE: frozenset[Window] = frozenset({"kapan_saja", "selama_pemilihan", "sebelum_penetapan"})
_SINCE: frozenset[Window] = frozenset({"kapan_saja", "selama_pemilihan", "sejak_penetapan"})
_LOWER: dict[Confidence, Confidence] = {"tinggi": "sedang", "sedang": "rendah", "rendah": "rendah"}
_WINDOW_NAMES: dict[Window, str] = {
    "sebelum_penetapan": mark("sebelum penetapan"),
    "sejak_penetapan": mark("sejak penetapan"),
    "selama_pemilihan": mark("sepanjang pemilihan"),
    "kapan_saja": mark("kapan saja"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """What rows are looked for: an act of this kind on ``day``, under a label of the models."""

    day: date
    kind: str
    label: str
    election: Election | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row that may apply to an act.

    Where no election is known the row's confidence stands one step lower than in the rulebook.
    """

    row: RulebookRow
    act: Act

    @property
    def why(self) -> str:
        """One Indonesian sentence on stage, object and kind."""
        return self.why_in(str)

    def why_in(self, t: Translate) -> str:
        """``why`` in another language."""
        if self.row.id == OTHER:
            return _why_other(self.act.label, t)
        act = self.act
        about = _about_kind(self.row, act.kind, t) + _about_content(self.row, act.label, t)
        return f"{_about_time(self.row, act, t)}; {about}."


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
    act = Act(day, kind, label, election)
    return tuple(Suggestion(_as_sure_as_known(row, election), act) for row in fitting)


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


def _as_sure_as_known(row: RulebookRow, election: Election | None) -> RulebookRow:
    if election or row.id == OTHER or row.window in _ALWAYS:
        return row
    return row.model_copy(update={"confidence": _LOWER[row.confidence]})


def _why_other(label: str, t: Translate) -> str:
    if label == "candidate_support":
        return t("Bila tidak ada baris yang tepat, pilih ini dan tulis dasarnya di alasan.")
    return t(
        "Lampiran SKB 2/2022 tidak memuat baris tentang ujaran kebencian atau hoaks; "
        "tulis dasarnya di alasan."
    )


def _about_time(row: RulebookRow, act: Act, t: Translate) -> str:
    window = t(_WINDOW_NAMES[row.window])
    return _stage(row, act, window, t) + _target(row, t)


def _stage(row: RulebookRow, act: Act, window: str, t: Translate) -> str:
    if row.window in _ALWAYS:
        return t("Berlaku {window}").format(window=window)
    if act.election is None:
        return t(
            "Tanpa data pemilihan tahapnya tidak diketahui dan keyakinan diturunkan: "
            "baris ini untuk masa {window}"
        ).format(window=window)
    stage = t(STAGE_NAMES[act.election.stages.on(act.day)])
    return t("Tahap {stage} ({window})").format(stage=stage, window=window)


def _target(row: RulebookRow, t: Translate) -> str:
    if row.object == "lain":
        return ""
    return t(", objeknya {object}").format(object=t(OBJECT_NAMES[row.object]))


def _about_kind(row: RulebookRow, kind: str, t: Translate) -> str:
    name = t(KIND_NAMES[kind])
    if not _is_about(row, kind):
        said = t("perbuatannya di luar unggahan, {kind} ini paling jauh menjadi petunjuk")
        return said.format(kind=name)
    photo = t(", hanya bila ada fotonya") if "photo" in row.kinds and kind != "photo" else ""
    return t("baris ini mencakup {kind}").format(kind=name) + photo


def _about_content(row: RulebookRow, label: str, t: Translate) -> str:
    if label == "candidate_support" or row.object == "lain":
        return ""
    return t(", hanya bila isinya menyerang {object}").format(object=t(OBJECT_NAMES[row.object]))
