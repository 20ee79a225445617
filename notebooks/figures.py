"""Charts and tables of the audit notebooks, as plain SVG and HTML.

Nothing here needs a script or a server, so an exported notebook opens on a machine without network.
Every chart comes with the table it was drawn from.
"""

from __future__ import annotations

import html
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import altair as alt
import marimo as mo
import polars as pl

WIDTH = 640
# The reader's font may be wider than the one the drawing was measured with.
PADDING = {"left": 24, "right": 56, "top": 8, "bottom": 8}


def snapshot() -> Path:
    """The snapshot to look at: ``--data DIR`` behind ``--`` or NETRA_DATA, else ./data."""
    data = mo.cli_args().get("data") or os.environ.get("NETRA_DATA") or "data"
    path = Path(str(data)) / "snapshots" / "audit.duckdb"
    if not path.exists():
        raise FileNotFoundError(
            f"{path}: expected the auditors' snapshot, found none: run `netra nightly` first, "
            "or name another data folder with --data DIR"
        )
    return path


def table(rows: pl.DataFrame, caption: str = "") -> mo.Html:
    """The rows as an HTML table; an empty one says so."""
    if rows.is_empty():
        return mo.Html(f"<p><em>{html.escape(caption)}: belum ada data.</em></p>")
    head = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name in rows.columns)
    body = "".join(
        "<tr>" + "".join(_cell(value) for value in row) + "</tr>" for row in rows.iter_rows()
    )
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return mo.Html(f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def figure(chart: alt.Chart | alt.LayerChart, rows: pl.DataFrame, caption: str) -> mo.Html:
    """The chart as SVG with its table folded below."""
    if rows.is_empty():
        return table(rows, caption)
    title = html.escape(caption)
    return mo.Html(
        f"<figure role='group' aria-label='{title}'>{svg(chart, caption)}"
        f"<figcaption>{title}</figcaption>"
        f"<details><summary>Tabel: {title}</summary>{table(rows).text}</details></figure>"
    )


def svg(chart: alt.Chart | alt.LayerChart, caption: str) -> str:
    """The chart as an SVG element that says its caption to a screen reader."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(
        chart.properties(width=WIDTH, padding=PADDING).to_dict()
    )
    label = f"<svg role='img' aria-label='{html.escape(caption, quote=True)}'"
    return drawn.replace("<svg", label, 1)


def with_share(rows: pl.DataFrame, part: str, whole: str) -> pl.DataFrame:
    """Adds the share of ``part`` in ``whole`` (0 to 1) with its 95 % interval (Wilson 1927)."""
    z = 1.96
    share, size = pl.col(part) / pl.col(whole), pl.col(whole)
    middle = (share + z**2 / (2 * size)) / (1 + z**2 / size)
    half = z * (share * (1 - share) / size + z**2 / (4 * size**2)).sqrt() / (1 + z**2 / size)
    return rows.with_columns(
        bagian=share,
        selang_rendah=pl.max_horizontal(middle - half, 0.0),
        selang_tinggi=pl.min_horizontal(middle + half, 1.0),
    )


def bars(rows: pl.DataFrame, value: str, by: str, colour: str | None = None) -> alt.Chart:
    """Horizontal bars, longest first."""
    encoding: dict[str, Any] = {
        "x": alt.X(value, type="quantitative"),
        "y": alt.Y(by, type="nominal", sort="-x", title=None),
    }
    if colour:
        encoding["color"] = _coloured(colour)
    return alt.Chart(_values(rows)).mark_bar().encode(**encoding)


def days(rows: pl.DataFrame, value: str, day: str, colour: str) -> alt.Chart:
    """Stacked bars by day."""
    return (
        alt.Chart(_values(rows))
        .mark_bar()
        .encode(
            x=alt.X(day, type="ordinal", title=None),
            y=alt.Y(value, type="quantitative", stack=True),
            color=_coloured(colour),
        )
    )


def _coloured(column: str) -> alt.Color:
    return alt.Color(column, type="nominal", legend=alt.Legend(labelLimit=0))


def _values(rows: pl.DataFrame) -> alt.Data:
    return alt.Data(values=[{k: _plain(v) for k, v in row.items()} for row in rows.to_dicts()])


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str) or value is None else str(value)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"<td class='number'>{value:,.3f}</td>"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"<td class='number'>{value:,}</td>"
    if isinstance(value, datetime):
        return f"<td>{value:%Y-%m-%d %H:%M}</td>"
    return f"<td>{html.escape('-' if value is None else str(value))}</td>"
