"""Text of strangers, as it may be kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"}
    | {"hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"}
)
_UNREAD = frozenset(
    {"head", "iframe", "noscript", "object", "script", "style", "svg", "template", "title"}
)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Readable:
    """What a reader of a piece of HTML sees: its text, where it links, its pictures."""

    text: str
    links: tuple[str, ...]
    pictures: tuple[tuple[str, str], ...]
    """Address and alternative text of each picture."""


def storable(text: str) -> str:
    """``text`` as written, except NUL and lone surrogates, which no store can hold: U+FFFD.

    Bidirectional marks, invisible letters and length stay: they may be what the case is about.
    """
    return _UNSTORABLE.sub("\ufffd", text)


def readable(html: str, base: str = "") -> Readable:
    """The visible content of an HTML fragment, whatever its state; block elements end lines.

    Links and pictures are made absolute against ``base``; what is then no web address is left out.
    """
    # The wrapper keeps BeautifulSoup from taking a bare address or XML head for something else.
    soup = BeautifulSoup(f"<div>{storable(html)}</div>", "html.parser")
    links = (
        absolute(base, str(tag.get("href") or tag.get("src") or ""))
        for tag in soup.find_all(["a", "iframe"])
    )
    pictures = (
        (absolute(base, str(tag.get("src", ""))), str(tag.get("alt", "")))
        for tag in soup.find_all("img")
    )
    return Readable(
        text=_LINES.sub("\n", _SPACES.sub(" ", "".join(_visible(soup)))).strip(),
        links=tuple(dict.fromkeys(link for link in links if link)),
        pictures=tuple(dict.fromkeys(picture for picture in pictures if picture[0])),
    )


def absolute(base: str, link: str) -> str:
    """``link`` as a full http(s) address, or an empty text."""
    try:
        url = urljoin(base, link.strip())
        fit = urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return ""
    return storable(url) if fit else ""


def _visible(soup: BeautifulSoup) -> Iterator[str]:
    """Pieces of text in reading order, on a stack of our own: nesting may be bottomless."""
    waiting: list[PageElement | str] = [soup]
    while waiting:
        node = waiting.pop()
        if isinstance(node, NavigableString):
            yield "" if isinstance(node, PreformattedString) else str(node).replace("\n", " ")
        elif isinstance(node, str):
            yield node
        elif isinstance(node, Tag) and node.name not in _UNREAD:
            edge = "\n" if node.name in _BLOCKS else ""
            yield edge
            waiting.append(edge)
            waiting.extend(reversed(node.contents))
