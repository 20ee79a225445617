"""The real page behind a real server on loopback, and Debian's Chromium before it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.applications import Starlette

from config.election import Stages
from review import people
from review.desk import Desk
from review.people import NewPerson
from review.web.app import create_app
from tests.review.desk import ELECTION, Lots, flag_of, make_desk, put_flags
from tests.servers.process import free_port

PASSWORD = "sandi uji yang cukup panjang"  # noqa: S105 - of invented people
PEOPLE = {
    "sekar": ("Sekar Ayu", "analis"),
    "gilang": ("Gilang Restu", "analis"),
    "bima": ("Bima Saka", "penyelia"),
    "tirta": ("Tirta Lestari", "penyelia"),
    "laras": ("Laras Wening", "auditor"),
    "jaya": ("Jaya Mandala", "admin"),
}
POSTS = (
    "Mari dukung nomor 1, Pak Raka memang paling peduli warga",
    "Jadwal debat kedua sudah keluar, simak di kanal resmi KPU",
    "Coblos nomor 1 tanggal 27 ya bapak ibu wali murid",
    "Hari ini kerja bakti bersama warga di balai desa",
    "Semoga Pak Raka menang telak, amin",
)


@dataclass
class Clock:
    """The real time, moved on by what a test asked for."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def advance(self, **delta: float) -> None:
        self.ahead += timedelta(**delta)


@dataclass(frozen=True)
class Office:
    """A served desk: where it is, its clock, and the flags in its queue."""

    desk: Desk
    clock: Clock
    url: str
    flags: list[str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        assert path, "expected Debian's Chromium: run tests/browser/install.sh"
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    clock = Clock()
    desk = make_desk(tmp_path / "data", clock, Lots())
    object.__setattr__(desk, "elections", (ELECTION.model_copy(update={"stages": _stages()}),))
    now = clock().replace(microsecond=0)
    posts = [
        (flag_of(n, known_at=now, deadline_at=now + timedelta(days=n + 1)), text)
        for n, text in enumerate(POSTS)
    ]
    flags = put_flags(desk, posts)
    for username, (name, role) in PEOPLE.items():
        person = NewPerson(
            username=username, name=name, role=role, password=PASSWORD, must_change=False
        )
        people.add(desk.database, person, people.OPERATOR, now)
    with served(create_app(desk)) as url:
        yield Office(desk, clock, url, flags)


@pytest.fixture
def visitor(browser: Browser, office: Office) -> Iterator[Callable[..., Page]]:
    """Somebody's own browser, signed in through the sign-in page (``javascript=False`` without
    scripts); every one is closed at the end."""
    contexts: list[BrowserContext] = []

    def arrive(username: str, **settings: bool) -> Page:
        context = browser.new_context(
            base_url=office.url,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            viewport={"width": 1280, "height": 800},
            java_script_enabled=settings.get("javascript", True),
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/masuk")
        page.locator("#nama").fill(username)
        page.locator("#sandi").fill(PASSWORD)
        page.locator("main button").first.click()
        page.wait_for_url(lambda url: "/masuk" not in url)
        return page

    yield arrive
    for context in contexts:
        context.close()


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """The application behind uvicorn on a free port of loopback."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            httpx.get(f"{url}/sehat")
            break
        except httpx.TransportError:
            time.sleep(0.05)
    yield url
    server.should_exit = True
    thread.join(10)


def _stages() -> Stages:
    today = datetime.now(UTC).date()
    days = (-90, -40, -30, 30, 31, 34, 90)
    return Stages(
        **dict(zip(Stages.model_fields, (today + timedelta(days=n) for n in days), strict=True))
    )
