"""Files of debunked claims: CSV, JSONL, and ClaimReview as fact-checkers publish it.

Columns or keys: ``claim_id`` and ``text`` must be filled; ``title``, ``verdict``, ``conclusion``,
``checked_on`` (YYYY-MM-DD) and ``url`` may be. ClaimReview: https://schema.org/ClaimReview, one
object or a list of them in a ``.json`` file.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from store.canonical import storable
from store.claim import StoredClaim
from store.errors import ImportRejected, RowProblem

COLUMNS = tuple(field.name for field in fields(StoredClaim))
MOST_CHARACTERS = 20_000

_Row = tuple[int, Mapping[str, Any]]


def read_claims(path: Path) -> list[StoredClaim]:
    """Every claim of a file.

    Raises:
        ImportRejected: with every bad row; nothing is taken from such a file.
    """
    source = _Source(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ImportRejected(
            [source.problem(0, "", ".csv, .jsonl or .json", path.suffix or "none")]
        )
    claims: dict[str, StoredClaim] = {}
    problems: list[RowProblem] = []
    for number, row in reader(source):
        found = _check(source, number, row, claims)
        if found:
            problems += found
        else:
            claim = _to_claim(row)
            claims[claim.claim_id] = claim
    if problems:
        raise ImportRejected(problems)
    return list(claims.values())


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path

    def text(self) -> str:
        try:
            return self.path.read_text("utf-8-sig")
        except OSError as error:
            reason = error.strerror or "unreadable"
            raise ImportRejected([self.problem(0, "", "a readable file", reason)]) from error
        except UnicodeDecodeError as error:
            found = f"byte {error.start} is not UTF-8"
            raise ImportRejected([self.problem(0, "", "UTF-8 text", found)]) from error

    def problem(self, row: int, column: str, expected: str, found: str) -> RowProblem:
        return RowProblem(self.path, row, column, expected, found)


def _read_csv(source: _Source) -> Iterator[_Row]:
    text = source.text()
    heading = text.partition("\n")[0]
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    number = 1
    try:
        missing = {"claim_id", "text"} - set(reader.fieldnames or ())
        if missing:
            found = source.problem(1, ", ".join(sorted(missing)), "these columns", "none")
            raise ImportRejected([found])
        for number, row in enumerate(reader, start=2):
            yield number, row
    except csv.Error as error:
        problem = source.problem(number + 1, "", "a well-formed CSV row", str(error))
        raise ImportRejected([problem]) from error


def _read_jsonl(source: _Source) -> Iterator[_Row]:
    for number, line in enumerate(source.text().split("\n"), start=1):
        if line.strip():
            yield number, _object(source, number, line)


def _read_claim_review(source: _Source) -> Iterator[_Row]:
    try:
        content = json.loads(source.text())
    except (ValueError, RecursionError) as error:
        problem = source.problem(0, "", "JSON", "something else")
        raise ImportRejected([problem]) from error
    reviews = content if isinstance(content, list) else [content]
    for number, review in enumerate(reviews, start=1):
        yield number, _from_claim_review(review)


_READERS: dict[str, Callable[[_Source], Iterator[_Row]]] = {
    ".csv": _read_csv,
    ".jsonl": _read_jsonl,
    ".json": _read_claim_review,
}


def _object(source: _Source, number: int, line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if isinstance(row, dict):
        return row
    raise ImportRejected([source.problem(number, "", "a JSON object", "something else")])


def _from_claim_review(review: Any) -> Mapping[str, Any]:
    if not isinstance(review, dict):
        return {}
    rating = review.get("reviewRating")
    return {
        "claim_id": review.get("url"),
        "text": review.get("claimReviewed"),
        "title": review.get("name") or review.get("headline"),
        "verdict": rating.get("alternateName") if isinstance(rating, dict) else None,
        "conclusion": review.get("reviewBody"),
        "checked_on": str(review.get("datePublished") or "")[:10],
        "url": review.get("url"),
    }


def _check(
    source: _Source, number: int, row: Mapping[str, Any], earlier: Mapping[str, StoredClaim]
) -> list[RowProblem]:
    problems = [
        source.problem(number, name, expected, _kind(row.get(name)))
        for name in COLUMNS
        if (expected := _expected(name, row.get(name)))
    ]
    problems += [
        source.problem(
            number,
            str(name or "past the last"),
            f"one of {', '.join(COLUMNS)}",
            "an unknown column",
        )
        for name in row
        if name not in COLUMNS
    ]
    if row.get("claim_id") in earlier:
        problems.append(source.problem(number, "claim_id", "each id once", "an id met before"))
    return problems


def _expected(name: str, value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        return "text"
    text = (value or "").strip()
    if name in ("claim_id", "text") and not text:
        return "some text"
    if len(text) > MOST_CHARACTERS:
        return f"at most {MOST_CHARACTERS} characters"
    if name == "checked_on" and text and not _is_date(text):
        return "a date such as 2031-08-17"
    if name == "url" and text and not text.startswith(("https://", "http://")):
        return "an http or https address"
    return None


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _kind(value: Any) -> str:
    # Says what was found without quoting it: claims are hostile text too.
    if value is None or value == "":
        return "nothing"
    return f"text of {len(value)} characters" if isinstance(value, str) else type(value).__name__


def _to_claim(row: Mapping[str, Any]) -> StoredClaim:
    texts = {name: storable(row.get(name) or "") for name in COLUMNS}
    day = texts.pop("checked_on")
    return StoredClaim(checked_on=date.fromisoformat(day) if day else None, **texts)
