"""Driving a real AT Protocol PDS by its own public API (https://docs.bsky.app/docs/api)."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from .process import free_port, running, wait_healthy

SCRIPTS = Path(__file__).parent / "atproto"
BYPASS = "tests-fill-servers"
ADMIN_PASSWORD = "tests-govern-servers"  # noqa: S105
POST = "app.bsky.feed.post"
LIKE = "app.bsky.feed.like"
REPOST = "app.bsky.feed.repost"
FOLLOW = "app.bsky.graph.follow"
MAX_WRITES = 200


@dataclass(frozen=True, slots=True)
class Record:
    """A strong reference: the address of a record and the hash of one version of it."""

    uri: str
    cid: str

    @property
    def collection(self) -> str:
        return self.uri.split("/")[3]

    @property
    def rkey(self) -> str:
        return self.uri.split("/")[4]

    def reference(self) -> dict[str, str]:
        return {"uri": self.uri, "cid": self.cid}


class Pds:
    """A running server and the directory that knows its accounts."""

    def __init__(self, url: str, plc_url: str) -> None:
        self.url = url
        self.plc_url = plc_url

    def create_account(self, handle: str) -> Repo:
        """Signs up ``handle`` (must end in ``.test``)."""
        answer = self.call(
            "com.atproto.server.createAccount",
            {"email": f"{handle}@example.test", "handle": handle, "password": f"sandi-{handle}"},
        )
        return Repo(self, answer["did"], handle, answer["accessJwt"])

    def remove_account(self, did: str) -> None:
        """Deletes an account for good, as the server's administrator."""
        login = base64.b64encode(f"admin:{ADMIN_PASSWORD}".encode()).decode()
        self._call("com.atproto.admin.deleteAccount", {"did": did}, f"Basic {login}")

    def call(self, method: str, body: dict[str, Any], token: str | None = None) -> Any:
        """One XRPC procedure, outside the rate limit; raises on any error answer."""
        return self._call(method, body, f"Bearer {token}" if token else None)

    def _call(self, method: str, body: dict[str, Any], authorization: str | None) -> Any:
        headers = {"x-ratelimit-bypass": BYPASS}
        if authorization is not None:
            headers["authorization"] = authorization
        url = f"{self.url}/xrpc/{method}"
        answer = httpx.post(url, json=body, headers=headers, timeout=60.0)
        if answer.is_error:
            raise RuntimeError(f"{method} answered {answer.status_code}: {answer.text}")
        return answer.json() if answer.content else None


@dataclass(frozen=True, slots=True)
class Repo:
    """One account of the PDS, signed in."""

    pds: Pds
    did: str
    handle: str
    token: str

    def create(self, collection: str, fields: dict[str, Any]) -> Record:
        """Adds one record and returns its reference."""
        return self._write("createRecord", collection, {"record": _record(collection, fields)})

    def post(self, text: str, **fields: Any) -> Record:
        return self.create(POST, {"text": text, "langs": ["id"], **fields})

    def posts(self, texts: Sequence[str]) -> list[Record]:
        """Many posts in few calls, in the given order."""
        made: list[Record] = []
        for start in range(0, len(texts), MAX_WRITES):
            made += self._apply(texts[start : start + MAX_WRITES])
        return made

    def reply(self, text: str, parent: Record) -> Record:
        reference = parent.reference()
        return self.post(text, reply={"root": reference, "parent": reference})

    def quote(self, text: str, quoted: Record) -> Record:
        embed = {"$type": "app.bsky.embed.record", "record": quoted.reference()}
        return self.post(text, embed=embed)

    def like(self, subject: Record) -> Record:
        return self.create(LIKE, {"subject": subject.reference()})

    def repost(self, subject: Record) -> Record:
        return self.create(REPOST, {"subject": subject.reference()})

    def follow(self, other: Repo) -> Record:
        return self.create(FOLLOW, {"subject": other.did})

    def edit(self, post: Record, text: str) -> Record:
        """Replaces the text of a post; the address stays, the hash changes."""
        record = _record(POST, {"text": text, "langs": ["id"]})
        return self._write("putRecord", POST, {"rkey": post.rkey, "record": record})

    def delete(self, record: Record) -> None:
        self._call("deleteRecord", {"collection": record.collection, "rkey": record.rkey})

    def deactivate(self) -> None:
        """Hides the account as its owner can do at any time."""
        self.pds.call("com.atproto.server.deactivateAccount", {}, self.token)

    def _write(self, verb: str, collection: str, body: dict[str, Any]) -> Record:
        answer = self._call(verb, {"collection": collection, **body})
        return Record(answer["uri"], answer["cid"])

    def _apply(self, texts: Sequence[str]) -> list[Record]:
        writes = [
            {
                "$type": "com.atproto.repo.applyWrites#create",
                "collection": POST,
                "value": _record(POST, {"text": text, "langs": ["id"]}),
            }
            for text in texts
        ]
        results = self._call("applyWrites", {"writes": writes})["results"]
        return [Record(result["uri"], result["cid"]) for result in results]

    def _call(self, verb: str, body: dict[str, Any]) -> Any:
        return self.pds.call(f"com.atproto.repo.{verb}", {"repo": self.did, **body}, self.token)


def _record(collection: str, fields: dict[str, Any]) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"$type": collection, "createdAt": now, **fields}


@dataclass(frozen=True, slots=True)
class RateLimit:
    """So many requests a window, instead of the server's own 3,000 in 300 seconds."""

    points: int
    seconds: int

    def environment(self) -> dict[str, str]:
        return {"RATE_LIMIT_POINTS": str(self.points), "RATE_LIMIT_SECONDS": str(self.seconds)}


@contextmanager
def running_pds(installed: Path, folder: Path, limit: RateLimit | None = None) -> Iterator[Pds]:
    """A fresh, empty PDS with its PLC directory, on loopback, as long as the context lasts."""
    home = installed / "atproto"
    # The packages are found from where the script lies.
    for script in SCRIPTS.glob("*.mjs"):
        shutil.copy(script, home)
    pds_port, plc_port = free_port(), free_port()
    log = folder / f"pds-{pds_port}.log"
    env = {"TMPDIR": str(folder), "LOG_ENABLED": "false", "RATE_LIMIT_BYPASS": BYPASS}
    env["ADMIN_PASSWORD"] = ADMIN_PASSWORD
    env |= limit.environment() if limit else {}
    command = [str(home / "node"), "start.mjs", str(pds_port), str(plc_port)]
    with running(command, log, env, home) as process:
        pds = Pds(f"http://localhost:{pds_port}", f"http://localhost:{plc_port}")
        wait_healthy(f"{pds.url}/xrpc/_health", process, log)
        yield pds
