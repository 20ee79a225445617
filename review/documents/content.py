"""What a document says, apart from how PDF or DOCX draw it.

Both writers draw the same ``Document``, so that they cannot say different things. Its texts hold
only characters that both can show (``visible``).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

from review.documents.visible import visible

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one under the other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; ``widths`` are the columns' shares of the line."""

    header: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else wrote, set apart, and a note on how it is shown."""

    text: str
    note: str


Block = Heading | Paragraph | Facts | Table | Quote


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes (*kop surat*)."""

    government: str
    office: str
    contact: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the position, the name and, under it, rank and NIP."""

    title: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One letter with its annex. ``dated`` is ISO 8601; ``confidential`` stands on every page."""

    subject: str
    dated: str
    letterhead: Letterhead
    title: str
    place_and_date: str
    head: tuple[tuple[str, str], ...]
    addressee: tuple[str, ...]
    body: tuple[Block, ...]
    signature: Signature
    annex_title: tuple[str, ...]
    annex: tuple[Block, ...]
    confidential: str


def cleaned(value: Value) -> Value:
    """``value`` with every text in it made visible."""
    return _cleaned(value)  # type: ignore[no-any-return]


def tree(value: Any) -> Any:
    """``value`` as plain lists and dictionaries; a dataclass tells its name as ``type``."""
    if isinstance(value, tuple):
        return [tree(one) for one in value]
    if not is_dataclass(value):
        return value
    named = {field.name: tree(getattr(value, field.name)) for field in fields(value)}
    return {"type": type(value).__name__, **named}


def texts(value: Any) -> list[str]:
    """Every text in ``value``, in its order."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in texts(one)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    return []


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(one) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    named = {field.name: _cleaned(getattr(value, field.name)) for field in fields(value)}
    return type(value)(**named)
