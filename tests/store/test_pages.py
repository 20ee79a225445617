"""Raw pages: whole or absent, found again, parsed once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connectors.page import Page
from store.errors import StoreError
from store.folder import DataFolder
from store.pages import (
    PageStore,
    mark_parsed,
    page_of,
    parse_again,
    record_page,
    unparsed_pages,
)

if TYPE_CHECKING:
    import duckdb

PAGE = Page(
    platform="bluesky",
    account_id="acc-000001",
    stream="app.bsky.feed.post",
    url="https://pds.test/xrpc/list",
    status=200,
    headers={"content-type": "application/json"},
    fetched_at=datetime(2031, 8, 20, 17, 5, tzinfo=UTC),
    body=b'{"records": []}',
    connector_version="1.0",
    cursor="3k2",
    records=2,
)


@pytest.fixture
def store(folder: DataFolder) -> PageStore:
    return PageStore(folder.pages)


def stored_file(folder: DataFolder, page: Page = PAGE) -> Path:
    return folder.pages / "2031-08-20" / f"{page.sha256}.zst"


def test_save_puts_the_body_into_a_file_named_by_day_and_digest(
    store: PageStore, folder: DataFolder
) -> None:
    store.save(PAGE)
    assert [path.name for path in (folder.pages / "2031-08-20").iterdir()] == [f"{PAGE.sha256}.zst"]
    assert store.load(PAGE.sha256) == PAGE.body


@pytest.mark.parametrize("body", [b"", b"\x00\xff" * 500_000])
def test_load_returns_exactly_the_bytes_when_they_are_none_or_many(
    store: PageStore, body: bytes
) -> None:
    page = replace(PAGE, body=body)
    store.save(page)
    assert store.load(page.sha256) == body


def test_save_does_not_write_again_when_the_day_holds_the_bytes(
    store: PageStore, folder: DataFolder
) -> None:
    store.save(PAGE)
    before = stored_file(folder).stat()
    store.save(PAGE)
    assert stored_file(folder).stat().st_ino == before.st_ino


def test_save_keeps_a_copy_for_each_day_so_that_erasing_a_day_loses_nothing_newer(
    store: PageStore, folder: DataFolder
) -> None:
    store.save(PAGE)
    store.save(replace(PAGE, fetched_at=datetime(2031, 8, 21, tzinfo=UTC)))
    stored_file(folder).unlink()
    assert store.load(PAGE.sha256) == PAGE.body


def test_load_names_the_file_when_it_was_replaced(store: PageStore, folder: DataFolder) -> None:
    other = replace(PAGE, body=b"something else")
    store.save(PAGE)
    store.save(other)
    stored_file(folder).write_bytes(stored_file(folder, other).read_bytes())
    with pytest.raises(StoreError, match=rf"{PAGE.sha256}\.zst: .*changed or damaged"):
        store.load(PAGE.sha256)


@pytest.mark.parametrize("keep", [0, 5, -2])
def test_load_names_the_file_when_it_was_cut_short(
    store: PageStore, folder: DataFolder, keep: int
) -> None:
    store.save(PAGE)
    stored_file(folder).write_bytes(stored_file(folder).read_bytes()[:keep])
    with pytest.raises(StoreError, match=rf"{PAGE.sha256}\.zst"):
        store.load(PAGE.sha256)


def test_load_says_so_when_no_day_holds_the_page(store: PageStore) -> None:
    with pytest.raises(StoreError, match="found none"):
        store.load("0" * 64)


def test_unparsed_pages_gives_back_the_whole_page_until_it_is_marked(
    connection: duckdb.DuckDBPyConnection, store: PageStore
) -> None:
    store.save(PAGE)
    record_page(connection, "run-1", PAGE)
    assert list(unparsed_pages(connection, store, ["acc-000001"])) == [PAGE]
    mark_parsed(connection, [PAGE])
    assert list(unparsed_pages(connection, store, ["acc-000001"])) == []


def test_unparsed_pages_leaves_other_accounts_out(
    connection: duckdb.DuckDBPyConnection, store: PageStore
) -> None:
    store.save(PAGE)
    record_page(connection, "run-1", PAGE)
    record_page(connection, "run-1", replace(PAGE, account_id="acc-000002"))
    found = list(unparsed_pages(connection, store, ["acc-000002"]))
    assert [page.account_id for page in found] == ["acc-000002"]


def test_unparsed_pages_come_oldest_first(
    connection: duckdb.DuckDBPyConnection, store: PageStore
) -> None:
    newer = replace(PAGE, body=b"newer", fetched_at=datetime(2031, 8, 21, tzinfo=UTC))
    for page in (newer, PAGE):
        store.save(page)
        record_page(connection, "run-1", page)
    assert list(unparsed_pages(connection, store, ["acc-000001"])) == [PAGE, newer]


def test_unparsed_pages_gives_the_good_ones_before_it_names_a_damaged_file(
    connection: duckdb.DuckDBPyConnection, store: PageStore, folder: DataFolder
) -> None:
    newer = replace(PAGE, body=b"newer", fetched_at=datetime(2031, 8, 21, tzinfo=UTC))
    for page in (PAGE, newer):
        store.save(page)
        record_page(connection, "run-1", page)
    stored_file(folder).write_bytes(b"broken")
    found = unparsed_pages(connection, store, ["acc-000001"])
    assert next(found) == newer
    with pytest.raises(StoreError, match=PAGE.sha256):
        next(found)


def test_record_page_again_offers_the_page_for_parsing_again(
    connection: duckdb.DuckDBPyConnection, store: PageStore
) -> None:
    store.save(PAGE)
    record_page(connection, "run-1", PAGE)
    mark_parsed(connection, [PAGE])
    record_page(connection, "run-2", PAGE)
    assert list(unparsed_pages(connection, store, ["acc-000001"])) == [PAGE]
    count = connection.execute("SELECT count(*), min(run_id) FROM pages").fetchone()
    assert count == (1, "run-2")


def test_parse_again_offers_only_pages_another_version_has_read(
    connection: duckdb.DuckDBPyConnection, store: PageStore
) -> None:
    store.save(PAGE)
    record_page(connection, "run-1", PAGE)
    mark_parsed(connection, [PAGE])
    assert parse_again(connection, "bluesky", "1.0") == 0
    assert parse_again(connection, "bluesky", "1.1") == 1
    mark_parsed(connection, unparsed_pages(connection, store, ["acc-000001"]), "1.1")
    assert parse_again(connection, "bluesky", "1.1") == 0


def test_page_of_gives_the_page_an_activity_was_read_from(
    connection: duckdb.DuckDBPyConnection, store: PageStore
) -> None:
    store.save(PAGE)
    record_page(connection, "run-1", PAGE)
    assert page_of(connection, PAGE.sha256, PAGE.account_id).read(store) == PAGE
    with pytest.raises(StoreError, match="expected in the index"):
        page_of(connection, PAGE.sha256, "acc-000002")
