"""Posts handed over in a file: by an officer, by an account's owner, or as links from the public.

Only rows of registered accounts are taken; of the others nothing is kept but their number. Each
account's rows become one page, so that what follows is the same as for a page that was fetched:
saved first, then parsed.

Columns (``config/templates/handover.csv``): ``platform``, ``handle`` (or profile address) and
``native_id`` or ``url`` in every row; ``kind`` (post if empty), ``created_at`` (ISO 8601; without
an offset it is WIB), ``text``, ``language``, ``in_reply_to``, ``quoted``, ``object_id`` (what a
repost, like or follow is about), ``urls`` and ``media`` (addresses apart by spaces).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args
from urllib.parse import quote
from zoneinfo import ZoneInfo

from connectors import jsondoc
from connectors.account import Account
from connectors.activity import Activity, ActivityKind, Issue, Media
from connectors.capture import issue_in
from connectors.handle import PLATFORMS, HandleError, normalise_handle
from connectors.handover_file import HandoverError, Row, read_rows
from connectors.moment import read_moment
from connectors.page import Page
from connectors.text import absolute

STREAM = "handover"
"""The stream of every page made from a file, whatever its platform."""

VERSION = "handover/1"
_WIB = ZoneInfo("Asia/Jakarta")
_REQUIRED = frozenset({"platform", "handle"})
_OPTIONAL = frozenset(
    {"native_id", "url", "kind", "created_at", "text", "language", "in_reply_to", "quoted"}
    | {"object_id", "urls", "media"}
)
_KINDS: tuple[ActivityKind, ...] = get_args(ActivityKind)
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
_ABOUT_ANOTHER = frozenset({"repost", "like", "follow"})


def read_handover(
    path: Path, accounts: Sequence[Account], received_from: str, received_at: datetime
) -> Iterator[Page | Issue]:
    """One page per registered account in the file, and one Issue per row of anyone else.

    ``received_from`` says who handed the file over, ``received_at`` (aware) when. The whole file
    is checked before the first page is given.

    Raises:
        HandoverError: the file or one of its rows is malformed; then nothing of it is taken.
    """
    if received_at.tzinfo is None:
        raise ValueError("received_at: expected an aware time")
    content = path.read_bytes()
    try:
        rows = _checked_rows(path.name, content)
    except HandoverError as error:
        error.file = path.name
        raise
    source = _Source(path.name, hashlib.sha256(content).hexdigest(), received_from, received_at)
    registered = {(one.platform, one.handle): one for one in accounts}
    registered |= {(one.platform, one.stable_id): one for one in accounts if one.stable_id}
    return _sorted_out(rows, registered, source)


def parse(page: Page) -> Iterator[Activity | Issue]:
    """The activities of a page made by ``read_handover``; pure, and total on any bytes."""
    for position, line in enumerate(page.body.split(b"\n")):
        try:
            row = jsondoc.load(line) if line else None
        except jsondoc.NotJson as error:
            yield issue_in(page, error.code, str(error), position)
            continue
        if row is not None:
            yield _activity(page, row) or issue_in(
                page, "bad_record", "expected a row with kind and native_id or url", position
            )


@dataclass(frozen=True, slots=True)
class _Source:
    name: str
    sha256: str
    received_from: str
    received_at: datetime

    def headers(self) -> dict[str, str]:
        return {
            "source-file": self.name,
            "source-sha256": self.sha256,
            "received-from": self.received_from,
            "received-at": self.received_at.isoformat(),
        }


def _sorted_out(
    rows: list[Row], registered: dict[tuple[str, str], Account], source: _Source
) -> Iterator[Page | Issue]:
    taken: dict[str, list[dict[str, str]]] = {}
    owners: dict[str, Account] = {}
    for number, row in rows:
        owner = registered.get((row["platform"], row["handle"]))
        if owner is None:
            yield _unregistered(number, row["platform"], source)
        else:
            owners[owner.account_id] = owner
            taken.setdefault(owner.account_id, []).append(row)
    for account_id, kept in taken.items():
        yield _page(owners[account_id], kept, source)


def _page(account: Account, rows: list[dict[str, str]], source: _Source) -> Page:
    lines = (json.dumps(row, ensure_ascii=True, sort_keys=True) for row in rows)
    return Page(
        platform=account.platform,
        account_id=account.account_id,
        stream=STREAM,
        url=f"handover:{quote(source.name)}",
        status=200,
        headers=source.headers(),
        fetched_at=source.received_at.astimezone(UTC),
        body="\n".join(lines).encode(),
        connector_version=VERSION,
        records=len(rows),
    )


def _unregistered(number: int, platform: str, source: _Source) -> Issue:
    return Issue(
        platform=platform,
        account_id="",
        code="unregistered",
        detail=f"row {number}: expected a registered account, found another; not kept",
        page_sha256=source.sha256,
        position=number,
    )


def _checked_rows(name: str, content: bytes) -> list[Row]:
    rows = [_registered_spelling(row) for row in read_rows(name, content)]
    if not rows:
        raise HandoverError((1, ""), "at least one row below the heading", "none")
    return rows


def _registered_spelling(row: Row) -> Row:
    """The checked row with its account as the registry writes it."""
    number, cells = row
    _check_columns(number, cells)
    _check_act(number, cells)
    platform = cells["platform"].lower()
    if platform not in PLATFORMS:
        raise HandoverError((number, "platform"), f"one of {', '.join(PLATFORMS)}", "another")
    try:
        handle = normalise_handle(platform, cells["handle"])
    except HandleError as error:
        raise HandoverError((number, "handle"), error.expected, "something else") from None
    return number, {**cells, "platform": platform, "handle": handle}


def _check_act(number: int, cells: dict[str, str]) -> None:
    if cells.get("kind", "") not in {"", *_KINDS}:
        raise HandoverError((number, "kind"), f"one of {', '.join(_KINDS)}", repr(cells["kind"]))
    if not (cells.get("native_id") or absolute("", cells.get("url", ""))):
        raise HandoverError((number, "native_id"), "an id, or a web address in url", "neither")
    if _SHORTENED.fullmatch(cells.get("native_id", "")):
        raise HandoverError((number, "native_id"), "the whole id", "one shortened by Excel")
    if cells.get("created_at") and _moment(cells["created_at"]) is None:
        found = repr(cells["created_at"][:40])
        raise HandoverError((number, "created_at"), "a time like 2031-08-30T17:05+07:00", found)
    if cells.get("kind") in _ABOUT_ANOTHER and not cells.get("object_id"):
        raise HandoverError((number, "object_id"), f"what the {cells['kind']} is about", "nothing")


def _check_columns(number: int, cells: dict[str, str]) -> None:
    for column in sorted(_REQUIRED):
        if not cells.get(column):
            raise HandoverError((number, column), "a value in every row", "nothing")
    unknown = sorted(name for name in cells if name not in _REQUIRED | _OPTIONAL)
    if unknown:
        known = ", ".join(sorted(_REQUIRED | _OPTIONAL))
        raise HandoverError((number, unknown[0][:40]), f"a column out of {known}", "another")


def _moment(text: str) -> datetime | None:
    """A time as an officer writes it: without offset it is the office's own, WIB."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    local = moment.replace(tzinfo=_WIB) if moment.tzinfo is None else moment
    return read_moment(local.isoformat())


def _activity(page: Page, row: object) -> Activity | None:
    kind = next((one for one in _KINDS if one == (jsondoc.text(row, "kind") or "post")), None)
    url = absolute("", jsondoc.text(row, "url"))
    native_id = jsondoc.text(row, "native_id") or url
    if kind is None or not native_id:
        return None
    media = (absolute("", one) for one in jsondoc.text(row, "media").split())
    return Activity(
        platform=page.platform,
        account_id=page.account_id,
        kind=kind,
        native_id=native_id,
        observed_at=page.fetched_at,
        page_sha256=page.sha256,
        url=url or None,
        created_at=_moment(jsondoc.text(row, "created_at")),
        text=jsondoc.text(row, "text"),
        language=jsondoc.text(row, "language") or None,
        in_reply_to=jsondoc.text(row, "in_reply_to") or None,
        quoted=jsondoc.text(row, "quoted") or None,
        object_id=jsondoc.text(row, "object_id") or None,
        urls=tuple(one for one in jsondoc.text(row, "urls").split() if absolute("", one)),
        media=tuple(Media("file", one) for one in media if one),
    )
