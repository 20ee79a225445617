"""Reliability curves: of the rows given a probability, what share deserved the label.

After Bröcker and Smith 2007, with Wilson intervals in place of theirs. The curve is drawn with
altair; beside it a table has the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from classifiers.metrics import Figure, share
from classifiers.unseen import Unseen

_BINS = 10
_WIDTH, _HEIGHT, _BARS = 360, 300, 80


@dataclass(frozen=True, slots=True)
class Bin:
    """The rows with a probability from ``low`` to ``high``: its mean, and the share of yes."""

    low: float
    high: float
    mean: float
    share: Figure


def curve(unseen: Unseen) -> list[Bin]:
    """Ten bins of equal width, without the empty ones."""
    edges = np.linspace(0.0, 1.0, _BINS + 1)
    places = np.clip((unseen.probabilities * _BINS).astype(int), 0, _BINS - 1)
    return [
        Bin(
            float(edges[place]),
            float(edges[place + 1]),
            float(unseen.probabilities[places == place].mean()),
            share(unseen.answers[places == place]),
        )
        for place in np.unique(places).tolist()
    ]


def rows_of(bins: Sequence[Bin]) -> list[dict[str, float]]:
    """The numbers of a curve, one row a bin."""
    return [
        {
            "from": one.low,
            "to": one.high,
            "probability": one.mean,
            "share": one.share.value,
            "low": one.share.low,
            "high": one.share.high,
            "rows": one.share.cases,
        }
        for one in bins
    ]


def svg(unseen: Unseen) -> str:
    """The curve with its intervals above the number of rows in each bin, as an SVG document."""
    import altair as alt
    import vl_convert

    data = alt.Data(values=rows_of(curve(unseen)))
    title = f"{unseen.label.replace('_', ' ')}: {unseen.on}"
    chart = alt.vconcat(_curve(data, title), _histogram(data))
    drawn: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return drawn


def _curve(data: Any, title: str) -> Any:
    import altair as alt

    line = alt.Data(values=[{"probability": 0, "share": 0}, {"probability": 1, "share": 1}])
    scale = alt.Scale(domain=[0, 1])
    across = alt.X("probability:Q", scale=scale, title="probability given")
    upward = alt.Y("share:Q", scale=scale, title="share that deserves the label")
    base = alt.Chart(data).encode(x=across)
    perfect = alt.Chart(line).mark_line(color="grey", strokeDash=[4, 4]).encode(across, upward)
    intervals = base.mark_rule().encode(y="low:Q", y2="high:Q")
    points = base.mark_line(point=True).encode(y=upward)
    return (perfect + intervals + points).properties(width=_WIDTH, height=_HEIGHT, title=title)


def _histogram(data: Any) -> Any:
    import altair as alt

    across = alt.X("from:Q", scale=alt.Scale(domain=[0, 1]), title="probability given")
    bars = alt.Chart(data).mark_bar().encode(across, x2="to:Q", y=alt.Y("rows:Q", title="rows"))
    return bars.properties(width=_WIDTH, height=_BARS)
