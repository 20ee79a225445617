"""One audit notebook as one HTML file that opens without network and without scripts.

marimo's own export loads its front end from a content network, which an auditor's machine may not
reach; here the cells are run and their outputs, which are plain HTML and SVG, are put on one page.

Run: ``python notebooks/export.py notebooks/01_run_health.py OUT.html -- --data DIR``
"""

from __future__ import annotations

import html
import importlib.util
import sys
from datetime import UTC, datetime
from pathlib import Path

import marimo as mo

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
section { margin: 2rem 0; } figure { margin: 0; overflow-x: auto; }
figcaption, caption { font-weight: 600; text-align: left; padding: .4rem 0; }
table { border-collapse: collapse; } th, td { padding: .25rem .75rem; text-align: left;
  border-bottom: 1px solid #8884; } .number { text-align: right; font-variant-numeric: tabular-nums; }
svg { background: #fff; max-width: 100%; height: auto; }
"""


def export(notebook: Path, target: Path) -> None:
    """Run ``notebook`` and write its outputs, in order, to ``target``."""
    app = _load(notebook)
    outputs, _ = app.run()
    parts = [f"<section>{mo.as_html(one).text}</section>" for one in outputs if one is not None]
    title = html.escape(notebook.stem)
    made = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    target.write_text(
        f"<!doctype html><html lang='id'><head><meta charset='utf-8'><title>{title}</title>"
        f"<meta name='viewport' content='width=device-width'><style>{_STYLE}</style></head>"
        f"<body><main>{''.join(parts)}</main><footer>{title}, {made}</footer></body></html>",
        "utf-8",
    )


def _load(notebook: Path) -> mo.App:
    spec = importlib.util.spec_from_file_location(notebook.stem, notebook)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{notebook}: expected a marimo notebook, found none")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    app: mo.App = module.app
    return app


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
