"""The penyelia's overview."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from review import overview
from review.overview import PERIODS, Overview
from review.roles import Permission
from review.web.gate import show
from review.web.numerals import Numerals
from review.web.panels import Panels
from review.web.render import page
from store import overview as counted
from store.activities import ActivityLake
from store.moment import WIB

if TYPE_CHECKING:
    from review.web.visit import Visit


def period_of(visit: Visit) -> int:
    """The days the reader wants to look back; 30 where the address says nothing sensible."""
    asked = visit.query.get("hari", "")
    return next((days for days in PERIODS if str(days) == asked), 30)


def overview_of(visit: Visit, days: int) -> Overview:
    """The figures of the last ``days``; the database is closed when it returns."""
    since = visit.now - timedelta(days=days)
    with visit.desk.database.transaction() as connection:
        facts = counted.read(connection, since, visit.now)
    read = counted.read_posts(ActivityLake(visit.desk.folder.activities), since)
    return overview.build(facts, read, visit.now.astimezone(WIB).date(), days)


def _show(visit: Visit) -> Response:
    made, say = overview_of(visit, period_of(visit)), Numerals(visit.user.language)
    panels = Panels(made, visit.t, say)
    return page(visit, "overview.html", made=made, panels=panels, say=say, periods=PERIODS)


ROUTES: list[Route] = [show("/ikhtisar", Permission.SEE_OVERVIEW, _show)]
