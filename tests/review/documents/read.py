"""What a rendered document says, as its reader finds it."""

from __future__ import annotations

import io
import re

import docx
import pypdf
from docx.table import Table

from config.office import DocumentName
from review.casefile import CaseFile
from review.documents import Format, render

FOOTER = re.compile(r"RAHASIA – memuat data pribadi – perkara \S+\s*halaman \d+ dari \d+")


def said(document: DocumentName, case: CaseFile, file_format: Format = "pdf") -> str:
    """The whole text of the rendered document in one line."""
    data = render(document, case, file_format)
    text = pdf_text(data) if file_format == "pdf" else docx_text(data)
    return " ".join(text.split())


def pdf_text(data: bytes) -> str:
    """The text of all pages, without their footers."""
    return "\n".join(FOOTER.sub("", page) for page in pdf_pages(data))


def pdf_pages(data: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def docx_text(data: bytes) -> str:
    """The text of all paragraphs and cells, in their order."""
    parts: list[str] = []
    for part in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(part, Table):
            parts += [cell.text for row in part.rows for cell in row.cells]
        else:
            parts.append(part.text)
    return "\n".join(parts)


def bare(text: str) -> str:
    """``text`` without spaces and without case, so that line breaks and headings in capitals do
    not matter."""
    return "".join(text.split()).casefold()
