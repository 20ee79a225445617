"""The documents by which a case is referred (design, section 8).

A *nota internal* to the superior or the Inspektorat, *informasi awal* to Bawaslu, and the field
list for SBT. Each says what is suspected and why, by which evidence and through whom; none says
that something is established, and none names a sanction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

from config.office import DocumentName
from review.casefile import CaseFile
from review.documents import informasi_awal, nota_internal, sbt
from review.documents.content import Document, cleaned
from review.documents.required import DocumentIncomplete, missing

Format = Literal["pdf", "docx"]

_COMPOSERS: Mapping[DocumentName, Callable[[CaseFile], Document]] = MappingProxyType(
    {
        "nota_internal": nota_internal.compose,
        "informasi_awal": informasi_awal.compose,
        "sbt_bkn": sbt.compose,
    }
)


def compose(document: DocumentName, case: CaseFile) -> Document:
    """What the document says, in characters that every format can show.

    Raises:
        DocumentIncomplete: fields that it needs are missing; names every one.
    """
    lacking = missing(document, case)
    if lacking:
        raise DocumentIncomplete(lacking)
    return cleaned(_COMPOSERS[document](case))


def render(document: DocumentName, case: CaseFile, file_format: Format) -> bytes:
    """The document as a file; the same case file gives the same bytes.

    Raises:
        DocumentIncomplete: fields that it needs are missing; nothing is written.
    """
    from review.documents.pdf import write_pdf
    from review.documents.word import write_docx

    content = compose(document, case)
    return write_pdf(content) if file_format == "pdf" else write_docx(content)
