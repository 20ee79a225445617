"""The rulebook, to read: every row, and which may apply to an act on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from review import rules
from review.overview import LABELS
from review.roles import Permission
from review.texts import mark
from review.web import terms
from review.web.failures import PageError
from review.web.gate import show
from review.web.render import page
from store.moment import WIB

if TYPE_CHECKING:
    from config.election import Election
    from config.rulebook import Agency, Law
    from review.rules import Suggestion
    from review.texts import Translate
    from review.web.visit import Visit

FAMILIES = ("kode_etik", "disiplin", "lain")


@dataclass(frozen=True, slots=True)
class Answer:
    """What may apply to an act of this ``kind`` on ``day``; without ``asked`` nobody asked yet.
    ``stage`` is that of the election, where one was under way."""

    asked: bool
    day: date
    kind: str
    label: str
    election: Election | None
    stage: str
    agency: Agency
    laws: tuple[Law, ...]
    rows: tuple[Suggestion, ...]


def _show(visit: Visit) -> Response:
    return page(
        visit,
        "rules.html",
        answer=_answer(visit),
        rulebook=visit.desk.rulebook,
        families=_families(visit.t),
        kinds=terms.acts(visit.t),
        objects=terms.objects(visit.t),
        confidences=terms.confidences(visit.t),
        labels={label: terms.labels(visit.t)[label] for label in LABELS},
    )


def _answer(visit: Visit) -> Answer:
    day, book = _day(visit), visit.desk.rulebook
    kind, label = visit.query.get("jenis", "post"), visit.query.get("dugaan", LABELS[0])
    if kind not in terms.acts(visit.t) or label not in LABELS:
        raise PageError(mark("Jenis perbuatan atau dugaan ini tidak dikenal."))
    election = visit.desk.election_on(day)
    return Answer(
        asked="tanggal" in visit.query,
        day=day,
        kind=kind,
        label=label,
        election=election,
        stage=terms.stages(visit.t)[election.stages.on(day)] if election else "",
        agency=rules.agency_on(book, day),
        laws=rules.laws_on(book, day),
        rows=rules.rows_that_may_apply(book, day=day, kind=kind, election=election, label=label),
    )


def _day(visit: Visit) -> date:
    asked = visit.query.get("tanggal")
    if not asked:
        return visit.now.astimezone(WIB).date()
    try:
        return date.fromisoformat(asked)
    except ValueError as error:
        raise PageError(mark("Tanggal tidak dikenali. Tulis seperti 2031-09-02.")) from error


def _families(t: Translate) -> Mapping[str, str]:
    names = (t("Kode etik"), t("Disiplin"), t("Lain"))
    return dict(zip(FAMILIES, names, strict=True))


ROUTES: list[Route] = [show("/pedoman", Permission.SEE_RULES, _show)]
