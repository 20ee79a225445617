"""A folder that holds all that was measured, for people, for machines and as drawings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from classifiers.evaluation import Evaluation
from classifiers.reliability import curve, rows_of, svg
from classifiers.unseen import Unseen

REPORT, FIGURES = "report.md", "figures.json"
_NOT_A_NAME = re.compile(r"[^a-z0-9]+")
_BIN_COLUMNS = ("from", "to", "probability", "share", "low", "high", "rows")


def write_report(folder: Path, evaluation: Evaluation) -> Path:
    """Write ``report.md``, ``figures.json`` and one SVG a curve; gives the path of the report.

    The folder is made where it is not there; files of the same names are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    curves = evaluation.curves
    for one in curves:
        (folder / drawing(one)).write_text(svg(one), "utf-8")
    found = {**evaluation.to_json(), "reliability": {drawing(c): rows_of(curve(c)) for c in curves}}
    (folder / FIGURES).write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    path = folder / REPORT
    path.write_text("\n".join(_lines(evaluation)) + "\n", "utf-8")
    return path


def drawing(unseen: Unseen) -> str:
    """The name of the file of a curve."""
    where = _NOT_A_NAME.sub("-", unseen.on.lower()).strip("-")
    return f"reliability-{unseen.label}-{where}.svg"


def _lines(evaluation: Evaluation) -> Iterable[str]:
    yield f"# Evaluation of models {evaluation.version}"
    yield "\nEvery figure stands with its 95 % interval (shares by Wilson, others by bootstrap)."
    yield from (f"\n{note}." for note in evaluation.notes)
    columns, rows = evaluation.table()
    for label in dict.fromkeys(row[0] for row in rows):
        yield f"\n## {label.replace('_', ' ').capitalize()}\n"
        yield from _table(columns[1:], [row[1:] for row in rows if row[0] == label])
        for one in (one for one in evaluation.curves if one.label == label):
            yield f"\n![Reliability, {one.on}]({drawing(one)})\n"
            yield from _table(_BIN_COLUMNS, [_cells(bin_) for bin_ in rows_of(curve(one))])


def _cells(row: dict[str, float]) -> list[str]:
    return [f"{row[name]:.2f}" for name in _BIN_COLUMNS[:-1]] + [f"{row['rows']:,}"]


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield _line(columns)
    yield _line(["---"] * len(columns))
    yield from map(_line, rows)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
