"""A document as DOCX, for offices that finish their letters in a word processor."""

from __future__ import annotations

from review.documents.content import Block, Document, Facts, Heading, Paragraph, Quote, Table
from review.documents.sheet import Look, Sheet

_HEAD_MM = (24, 4, 137)
_FACTS_MM = (45, 4, 116)
_CLOSING = 2


def write_docx(document: Document) -> bytes:
    """The file's bytes."""
    sheet = Sheet(document.subject, document.letterhead.office, document.dated)
    sheet.foot(document.confidential)
    _head(sheet, document)
    # The closing words go to the next page with the signature, so that none is a signature alone.
    _draw(sheet, document.body[:-_CLOSING])
    _draw(sheet, document.body[-_CLOSING:], with_next=True)
    _sign(sheet, document)
    sheet.next_page()
    sheet.line(document.annex_title[0], Look(bold=True, size=12))
    for line in document.annex_title[1:]:
        sheet.line(line, Look(tight=True))
    _draw(sheet, document.annex)
    return sheet.to_bytes()


def _head(sheet: Sheet, document: Document) -> None:
    top = document.letterhead
    sheet.line(top.government.upper(), Look(align="center", size=13, tight=True))
    sheet.line(top.office.upper(), Look(align="center", size=15, bold=True, tight=True))
    sheet.line("\n".join(top.contact), Look(align="center", size=9.5, ruled=True))
    if document.title:
        sheet.line(document.title, Look(align="center", size=13, bold=True))
    sheet.line(document.place_and_date, Look(align="right"))
    sheet.facts(document.head, _HEAD_MM)
    sheet.line("\n".join(document.addressee))


def _draw(sheet: Sheet, blocks: tuple[Block, ...], *, with_next: bool = False) -> None:
    for block in blocks:
        match block:
            case Heading(text):
                sheet.heading(text)
            case Paragraph(text):
                sheet.line(text, Look(align="justify", with_next=with_next))
            case Facts(rows):
                sheet.facts(rows, _FACTS_MM)
            case Table(header, widths, rows):
                sheet.table(header, widths, rows)
            case Quote(text, note):
                sheet.line(text, Look(quoted=True))
                sheet.line(note, Look(size=8.5))


def _sign(sheet: Sheet, document: Document) -> None:
    signature, beside = document.signature, Look(signing=True)
    sheet.line(f"{signature.title},\n\n\n", beside)
    sheet.line(signature.name, Look(signing=True, bold=True))
    sheet.line("\n".join(signature.lines), beside)
