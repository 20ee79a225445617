"""Reading the examples written for this project, and refusing what is not one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import yaml

from classifiers.claims import Claim
from classifiers.contest import Candidate, Contest
from classifiers.errors import ExampleError
from classifiers.score import Stance

EXAMPLES = Path(__file__).parent / "examples"
FROZEN = EXAMPLES / "frozen"
PostStance = Literal["share", "deny", "report", "ask", "unrelated"]
Row = TypeVar("Row")
_SURFACES = ("names", "aliases", "hashtags", "slogans", "parties", "campaign_accounts")


@dataclass(frozen=True, slots=True)
class SupportExample:
    """A post with its stances by candidate id; none means that it takes no side."""

    text: str
    contest: str
    stances: Mapping[str, Stance]
    form: str
    language: str


@dataclass(frozen=True, slots=True)
class HateExample:
    """A functional case: one thing that a hate classifier must get right."""

    text: str
    hate: bool
    function: str
    group: str


@dataclass(frozen=True, slots=True)
class ClaimPost:
    """A post about a debunked claim, or about none, and what it does with it."""

    text: str
    claim_id: str | None
    stance: PostStance


@dataclass(frozen=True, slots=True)
class Examples:
    """All examples of the project."""

    contests: Mapping[str, Contest]
    support: tuple[SupportExample, ...]
    hate: tuple[HateExample, ...]
    claims: tuple[Claim, ...]
    claim_posts: tuple[ClaimPost, ...]
    files: tuple[Path, ...] = field(repr=False)


def load_examples(root: Path = EXAMPLES) -> Examples:
    """Read every example file under ``root``.

    Raises:
        ExampleError: A row is not what its file promises; names the file and the line.
    """
    contests = {path.stem: _contest(path) for path in sorted((root / "contests").glob("*.yaml"))}
    return Examples(
        contests={contest.contest_id: contest for contest in contests.values()},
        support=tuple(_rows(root, "support-*.jsonl", _support)),
        hate=tuple(_rows(root, "hate-functional*.jsonl", _hate)),
        claims=tuple(_rows(root, "claims-train*.jsonl", _claim)),
        claim_posts=tuple(_rows(root, "claims-posts*.jsonl", _claim_post)),
        files=tuple(sorted([*root.glob("*.jsonl"), *root.glob("contests/*.yaml")])),
    )


def load_frozen(root: Path = FROZEN) -> Examples:
    """Read the frozen tests: examples that no training sees, without claims.

    Raises:
        ExampleError: A row is not what its file promises; names the file and the line.
    """
    contests = [_contest(path) for path in sorted((root / "contests").glob("*.yaml"))]
    return Examples(
        contests={contest.contest_id: contest for contest in contests},
        support=tuple(_rows(root, "support*.jsonl", _support)),
        hate=tuple(_rows(root, "hate.jsonl", _hate)),
        claims=(),
        claim_posts=(),
        files=tuple(sorted([*root.glob("*.jsonl"), *root.glob("contests/*.yaml")])),
    )


def _rows(root: Path, pattern: str, parse: Callable[[dict[str, Any]], Row]) -> Iterator[Row]:
    for path in sorted(root.glob(pattern)):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if line.strip():
                yield _row(path, number, line, parse)


def _row(path: Path, number: int, line: str, parse: Callable[[dict[str, Any]], Row]) -> Row:
    try:
        return parse(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ExampleError(f"{path.name}:{number}: {error!r}") from error


def _support(row: dict[str, Any]) -> SupportExample:
    for stance in row["stances"].values():
        _one_of(stance, get_args(Stance))
    return SupportExample(
        _text(row), row["contest"], row["stances"], row["form"], row.get("language", "id")
    )


def _hate(row: dict[str, Any]) -> HateExample:
    return HateExample(_text(row), bool(row["hate"]), row["function"], row.get("group", ""))


def _claim_post(row: dict[str, Any]) -> ClaimPost:
    _one_of(row["stance"], get_args(PostStance))
    return ClaimPost(_text(row), row["claim_id"], row["stance"])


def _claim(row: dict[str, Any]) -> Claim:
    return Claim(
        claim_id=row["claim_id"],
        text=_text(row),
        title=row.get("title", ""),
        verdict=row.get("verdict", ""),
        conclusion=row.get("conclusion", ""),
        checked_on=date.fromisoformat(row["checked_on"]) if row.get("checked_on") else None,
    )


def _text(row: dict[str, Any]) -> str:
    if not row["text"].strip():
        raise ValueError("text is empty")
    return str(row["text"])


def _one_of(value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"expected one of {', '.join(allowed)}, found {value!r}")


def _contest(path: Path) -> Contest:
    try:
        row = yaml.safe_load(path.read_text("utf-8"))
        candidates = tuple(_candidate(entry) for entry in row["candidates"])
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise ExampleError(f"{path.name}: {error!r}") from error
    return Contest(contest_id=row["id"], area=row.get("area", ""), candidates=candidates)


def _candidate(entry: dict[str, Any]) -> Candidate:
    surfaces = {name: tuple(map(str, entry.get(name) or ())) for name in _SURFACES}
    return Candidate(candidate_id=entry["id"], number=entry.get("number"), **surfaces)
