"""A case in a real browser: from the final review to a letter that can be downloaded and read."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pypdf
import pytest
from playwright.sync_api import Page, expect

from store.flags import State
from tests.browser.conftest import Office
from tests.browser.test_pages import faults_of
from tests.review.casework import NAME, NIP, TEXT, final, register, state

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]


def downloaded(page: Page, suffix: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=suffix).first.click()
    path = waiting.value.path()
    assert waiting.value.suggested_filename.endswith(suffix.lower())
    return Path(path).read_bytes()


def text_of_pdf(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def text_of_docx(data: bytes) -> str:
    opened = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(one.text for one in opened.paragraphs), *cells]).split())


def open_case(page: Page) -> None:
    page.goto("/kasus")
    page.get_by_role("button", name="Buka kasus").first.click()
    page.wait_for_url("**/kasus/K-**")


def fill_letter(page: Page) -> None:
    if not page.locator("#langkah-dokumen[open]").count():
        page.locator("#langkah-dokumen summary").click()
    page.locator("#langkah-dokumen a[href*='nota_internal:inspektorat']").click()
    page.locator("#number").fill("800.1.6/017/DKIS/2031")
    page.locator("#dated").fill("2026-11-20")
    page.locator("#superior_position").fill("Kepala sekolah")


def test_case_when_identity_is_needed_then_only_after_a_stated_purpose_and_for_one_look(
    office: Office, visitor: Visitor
) -> None:
    register(office.desk)
    final(office.desk, 50)
    page = visitor("bima")
    open_case(page)
    assert NAME not in page.content()
    assert NIP not in page.content()
    faults = faults_of(page)
    page.locator("#langkah-identitas summary").click()
    page.locator("#purpose").fill("menyusun nota kepada Inspektorat")
    page.get_by_role("button", name="Catat tujuan dan tampilkan").click()
    expect(page.locator("main")).to_contain_text(NAME)
    faults += faults_of(page)
    page.get_by_role("link", name="Tutup identitas").click()
    assert NAME not in page.content()
    page.goto("/kasus")
    assert faults + faults_of(page) == []


def test_case_when_its_letter_is_made_then_what_is_downloaded_says_what_it_must(
    office: Office, visitor: Visitor
) -> None:
    register(office.desk)
    flag_id = final(office.desk, 50)
    page = visitor("bima")
    open_case(page)
    fill_letter(page)
    assert faults_of(page) == []
    page.get_by_role("button", name="Buat PDF dan DOCX").click()
    page.wait_for_url("**/kasus/K-**")
    for said in (text_of_pdf(downloaded(page, "PDF")), text_of_docx(downloaded(page, "DOCX"))):
        for fact in (NAME, NIP, "800.1.6/017/DKIS/2031", "dugaan", TEXT[10:28]):
            assert fact in said
        assert "Sekar" not in said
    assert state(office.desk, flag_id) is State.FINAL


def test_case_when_it_is_read_by_an_auditor_then_nobody_is_named_and_nothing_can_be_done(
    office: Office, visitor: Visitor
) -> None:
    register(office.desk)
    final(office.desk, 50)
    here = visitor("bima")
    open_case(here)
    page = visitor("laras")
    page.goto(here.url.removeprefix(office.url))
    expect(page.locator("h1")).to_contain_text("Kasus")
    assert page.locator("main form").count() == 0
    assert NAME not in page.content()
