"""Charts as inline SVG, made by the server: bars, a line, and values with their intervals.

Colours and sizes come from classes (``static/charts.css``), since the page's policy forbids
styles in the text. Every chart carries its title and a description; the same figures stand in a
table beside it, which is the template's part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from markupsafe import Markup

WIDTH, LABEL, VALUE = 380, 128, 64
ROW, BAR = 30, 14
HEIGHT, FOOT = 150, 22
_TRACK = WIDTH - LABEL - VALUE


@dataclass(frozen=True, slots=True)
class Caption:
    """``key`` is an id that no other chart of the page has; ``title`` and ``description`` are read
    out."""

    key: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Bar:
    """``part`` of the ``value`` is drawn apart; both are 0 or more."""

    label: str
    value: float
    text: str
    part: float = 0


@dataclass(frozen=True, slots=True)
class Range:
    """A value with the ends of its interval, 0 to 1; without ``value`` there is nothing to draw."""

    label: str
    value: float | None
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line, 0 or more."""

    label: str
    value: float


def bars(caption: Caption, rows: Sequence[Bar], part: Literal["part", "care"] = "part") -> Markup:
    """Horizontal bars, one below the other; parts that need ``care`` stand out."""
    most = max([row.value for row in rows], default=0) or 1
    drawn = []
    for number, row in enumerate(rows):
        top = number * ROW
        drawn += [_label(row.label, row.text, top), _rect("track", top, _TRACK)]
        drawn.append(_rect("bar", top, _TRACK * row.value / most))
        if row.part:
            drawn.append(_rect(part, top, _TRACK * row.part / most))
    return _svg(caption, len(rows) * ROW, drawn)


def ranges(caption: Caption, rows: Sequence[Range]) -> Markup:
    """Values from 0 to 1 with their intervals, one below the other."""
    drawn = []
    for number, row in enumerate(rows):
        top = number * ROW
        drawn += [_label(row.label, row.text, top), _rect("track", top, _TRACK)]
        if row.value is not None:
            low, high = (_TRACK * min(max(end, 0.0), 1.0) for end in (row.low, row.high))
            drawn.append(_rect("range", top, high - low, LABEL + low))
            middle = LABEL + _TRACK * min(max(row.value, 0.0), 1.0)
            drawn.append(_fill('<circle class="dot" cx="{}" cy="{}" r="5"/>', middle, top + 15))
    return _svg(caption, len(rows) * ROW, drawn)


def line(caption: Caption, points: Sequence[Point]) -> Markup:
    """A line over evenly spaced points, with the first, the last and the highest named."""
    most = max([point.value for point in points], default=0) or 1
    step = (WIDTH - 20) / max(len(points) - 1, 1)
    places = [
        (10 + number * step, 20 + (HEIGHT - 20) * (1 - point.value / most))
        for number, point in enumerate(points)
    ]
    drawn = [_fill('<path class="axis" d="M10 {}H{}"/>', HEIGHT, WIDTH - 10)]
    if points:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        closed = f"10,{HEIGHT} {path} {places[-1][0]:.1f},{HEIGHT}"
        drawn.append(_fill('<polygon class="area" points="{}"/>', closed))
        drawn.append(_fill('<polyline class="line" points="{}"/>', path))
        drawn += _named(points, places)
    return _svg(caption, HEIGHT + FOOT, drawn)


def _named(points: Sequence[Point], places: Sequence[tuple[float, float]]) -> list[Markup]:
    foot = HEIGHT + 17
    highest = max(range(len(points)), key=lambda number: points[number].value)
    x, y = places[highest]
    near_end = "end" if x > WIDTH / 2 else "start"
    return [
        _fill('<text class="name" x="10" y="{}">{}</text>', foot, points[0].label),
        _fill('<text class="value" x="{}" y="{}">{}</text>', WIDTH - 10, foot, points[-1].label),
        _fill('<circle class="dot" cx="{}" cy="{}" r="4"/>', x, y),
        _fill('<text class="{}" x="{}" y="{}">{:g}</text>', near_end, x, 12, points[highest].value),
    ]


def _label(name: str, text: str, top: float) -> Markup:
    return _fill(
        '<text class="name" x="0" y="{}">{}</text><text class="value" x="{}" y="{}">{}</text>',
        *(top + 20, name, WIDTH, top + 20, text),
    )


def _rect(kind: str, top: float, width: float, left: float = LABEL) -> Markup:
    return _fill(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3"/>',
        *(kind, left, top + (ROW - BAR) / 2, max(width, 0.0), BAR),
    )


def _svg(caption: Caption, height: float, drawn: Sequence[Markup]) -> Markup:
    from markupsafe import Markup

    key = caption.key
    head = _fill(
        '<svg class="chart" role="img" viewBox="0 0 {} {}" aria-labelledby="{} {}">'
        '<title id="{}">{}</title><desc id="{}">{}</desc>',
        *(WIDTH, height, f"{key}-judul", f"{key}-isi", f"{key}-judul", caption.title),
        *(f"{key}-isi", caption.description),
    )
    return head + Markup("").join(drawn) + Markup("</svg>")


def _fill(template: str, *values: object) -> Markup:
    """The template with the values escaped, and lengths to a tenth."""
    from markupsafe import Markup

    rounded = [round(value, 1) if isinstance(value, float) else value for value in values]
    return Markup(template).format(*rounded)  # noqa: S704 - templates are constants of this module
