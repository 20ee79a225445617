"""Raw pages: the bytes in content-addressed files by day, the index in DuckDB.

The file is written before the row that points at it, and both before anything is parsed, so a
crash at any moment leaves pages that can be parsed again and never an activity without its page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from connectors.page import Page
from store.bulk import incoming
from store.durable import write_durably
from store.errors import PagesDamaged, StoreError
from store.moment import from_utc, now_utc, to_utc
from store.upsert import upsert

if TYPE_CHECKING:
    import duckdb


class PageStore:
    """The folder of page files, ``YYYY-MM-DD/<sha256>.zst`` by day of fetching (UTC)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, page: Page) -> None:
        """Keep the body; nothing is written where the day already holds these bytes."""
        import pyarrow as pa

        path = self._folder / to_utc(page.fetched_at).date().isoformat() / f"{page.sha256}.zst"
        if path.exists():
            return
        compressed = pa.BufferOutputStream()
        with pa.CompressedOutputStream(compressed, "zstd") as stream:
            stream.write(page.body)
        write_durably(path, compressed.getvalue().to_pybytes())

    def load(self, sha256: str) -> bytes:
        """The body with this digest, checked against it.

        Raises:
            StoreError: there is no such file, or it no longer holds these bytes.
        """
        path = self._find(sha256)
        try:
            body = _decompress(path)
        except OSError as error:
            raise StoreError(f"{path}: expected a whole zstd file, found {error}") from error
        if hashlib.sha256(body).hexdigest() != sha256:
            raise StoreError(
                f"{path}: expected bytes with the SHA-256 of its name, found others: "
                "the file was changed or damaged; restore it from a backup"
            )
        return body

    def _find(self, sha256: str) -> Path:
        days = sorted(self._folder.glob("[0-9]*"), reverse=True)
        found = next((p for day in days if (p := day / f"{sha256}.zst").exists()), None)
        if found is None:
            raise StoreError(f"{self._folder}: expected a file {sha256}.zst, found none")
        return found


def _decompress(path: Path) -> bytes:
    import pyarrow as pa

    with pa.CompressedInputStream(pa.BufferReader(path.read_bytes()), "zstd") as stream:
        body: bytes = stream.read()
    return body


def record_page(connection: duckdb.DuckDBPyConnection, run_id: str, page: Page) -> None:
    """Index a page whose file is saved. A page met again is to be parsed again: the same bytes
    may undo an edit, and equal activities drop out by their content."""
    upsert(
        connection,
        "pages",
        {"sha256": page.sha256, "account_id": page.account_id, "stream": page.stream},
        {
            "run_id": run_id,
            "platform": page.platform,
            "url": page.url,
            "status": page.status,
            "headers": json.dumps(dict(page.headers), sort_keys=True),
            "fetched_utc": to_utc(page.fetched_at),
            "connector_version": page.connector_version,
            "cursor": page.cursor,
            "records": page.records,
            "size_bytes": len(page.body),
            "parsed_version": None,
            "parsed_utc": None,
        },
    )


_INDEXED = """
SELECT platform, account_id, stream, url, status, headers, fetched_utc, connector_version,
       cursor, records, sha256
FROM pages
"""
_UNPARSED = (
    _INDEXED
    + """
WHERE account_id IN (SELECT unnest(?)) AND parsed_version IS NULL
ORDER BY account_id, fetched_utc, stream, sha256
"""
)


def unparsed_pages(
    connection: duckdb.DuckDBPyConnection, store: PageStore, account_ids: Collection[str]
) -> Iterator[Page]:
    """The stored pages of these accounts that nothing has read yet, oldest first per account.

    The index is read at once and each body only when its page is asked for, so the connection
    may be closed meanwhile. A damaged file does not hide the pages after it.

    Raises:
        PagesDamaged: after the last good page, for all files missing or damaged.
    """
    rows = connection.execute(_UNPARSED, [sorted(account_ids)]).fetchall()
    return _load_each(rows, store)


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page of the index, whose body is read when it is asked for."""

    row: tuple[Any, ...]

    def read(self, store: PageStore) -> Page:
        """The whole page.

        Raises:
            PagesDamaged: its file is missing or damaged.
        """
        try:
            return _to_page(self.row, store.load(self.row[10]))
        except StoreError as error:
            raise PagesDamaged(str(error), [(self.row[10], self.row[1])]) from error


def page_of(connection: duckdb.DuckDBPyConnection, sha256: str, account_id: str) -> StoredPage:
    """The stored page an activity was read from; the connection may be closed before it is read.

    Raises:
        PagesDamaged: it is not in the index.
    """
    row = connection.execute(_INDEXED + "WHERE sha256 = ? AND account_id = ?", [sha256, account_id])
    found = row.fetchone()
    if found is None:
        message = f"page {sha256} of {account_id}: expected in the index, found none"
        raise PagesDamaged(message, [(sha256, account_id)])
    return StoredPage(found)


def _load_each(rows: list[tuple[Any, ...]], store: PageStore) -> Iterator[Page]:
    damaged: list[PagesDamaged] = []
    for row in rows:
        try:
            page = StoredPage(row).read(store)
        except PagesDamaged as error:
            damaged.append(error)
        else:
            yield page
    if damaged:
        raise PagesDamaged(str(damaged[0]), [page for error in damaged for page in error.pages])


def _to_page(row: tuple[Any, ...], body: bytes) -> Page:
    return Page(
        platform=row[0],
        account_id=row[1],
        stream=row[2],
        url=row[3],
        status=row[4],
        headers=json.loads(row[5]),
        fetched_at=from_utc(row[6]),
        connector_version=row[7],
        cursor=row[8],
        records=row[9],
        body=body,
    )


_INCOMING = {"sha256": "string", "account_id": "string", "stream": "string", "version": "string"}


def mark_parsed(
    connection: duckdb.DuckDBPyConnection, pages: Iterable[Page], version: str | None = None
) -> None:
    """The pages have been read by this ``version`` of the parser (default: the one that fetched
    them). Call it once their activities are durably kept."""
    rows = [
        (page.sha256, page.account_id, page.stream, version or page.connector_version)
        for page in pages
    ]
    with incoming(connection, rows, _INCOMING):
        connection.execute(
            """UPDATE pages SET parsed_version = incoming.version, parsed_utc = ? FROM incoming
               WHERE pages.sha256 = incoming.sha256 AND pages.stream = incoming.stream
                 AND pages.account_id = incoming.account_id""",
            [now_utc()],
        )


def parse_again(connection: duckdb.DuckDBPyConnection, platform: str, version: str) -> int:
    """After a parser was mended: offer every page another version has read once more.

    Returns how many pages that are.
    """
    rows = connection.execute(
        """UPDATE pages SET parsed_version = NULL, parsed_utc = NULL
           WHERE platform = ? AND parsed_version <> ? RETURNING 1""",
        [platform, version],
    ).fetchall()
    return len(rows)
