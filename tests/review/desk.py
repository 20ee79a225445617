"""A desk for tests: a real data folder with flags and their evidence, a clock that stands still,
and one user of each role."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from config.election import Candidate, Election, Stages
from config.review import ReviewRules, SessionRules
from config.rulebook import load_rulebook
from connectors.account import Account
from connectors.page import Page
from review.desk import Desk
from review.roles import Role
from store import audit, evidence, flags, users
from store.evidence import Capture, EvidenceFile, EvidenceStore
from store.flags import NewFlag
from store.folder import DataFolder
from store.users import User
from tests.review.documents.case import make_office
from tests.store.make import activity, new_flag, score

START = datetime(2031, 9, 2, 1, 0, tzinfo=UTC)
ELECTION = Election(
    id="pilwalkot-tirtaloka-2031",
    name="Pemilihan Wali Kota Tirtaloka 2031",
    area="Kota Tirtaloka",
    stages=Stages(
        bakal_calon=date(2031, 5, 1),
        penetapan=date(2031, 8, 22),
        kampanye_mulai=date(2031, 8, 25),
        kampanye_selesai=date(2031, 10, 23),
        masa_tenang_mulai=date(2031, 10, 24),
        pemungutan_suara=date(2031, 10, 27),
        selesai=date(2031, 12, 31),
    ),
    candidates=(Candidate(id="paslon-1", number=1, names=("Raka Wiratama",)),),
)
CONFIG = Path(__file__).parents[2] / "config"


@dataclass
class Clock:
    """A clock that goes on only when told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@dataclass
class Lots:
    """Draws what a test laid out, then zeros."""

    laid: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.laid.pop(0) if self.laid else 0.0


def make_desk(root: Path, clock: Callable[[], datetime], draw: Callable[[], float]) -> Desk:
    """A desk over a new data folder, with the rules as shipped but for the cookie (plain http)."""
    return Desk(
        folder=_new_folder(root),
        rules=ReviewRules(session=SessionRules(secure_cookie=False)),
        rulebook=load_rulebook(CONFIG),
        elections=(ELECTION,),
        office=make_office(),
        clock=clock,
        draw=draw,
    )


def _new_folder(root: Path) -> DataFolder:
    shutil.copytree(_empty_folder(), root)
    return DataFolder.open(root)


@cache
def _empty_folder() -> Path:
    """Made once: applying every migration anew for each test would take most of the time."""
    home = Path(tempfile.mkdtemp(prefix="netra-kosong-"))
    atexit.register(shutil.rmtree, home)
    return DataFolder.create(home / "data").root


def put_flags(desk: Desk, posts: Iterable[tuple[NewFlag, str]]) -> list[str]:
    """Raise flags, each with the evidence of a post with that text; return their ids."""
    store = EvidenceStore(desk.folder.evidence)
    made = [(flag, _file(store, capture_of(flag, text))) for flag, text in posts]
    with audit.recorded(desk.database) as connection:
        flags.raise_flags(connection, [flag for flag, _ in made])
        evidence.keep_all(connection, {flag.flag_id: [file] for flag, file in made}, audit.MACHINE)
    return [flag.flag_id for flag, _ in made]


def flag_of(number: int, **facts: Any) -> NewFlag:
    """An invented flag in the test's election, due days after the clock's start."""
    known = {"election_id": ELECTION.id, "stage": "kampanye", **facts}
    return new_flag(number, **known)


def add_users(desk: Desk) -> dict[Role, User]:
    """One user of each role, and a second analis under ``user_id`` A02; nobody has a password."""
    made = {
        role: User(
            user_id=code,
            username=role.value,
            name=name,
            role=role.value,
            password_hash=None,
            created_at=START,
        )
        for role, code, name in (
            (Role.ANALIS, "A01", "Sekar Ayu"),
            (Role.PENYELIA, "P01", "Bima Saka"),
            (Role.AUDITOR, "U01", "Laras Wening"),
            (Role.ADMIN, "D01", "Jaya Mandala"),
        )
    }
    second = User(
        user_id="A02",
        username="analis2",
        name="Gilang Restu",
        role=Role.ANALIS.value,
        password_hash=None,
        created_at=START,
    )
    with desk.database.transaction() as connection:
        for user in (*made.values(), second):
            users.add(connection, user)
    return made


def capture_of(flag: NewFlag, text: str) -> Capture:
    """What was seen of a post with that text when it was flagged."""
    native_id = flag.activity_key.partition(":")[2]
    post = activity(
        1, text, native_id=native_id, url="https://contoh.example/1", created_at=flag.known_at
    )
    return Capture(
        activity=post,
        account=Account(
            account_id=flag.account_id,
            platform=flag.platform,
            handle="akun-contoh.example",
            stable_id="did:plc:contoh",
            home="https://contoh.example",
        ),
        page=Page(
            platform=flag.platform,
            account_id=flag.account_id,
            stream="posts",
            url="https://contoh.example/feed",
            status=200,
            fetched_at=flag.known_at,
            body=text.encode("utf-8", "replace"),
            connector_version="1",
        ),
        score=score(flag.probability),
        model_version=flag.model_version,
        thresholds={"candidate_support": 0.75},
    )


def _file(store: EvidenceStore, capture: Capture) -> EvidenceFile:
    data = evidence.manifest(capture)
    return EvidenceFile("manifest", store.put(data), len(data))
