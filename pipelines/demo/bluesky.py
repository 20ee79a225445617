"""Plays Bluesky: a handle resolver, the PLC directory and one PDS (reference: the lexicons
com.atproto.identity.resolveHandle, com.atproto.repo.listRecords and getRecord)."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipelines.demo.answer import Answer, Query, as_json
from pipelines.demo.city import Kind, Post, Trouble
from pipelines.demo.ids import cid, did, number, tid

_COLLECTIONS: dict[Kind, str] = {
    "post": "app.bsky.feed.post",
    "reply": "app.bsky.feed.post",
    "quote": "app.bsky.feed.post",
    "repost": "app.bsky.feed.repost",
    "like": "app.bsky.feed.like",
    "follow": "app.bsky.graph.follow",
}


@dataclass(frozen=True, slots=True, order=True)
class Record:
    """A record of a repository."""

    rkey: str
    uri: str = field(compare=False)
    value: dict[str, Any] = field(compare=False)

    @property
    def ref(self) -> dict[str, str]:
        """How other records name it."""
        return {"uri": self.uri, "cid": cid(self.value)}

    @property
    def shown(self) -> dict[str, Any]:
        """As listRecords and getRecord show it."""
        return {**self.ref, "value": self.value}


class Bluesky:
    """The repositories of all handles, registered or not."""

    def __init__(self, handles: Iterable[str], troubles: dict[str, Trouble]) -> None:
        self._handles = {did(handle): handle for handle in handles}
        self._troubles = troubles
        self._records: defaultdict[tuple[str, str], list[Record]] = defaultdict(list)
        self._refs: dict[str, Record] = {}

    def add(self, post: Post, at: datetime) -> None:
        """Writes ``post`` into its account's repository. What it is about must be there."""
        repo, collection = did(post.account), _COLLECTIONS[post.kind]
        rkey = tid(at, post.account, post.kind, post.text)
        value = {"$type": collection, **self._content(post), "createdAt": _stamp(at)}
        record = Record(rkey, f"at://{repo}/{collection}/{rkey}", value)
        insort(self._records[repo, collection], record)
        if post.kind == "post":
            self._refs[post.ref or post.account] = record

    def answer(self, path: str, query: Query, base: str) -> Answer | None:
        """The answer to a path of these servers; None for a path of another."""
        if path.startswith("/did:"):
            return self._document(path.removeprefix("/"), base)
        match path.removeprefix("/xrpc/"):
            case "com.atproto.identity.resolveHandle":
                return self._resolve(query)
            case "com.atproto.repo.listRecords":
                return self._list(query)
            case "com.atproto.repo.getRecord":
                return self._get(query)
        return None

    def _content(self, post: Post) -> dict[str, Any]:
        if post.kind == "follow":
            return {"subject": did(str(post.target))}
        if post.kind in {"like", "repost"}:
            return {"subject": self._refs[str(post.target)].ref}
        content: dict[str, Any] = {"text": post.text, "langs": ["id"]}
        if post.kind == "reply":
            parent = self._refs[str(post.target)].ref
            content["reply"] = {"root": parent, "parent": parent}
        if embed := self._embed(post):
            content["embed"] = embed
        return content

    def _embed(self, post: Post) -> dict[str, Any] | None:
        if post.kind == "quote":
            return {"$type": "app.bsky.embed.record", "record": self._refs[str(post.target)].ref}
        if not post.alt:
            return None
        picture = {
            "$type": "blob",
            "ref": {"$link": cid({"alt": post.alt})},
            "mimeType": "image/jpeg",
            "size": 40_000 + number(post.alt) % 400_000,
        }
        images = [{"alt": post.alt, "image": picture}]
        return {"$type": "app.bsky.embed.images", "images": images}

    def _resolve(self, query: Query) -> Answer:
        handle = query.get("handle", "").lower()
        if did(handle) not in self._handles or self._troubles.get(handle) == "gone":
            return _refused("HandleNotFound", "Unable to resolve handle")
        return as_json({"did": did(handle)})

    def _document(self, name: str, base: str) -> Answer:
        if name not in self._handles:
            return as_json({"message": f"DID not registered: {name}"}, 404)
        service = {
            "id": "#atproto_pds",
            "type": "AtprotoPersonalDataServer",
            "serviceEndpoint": base,
        }
        context = ["https://www.w3.org/ns/did/v1"]
        names = [f"at://{self._handles[name]}"]
        return as_json(
            {"@context": context, "id": name, "alsoKnownAs": names, "service": [service]}
        )

    def _repo(self, query: Query) -> str | Answer:
        name = query.get("repo", "")
        repo = name if name.startswith("did:") else did(name)
        if repo not in self._handles:
            return _refused("InvalidRequest", f"Could not find repo: {name}")
        if self._troubles.get(self._handles[repo]) == "suspended":
            return _refused("RepoTakendown", f"Repo has been takendown: {repo}")
        return repo

    def _list(self, query: Query) -> Answer:
        repo, limit = self._repo(query), query.get("limit", "50")
        if isinstance(repo, Answer):
            return repo
        if not limit.isdecimal() or not 1 <= int(limit) <= 100:
            return _refused("InvalidRequest", "Error: limit can not be greater than 100")
        found = self._records[repo, query.get("collection", "")]
        page = _after(found, query)[: int(limit)]
        cursor = {"cursor": page[-1].rkey} if page else {}
        return as_json({**cursor, "records": [record.shown for record in page]})

    def _get(self, query: Query) -> Answer:
        repo = self._repo(query)
        if isinstance(repo, Answer):
            return repo
        collection, rkey = query.get("collection", ""), query.get("rkey", "")
        for record in self._records[repo, collection]:
            if record.rkey == rkey:
                return as_json(record.shown)
        where = f"at://{repo}/{collection}/{rkey}"
        return _refused("RecordNotFound", f"Could not locate record: {where}")


def _after(records: list[Record], query: Query) -> list[Record]:
    cursor = query.get("cursor")
    if query.get("reverse") == "true":
        return [record for record in records if cursor is None or record.rkey > cursor]
    return [record for record in reversed(records) if cursor is None or record.rkey < cursor]


def _refused(error: str, message: str) -> Answer:
    return as_json({"error": error, "message": message}, 400)


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
