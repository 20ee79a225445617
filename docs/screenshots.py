"""The pictures of the README, taken anew from a fresh demo: ``make screenshots``.

Invented people of the demo review a part of its queue, a day later, so that the overview has
something to show.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from pipelines.desk import open_desk
from review.claim import claim
from review.decide import Judgement, judge
from review.desk import Desk
from review.sessions import SessionBook
from review.settle import settle
from review.web.app import create_app
from review.web.gate import COOKIE
from store import audit, flags, users
from store.flags import Flag, State

IMAGES = Path(__file__).parent / "images"
PORT = 8647
URL = f"http://127.0.0.1:{PORT}"
HOUR = timedelta(hours=1)


def main(data: Path) -> None:
    """Review some of the demo in ``data`` and photograph its pages."""
    begun = datetime.now(UTC)
    desk = open_desk(data, data / "config")
    object.__setattr__(desk, "clock", lambda: datetime.now(UTC) + 24 * HOUR)
    review_some(desk, begun + HOUR)
    serve(desk)
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        photograph(desk, browser)
        browser.close()


def photograph(desk: Desk, browser: Browser) -> None:
    """Every picture."""
    analyst = page_of(desk, browser, "sekar", 1280, 800)
    analyst.goto("/antrean")
    take(analyst, "antrean")
    analyst.get_by_role("button", name="Ambil berikutnya").click()
    analyst.locator("input[value=indikasi_kuat]").check()
    take(analyst, "butir")
    phone = page_of(desk, browser, "sekar", 390, 844, dark=True)
    phone.goto(analyst.url.removeprefix(URL))
    take(phone, "butir-ponsel")
    penyelia = page_of(desk, browser, "bima", 1280, 800)
    penyelia.goto("/ikhtisar")
    take(penyelia, "ikhtisar")
    penyelia.goto("/kasus")
    penyelia.get_by_role("button", name="Buka kasus").first.click()
    penyelia.wait_for_url("**/kasus/K-**")
    take(penyelia, "kasus")


def take(page: Page, name: str) -> None:
    """One picture, as small as the palette of a page allows."""
    page.wait_for_load_state()
    page.screenshot(path=IMAGES / f"{name}.png")


def page_of(
    desk: Desk, browser: Browser, username: str, width: int, height: int, *, dark: bool = False
) -> Page:
    """A signed-in browser of this size."""
    context = browser.new_context(
        base_url=URL,
        locale="id-ID",
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
    )
    book = SessionBook(desk.database, desk.rules.session)
    with desk.database.transaction() as connection:
        connection.execute("UPDATE users SET must_change = false")
        user = users.with_username(connection, username)
        if user is None:
            raise SystemExit(f"expected a demo with {username}, found none: run make demo")
        token = book.open(connection, user, "screenshots", desk.clock())
    context.add_cookies([{"name": COOKIE, "value": token, "url": URL}])
    return context.new_page()


def review_some(desk: Desk, at: datetime) -> None:
    """Two analysts agree about most of half the queue."""
    dice = random.Random(7)  # noqa: S311 - pictures, not secrets
    with desk.database.transaction() as connection:
        codes = {u.username: u.user_id for u in users.everybody(connection)}
        ids = [row[0] for row in connection.execute("SELECT flag_id FROM flags").fetchall()]
        found = flags.get_all(connection, sorted(ids))
    for number, flag in enumerate(found[::2]):
        decide(desk, flag, first_word(flag), codes["sekar"], at + number * timedelta(minutes=4))
    later = at + 10 * HOUR
    with audit.recorded(desk.database) as connection:
        settle(connection, later, desk.rules.undo_within, 0.5, dice.random)
        again = [f for f in flags.get_all(connection, ids) if f.state is State.TELAAH_KEDUA]
    for number, flag in enumerate(again):
        word = first_word(flag) if dice.random() > 0.15 else "tidak_cukup_bukti"
        decide(desk, flag, word, codes["gilang"], later + number * timedelta(minutes=3))


def first_word(flag: Flag) -> str:
    """What the first analyst makes of a flag."""
    return "indikasi_kuat" if flag.probability > 0.97 and not flag.control else "bukan"


def decide(desk: Desk, flag: Flag, word: str, reviewer: str, at: datetime) -> None:
    """One decision, claimed first."""
    claim(desk.database, flag.flag_id, reviewer, at, timedelta(minutes=5))
    row = "B6" if word == "indikasi_kuat" else None
    made = Judgement(
        decision=word,
        reviewer=reviewer,
        reason="Ajakan memilih yang jelas" if row else "",
        rulebook_row=row,
        alone=True,
    )
    judge(desk.database, flag.flag_id, made, at + timedelta(seconds=40))


def serve(desk: Desk) -> None:
    """The page in a thread, until the end of the process."""
    server = uvicorn.Server(uvicorn.Config(create_app(desk), port=PORT, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
