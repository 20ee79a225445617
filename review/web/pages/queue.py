"""The queue: what waits, and the next item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from review.due import Due, due
from review.next import Search, steps_for, take_next
from review.overview import LABELS
from review.roles import Permission
from review.upkeep import tend
from review.web.gate import act, show
from review.web.render import page
from review.web.visit import Visit
from store import audit, waiting
from store.decisions import FIRST
from store.waiting import Count, Waiting, Wanted

PAGE = 50
_MOST_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """An item in the list, and how near its deadline is."""

    item: Waiting
    due: Due


def queue(visit: Visit) -> Response:
    """The open items of one step."""
    wanted, number = wanted_by(visit, visit.query), _page_number(visit.query)
    with audit.recorded(visit.desk.database) as connection:
        tend(connection, visit.desk, visit.now)
        found = waiting.page(connection, wanted, PAGE + 1, PAGE * (number - 1))
        counts = waiting.counts(connection, visit.user.user_id)
        platforms = waiting.platforms(connection)
    return page(
        visit,
        "queue.html",
        wanted=wanted,
        rows=[Row(item, due(item.deadline_at, visit.now)) for item in found[:PAGE]],
        steps=_tabs(visit, counts),
        by_label=_by_label(counts, wanted.step),
        platforms=platforms,
        number=number,
        more=len(found) > PAGE,
        link=_Links(wanted),
        before=before(visit),
        nothing_left="kosong" in visit.query,
    )


def take(visit: Visit) -> Response:
    """Claim the next free item and go to it."""
    search = search_of(visit, wanted_by(visit, visit.form))
    with audit.recorded(visit.desk.database) as connection:
        tend(connection, visit.desk, visit.now)
        found = take_next(connection, search)
    return to_item(found)


def search_of(visit: Visit, wanted: Wanted) -> Search:
    """Where the next item of this person is looked for."""
    return Search(wanted, steps_for(visit.user.role), visit.desk.rules.lease)


def to_item(flag_id: str | None, before: str = "") -> Response:
    """To an item, or to the queue where none is left; ``before`` is the flag just decided."""
    query = {"dari": before} if before else {}
    if flag_id is None:
        return RedirectResponse(f"/antrean?{urlencode({'kosong': '1', **query})}", 303)
    return RedirectResponse(f"/butir/{flag_id}" + (f"?{urlencode(query)}" if query else ""), 303)


def before(visit: Visit) -> str:
    """The flag decided just before, as the address says; empty where it says none."""
    said = visit.query.get("dari", "")
    known = len(said) == len("F-0123456789ab") and said.startswith("F-")
    return said if known and said[2:].isalnum() and said.isascii() else ""


def wanted_by(visit: Visit, asked: Mapping[str, str]) -> Wanted:
    """What an address or a form asks for; what it asks wrongly is left out."""
    step, label = asked.get("step", ""), asked.get("label", "")
    return Wanted(
        step=step if step in steps_for(visit.user.role) else FIRST,
        person=visit.user.user_id,
        now=visit.now,
        label=label if label in LABELS else None,
        platform=asked.get("platform", "")[:40] or None,
        mine=bool(asked.get("mine")),
        overdue=bool(asked.get("overdue")),
    )


def _page_number(query: Mapping[str, str]) -> int:
    said = query.get("page", "1")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1
    return min(max(number, 1), _MOST_PAGES)


def _tabs(visit: Visit, counts: Sequence[Count]) -> dict[str, int]:
    return {
        step: sum(one.items for one in counts if one.step == step)
        for step in steps_for(visit.user.role)
    }


def _by_label(counts: Sequence[Count], step: str) -> dict[str, int]:
    held = {one.label: one.items for one in counts if one.step == step}
    return {label: held.get(label, 0) for label in LABELS}


class _Links:
    """Addresses of the same list with something changed."""

    def __init__(self, wanted: Wanted) -> None:
        self._now = {
            "step": wanted.step,
            "label": wanted.label or "",
            "platform": wanted.platform or "",
            "mine": "1" if wanted.mine else "",
            "overdue": "1" if wanted.overdue else "",
        }

    def __call__(self, **changed: object) -> str:
        said = {**self._now, **{name: str(value) for name, value in changed.items()}}
        return "/antrean?" + urlencode({name: value for name, value in said.items() if value})


ROUTES: list[Route] = [
    show("/antrean", Permission.SEE_QUEUE, queue),
    act("/antrean/berikutnya", Permission.REVIEW, take),
]
