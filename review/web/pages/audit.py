"""The audit chain, to read and to check."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from review.roles import Permission
from review.texts import mark
from review.web.failures import PageError
from review.web.gate import act, show
from review.web.render import page
from store import audit, trail
from store.audit import GENESIS, ChainReport
from store.errors import HeadsDamaged
from store.moment import WIB
from store.trail import Wanted

if TYPE_CHECKING:
    from review.web.visit import Visit

ROWS = 50
CHECKED = "audit.checked"
_MOST_DIGITS = 18
_DAMAGED = mark("Catatan kepala rantai di luar basis data rusak. Beri tahu Inspektorat.")


def _show(visit: Visit) -> Response:
    return _page(visit, None)


def _check(visit: Visit) -> Response:
    try:
        report = audit.verify_in_turns(visit.desk.database)
    except HeadsDamaged as error:
        raise PageError(_DAMAGED, 500) from error
    with audit.recorded(visit.desk.database) as connection:
        details = {"rows": report.rows, "ok": report.ok}
        audit.append(connection, CHECKED, visit.user.user_id, "audit", details)
    return _page(visit, report)


def _page(visit: Visit, report: ChainReport | None) -> Response:
    wanted, day = _wanted(visit), _day(visit)
    with visit.desk.database.transaction() as connection:
        found = trail.entries(connection, wanted, ROWS + 1)
        events = trail.kinds(connection)
        root = audit.daily_root(connection, day)
    return page(
        visit,
        "audit.html",
        entries=found[:ROWS],
        older=found[ROWS - 1].seq if len(found) > ROWS else None,
        wanted=wanted,
        events=events,
        day=day,
        last_day=_yesterday(visit),
        root=None if root == GENESIS else root,
        report=report,
    )


def _wanted(visit: Visit) -> Wanted:
    before = visit.query.get("sebelum", "")
    usable = before.isascii() and before.isdecimal() and len(before) <= _MOST_DIGITS
    return Wanted(
        event=visit.query.get("peristiwa") or None,
        subject=visit.query.get("tentang", "").strip() or None,
        before=int(before) if usable else None,
    )


def _day(visit: Visit) -> date:
    """The day whose root is shown: the one asked for, else yesterday, the last one that is over."""
    try:
        return min(date.fromisoformat(visit.query.get("hari", "")), _yesterday(visit))
    except ValueError:
        return _yesterday(visit)


def _yesterday(visit: Visit) -> date:
    return visit.now.astimezone(WIB).date() - timedelta(days=1)


ROUTES: list[Route] = [
    show("/jejak", Permission.SEE_AUDIT, _show),
    act("/jejak", Permission.SEE_AUDIT, _check),
]
