"""Exports for other programs, each noted in the audit chain with its number of rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from review import overview
from review.overview import PERIODS, Overview
from review.rates import Figure
from review.roles import Permission
from review.spreadsheet import Table, Value, to_csv, to_xlsx
from review.web.failures import PageError
from review.web.gate import act, show
from review.web.pages.overview import period_of
from review.web.render import page
from store import audit, exports
from store import overview as counted
from store.activities import ActivityLake
from store.exports import EXPORTED
from store.moment import WIB

if TYPE_CHECKING:
    import duckdb

    from review.web.visit import Visit

_KINDS = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_QUEUE = ("diketahui", "tenggat", "butir", "dugaan", "platform", "langkah", "keadaan", "unggahan")
_DECISIONS = (
    *("diputuskan", "butir", "dugaan", "platform", "putaran", "langkah", "keputusan"),
    *("baris_pedoman", "kode_penelaah", "keadaan"),
)
_OVERVIEW = ("angka", "kelompok", "nilai", "batas_bawah", "batas_atas", "n")


def _show(visit: Visit) -> Response:
    return page(visit, "exports.html", days=period_of(visit), periods=PERIODS)


def _send(visit: Visit) -> Response:
    name, kind = visit.path["name"], visit.path["kind"]
    if name not in _TABLES or kind not in _KINDS:
        raise PageError("Ekspor ini tidak ada.", 404)
    days = next((days for days in PERIODS if str(days) == visit.form.get("hari")), 30)
    table = _TABLES[name](visit, days)
    write, media_type = _KINDS[kind]
    file = f"netra-{name}-{visit.now.astimezone(WIB):%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return Response(write(table), media_type=media_type, headers=headers)


def _queue(visit: Visit, _days: int) -> Table:
    with audit.recorded(visit.desk.database) as connection:
        rows = exports.open_items(connection)
        _note(connection, visit, "antrean", len(rows))
    return Table(
        "antrean",
        _QUEUE,
        [
            (
                *(_wib(x.known_at), _wib(x.deadline_at), x.flag_id, x.label, x.platform),
                *(x.step, x.state, x.posts),
            )
            for x in rows
        ],
    )


def _decisions(visit: Visit, days: int) -> Table:
    with audit.recorded(visit.desk.database) as connection:
        rows = exports.decisions_since(connection, visit.now - timedelta(days=days))
        _note(connection, visit, "keputusan", len(rows), days)
    return Table(
        "keputusan",
        _DECISIONS,
        [
            (
                *(_wib(x.decided_at), x.flag_id, x.label, x.platform, x.review_round, x.step),
                *(x.decision, x.rulebook_row, x.reviewer, x.state),
            )
            for x in rows
        ],
    )


def _overview(visit: Visit, days: int) -> Table:
    since = visit.now - timedelta(days=days)
    read = counted.read_posts(ActivityLake(visit.desk.folder.activities), since)
    with audit.recorded(visit.desk.database) as connection:
        facts = counted.read(connection, since, visit.now)
        made = overview.build(facts, read, visit.now.astimezone(WIB).date(), days)
        rows = list(_figures(made))
        _note(connection, visit, "ikhtisar", len(rows), days)
    return Table("ikhtisar", _OVERVIEW, rows)


def _figures(made: Overview) -> Iterator[tuple[Value, ...]]:
    for load in made.load:
        yield _count("menunggu", load.step, load.items)
        yield _count("lewat_tenggat", load.step, load.late)
    for label, words in made.by_label:
        yield from (_count(f"diputuskan_{word}", label, words[word]) for word in overview.DECISIONS)
    yield from (_count("dilewati", label, items) for label, items in made.skips)
    yield _count("diurungkan", "semua", made.undone)
    for pace in made.pace:
        yield "jam_median", f"sejak_{pace.since}", pace.median_h, None, None, pace.items
        yield "jam_p90", f"sejak_{pace.since}", pace.p90_h, None, None, pace.items
    for label, agreement in made.agreements:
        yield _figure("kappa", label, agreement.kappa)
        yield _figure("kesepakatan", label, agreement.raw)
    yield from (_figure("sama_dengan_mesin", one.reviewer, one.same) for one in made.beside)
    for one in made.recalls:
        yield _figure("kontrol_indikasi", one.label, one.share)
        yield _figure("terlewat_unggahan", one.label, one.missed)
        yield _figure("jangkauan_mesin", one.label, one.recall)


def _count(name: str, group: str, value: int) -> tuple[Value, ...]:
    return name, group, value, None, None, None


def _figure(name: str, group: str, figure: Figure | None) -> tuple[Value, ...]:
    if figure is None or figure.value is None:
        return name, group, None, None, None, figure.n if figure else None
    return name, group, figure.value, figure.low, figure.high, figure.n


def _note(
    connection: duckdb.DuckDBPyConnection, visit: Visit, name: str, rows: int, days: int = 0
) -> None:
    details = {"rows": rows, "kind": visit.path["kind"], **({"days": days} if days else {})}
    audit.append(connection, EXPORTED, visit.user.user_id, name, details)


def _wib(moment: datetime) -> str:
    return moment.astimezone(WIB).isoformat(timespec="seconds")


_TABLES = {"antrean": _queue, "keputusan": _decisions, "ikhtisar": _overview}
ROUTES: list[Route] = [
    show("/ekspor", Permission.EXPORT, _show),
    act("/ekspor/{name}.{kind}", Permission.EXPORT, _send),
]
