"""Tirtaloka, the invented city of the demo: its people, their accounts and what they wrote.

Everything lies in ``tirtaloka/`` beside this module. Nothing of it is real, and the ``truth`` of a
post is for the demo's own report and tests: no server answer and no input of a model carries it.
"""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import yaml

import config
from pipelines.demo.ids import number

FOLDER = Path(__file__).with_name("tirtaloka")
_REGISTRY = ("units.csv", "asn.csv", "accounts.csv")
_MONTHS = "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split()  # noqa: SIM905
ZONE = ZoneInfo("Asia/Jakarta")

Kind = Literal["post", "reply", "repost", "quote", "like", "follow"]
Truth = Literal["none", "support", "oppose", "hate", "hoax", "look"]
Trouble = Literal["gone", "suspended", "empty", "html", "busy_once"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One written act: ``account`` is the key of an account, ``target`` what it is about (the
    ``ref`` of an outside post, or an account's key), ``alt`` the description of its picture."""

    account: str
    days_ago: int
    time: str
    text: str
    title: str = ""
    alt: str = ""
    kind: Kind = "post"
    target: str | None = None
    ref: str | None = None
    truth: Truth = "none"
    form: str | None = None
    candidate: str | None = None
    claim_id: str | None = None

    def written_at(self, night: date) -> datetime:
        """When it was written, in UTC: days are counted back from the day before ``night``, so
        that nothing lies in the future of a run on that night. Seconds come from the text."""
        day = night - timedelta(days=self.days_ago + 1)
        minute = datetime.combine(day, time.fromisoformat(self.time), ZONE)
        seed = number(self.account, self.kind, self.text, str(self.target))
        return (minute + timedelta(milliseconds=seed % 60_000)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class CityAccount:
    """A registered account; ``key`` is its handle without the address of the demo's server."""

    key: str
    platform: str


@dataclass(frozen=True, slots=True)
class City:
    """All that was written for the demo, in the order of the files."""

    accounts: tuple[CityAccount, ...]
    posts: tuple[Post, ...]
    outside: tuple[Post, ...]
    troubles: dict[str, Trouble] = field(default_factory=dict)

    def platform_of(self, key: str) -> str:
        """The platform of a registered account.

        Raises:
            KeyError: no such account.
        """
        return self._platforms()[key]

    def _platforms(self) -> dict[str, str]:
        return {account.key: account.platform for account in self.accounts}


@dataclass(frozen=True, slots=True)
class Materials:
    """What ``materialise`` wrote: an office's configuration and the files it imports."""

    folder: Path

    @property
    def config(self) -> Path:
        """The configuration folder."""
        return self.folder / "config"

    @property
    def registry(self) -> tuple[Path, ...]:
        """Units, civil servants, accounts: in the order of import."""
        return tuple(self.folder / name for name in _REGISTRY)

    @property
    def claims(self) -> Path:
        """The debunked claims."""
        return self.folder / "claims.jsonl"

    @property
    def added(self) -> Path:
        """The posts added later (``pipelines.demo.server``); absent until there is one."""
        return self.folder / "added.jsonl"

    @property
    def night(self) -> date:
        """The night it was made for."""
        return date.fromisoformat(self._made()["night"])

    @property
    def port(self) -> int:
        """The port in the registry's addresses: a later server must listen there."""
        return int(self._made()["base_url"].rpartition(":")[2])

    def _made(self) -> dict[str, str]:
        made: dict[str, str] = json.loads((self.folder / "demo.json").read_text("utf-8"))
        return made


class CityError(ValueError):
    """The city's own files contradict each other; the message says where."""


def load_city(folder: Path = FOLDER) -> City:
    """The whole city, checked.

    Raises:
        CityError: a post of an unknown account, a target that does not exist, a line that is no
            post.
    """
    accounts = tuple(_accounts(folder))
    files = sorted(folder.glob("posts-*.jsonl"))
    posts = tuple(post for path in files for post in _posts(path))
    troubles = {row["account"]: row["trouble"] for row in rows(folder / "troubles.csv")}
    city = City(accounts, posts, tuple(_posts(folder / "outside.jsonl")), troubles)  # type: ignore[arg-type]
    _check(city)
    return city


def materialise(folder: Path, night: date, base_url: str) -> Materials:
    """Writes the office of the demo into ``folder``: configuration, registry and claims, with real
    dates around ``night`` and the address of the running server."""
    made = Materials(folder)
    (made.config / "elections").mkdir(parents=True, exist_ok=True)
    for name in _REGISTRY:
        text = (FOLDER / name).read_text("utf-8").replace("{base}", base_url)
        (folder / name).write_text(text, "utf-8")
    election = election_on(night)
    _write_yaml(made.config / "elections" / f"{election['id']}.yaml", election)
    _write_yaml(made.config / "platforms.yaml", _platforms(base_url))
    for name in ("flagging.yaml", "rulebook.yaml"):
        shutil.copyfile(Path(config.__file__).with_name(name), made.config / name)
    shutil.copyfile(FOLDER / "office.yaml", made.config / "office.yaml")
    # The demo's page is reached over plain http on this machine.
    _write_yaml(made.config / "review.yaml", {"session": {"secure_cookie": False}})
    claims = [json.dumps(claim, ensure_ascii=False) + "\n" for claim in claims_on(night)]
    made.claims.write_text("".join(claims), "utf-8")
    about = {"night": night.isoformat(), "base_url": base_url}
    (folder / "demo.json").write_text(json.dumps(about), "utf-8")
    return made


def election_on(night: date) -> dict[str, Any]:
    """The election with its stages placed around ``night``: day 20 of the campaign."""
    election: dict[str, Any] = yaml.safe_load((FOLDER / "election.yaml").read_text("utf-8"))
    stages = election["stages"].items()
    election["stages"] = {stage: night + timedelta(days=days) for stage, days in stages}
    return election


def dated(text: str, night: date) -> str:
    """``text`` of a post as it is served: voting day stands where it says ``{coblos}``."""
    return text.replace("{coblos}", _voting_day(night)) if "{coblos}" in text else text


@lru_cache(maxsize=4)
def _voting_day(night: date) -> str:
    day: date = election_on(night)["stages"]["pemungutan_suara"]
    return f"{day.day} {_MONTHS[day.month - 1]}"


def claims_on(night: date) -> list[dict[str, Any]]:
    """The debunked claims with the days they were checked on."""
    lines = (FOLDER / "claims.jsonl").read_text("utf-8").splitlines()
    claims: list[dict[str, Any]] = [json.loads(line) for line in lines]
    for claim in claims:
        checked = night - timedelta(days=claim.pop("checked_days_ago"))
        claim["checked_on"] = checked.isoformat()
    return claims


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def key_of(handle: str) -> str:
    """An account's key from its handle in any form: ``{base}/blog/x``, an address, or the key."""
    for mark in ("/blog/", "/feed/"):
        _, found, name = handle.partition(mark)
        if found:
            return f"{mark.strip('/')}/{name.strip('/')}"
    return handle.removeprefix("@")


def _platforms(base_url: str) -> dict[str, Any]:
    """No rate to keep on one's own machine."""
    free = {"requests_per_minute": 60_000}
    return {
        "contact": "diskominfo@tirtaloka.example",
        "allow_loopback": True,
        "bluesky": {**free, "resolver": base_url, "directory": base_url},
        "wordpress": dict(free),
        "feed": dict(free),
    }


def _write_yaml(path: Path, value: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")


def _accounts(folder: Path) -> list[CityAccount]:
    return [
        CityAccount(key_of(row["handle"]), row["platform"]) for row in rows(folder / "accounts.csv")
    ]


def _posts(path: Path) -> list[Post]:
    with path.open(encoding="utf-8") as lines:
        return [_post(json.loads(line), path, number) for number, line in enumerate(lines, 1)]


def _post(fields: dict[str, Any], path: Path, number: int) -> Post:
    try:
        return Post(**fields)
    except TypeError as error:
        raise CityError(f"{path.name}, line {number}: a post, found {sorted(fields)}") from error


def _check(city: City) -> None:
    known = {account.key for account in city.accounts}
    targets = known | {p.account for p in city.outside} | {str(p.ref) for p in city.outside}
    for post in city.posts:
        if post.account not in known:
            raise CityError(f"posts: an account in accounts.csv, found {post.account}")
        if (post.kind == "post") != (post.target is None) or post.target not in {None, *targets}:
            raise CityError(f"posts: a known target of a {post.kind}, found {post.target}")
    if unknown := set(city.troubles) - known:
        raise CityError(f"troubles.csv: accounts in accounts.csv, found {sorted(unknown)}")
