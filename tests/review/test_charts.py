"""Charts: readable by a machine that reads out, harmless whatever they are given."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from review.charts import Bar, Caption, Point, Range, bars, line, ranges

CAPTION = Caption("menunggu", "Menunggu", "Butir terbuka")
SVG = "{http://www.w3.org/2000/svg}"
plain = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)
sizes = st.floats(0, 1e9)


def parsed(chart: Markup) -> ET.Element:
    named = str(chart).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ET.fromstring(named)  # noqa: S314 - of our own making


def widths(chart: Markup, kind: str) -> list[float]:
    found = parsed(chart).iter(f"{SVG}rect")
    return [float(one.get("width", "")) for one in found if one.get("class") == kind]


@pytest.mark.parametrize(
    "chart",
    [
        bars(CAPTION, [Bar("a", 1, "1")]),
        line(CAPTION, [Point("a", 1)]),
        ranges(CAPTION, [Range("a", 0.5, 0.4, 0.6, "0,5")]),
        bars(CAPTION, []),
        line(CAPTION, []),
        ranges(CAPTION, []),
    ],
)
def test_chart_when_drawn_then_it_has_a_title_and_a_description_and_no_style(chart: Markup) -> None:
    drawn = parsed(chart)
    named = {one.get("id"): one.text for one in drawn if one.get("id")}
    assert drawn.get("role") == "img"
    assert [named[key] for key in drawn.get("aria-labelledby", "").split()] == [
        "Menunggu",
        "Butir terbuka",
    ]
    assert all(one.get("style") is None for one in drawn.iter())


def test_bars_when_one_is_half_of_the_other_then_half_as_wide() -> None:
    chart = bars(CAPTION, [Bar("a", 10, "10", 5), Bar("b", 5, "5")], part="care")
    whole, half = widths(chart, "bar")
    assert half == pytest.approx(whole / 2)
    assert widths(chart, "care") == pytest.approx([whole / 2])


def test_bars_when_all_are_nought_then_nothing_is_divided_by_it() -> None:
    assert widths(bars(CAPTION, [Bar("a", 0, "0")]), "bar") == [0]


def test_ranges_when_there_is_no_value_then_nothing_is_drawn_but_the_text() -> None:
    chart = ranges(CAPTION, [Range("Hoaks", None, 0, 1, "–")])
    assert widths(chart, "range") == []
    assert "Hoaks" in chart


def test_ranges_when_kappa_is_below_nought_then_it_stays_inside() -> None:
    assert widths(ranges(CAPTION, [Range("a", -0.2, -0.5, 0.5, "")]), "range") == pytest.approx(
        [widths(ranges(CAPTION, [Range("a", 1, 0, 0.5, "")]), "range")[0]]
    )


def test_line_when_a_day_is_highest_then_it_is_named() -> None:
    chart = line(CAPTION, [Point("1-9", 2), Point("2-9", 7), Point("3-9", 4)])
    assert [one.text for one in parsed(chart).iter(f"{SVG}text")] == ["1-9", "3-9", "7"]


@given(plain, sizes, sizes)
def test_chart_when_given_any_text_then_it_stays_text(text: str, value: float, part: float) -> None:
    hostile = f"</text><script>{text}"
    caption = Caption("k", hostile, hostile)
    for chart in (
        bars(caption, [Bar(hostile, value, hostile, min(part, value))]),
        line(caption, [Point(hostile, value), Point("", part)]),
        ranges(caption, [Range(hostile, 0.5, 0, 1, hostile)]),
    ):
        assert not list(parsed(chart).iter(f"{SVG}script"))
