"""A document as PDF/A-2a: made to be kept, and readable by a screen reader.

Typst sets it, from a wheel with its own fonts: nothing of the system is needed and the same
document gives the same bytes. Texts reach the template as data and are never read as markup.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

from review.documents.content import Document, tree

_TEMPLATE = Path(__file__).with_name("letter.typ")


def write_pdf(document: Document) -> bytes:
    """The file's bytes."""
    import typst

    return typst.compile(
        _TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(tree(document))},
        pdf_standards="a-2a",
        timestamp=datetime.combine(date.fromisoformat(document.dated), time(), UTC),
    )
