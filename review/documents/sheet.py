"""The paper of a DOCX: A4, its footer, and the few things that are drawn on it.

Every text becomes a plain run. Nothing of a case becomes a field, a link or markup; the only fields
are the page numbers in the footer.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_FONT, _MONO = "Times New Roman", "Courier New"
_SIZE, _SMALL, _HASH = 10.5, 9.0, 7.2
_LINE_MM, _SIGNATURE_MM = 165, 87
_HASH_CHARACTERS = 64
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a paragraph looks; ``size`` is in points, ``with_next`` keeps it on the page of the
    following one."""

    align: Literal["left", "center", "right", "justify"] = "left"
    size: float = _SIZE
    bold: bool = False
    tight: bool = False
    ruled: bool = False
    quoted: bool = False
    signing: bool = False
    with_next: bool = False


PLAIN = Look()


class Sheet:
    """A DOCX in the making. ``dated`` is an ISO 8601 day and stands for the time of making, so
    that the same content gives the same bytes."""

    def __init__(self, title: str, author: str, dated: str) -> None:
        import docx

        self._docx = docx.Document()
        self._paper()
        about, made = self._docx.core_properties, datetime.fromisoformat(dated)
        about.title, about.author, about.last_modified_by = title[:255], author[:255], author[:255]
        about.language, about.comments = "id-ID", ""
        about.created = about.modified = made

    def foot(self, text: str) -> None:
        """The footer of every page, with *halaman x dari y* behind it."""
        paragraph = self._docx.sections[0].footer.paragraphs[0]
        _run(paragraph, f"{text} – halaman ", Look(size=_SMALL))
        _field(paragraph, "PAGE")
        _run(paragraph, " dari ", Look(size=_SMALL))
        _field(paragraph, "NUMPAGES")

    def line(self, text: str, look: Look = PLAIN) -> None:
        """A paragraph."""
        paragraph = self._docx.add_paragraph()
        _run(paragraph, text, look)
        _lay(paragraph, look)

    def heading(self, text: str) -> None:
        """The title of a part."""
        paragraph = self._docx.add_heading(level=2)
        _run(paragraph, text, Look(bold=True))

    def facts(self, rows: Sequence[tuple[str, str]], widths: tuple[int, int, int]) -> None:
        """Names and values in three columns without lines; ``widths`` in millimetres."""
        table = self._docx.add_table(rows=0, cols=3)
        for name, value in rows:
            _fill(table, (name, ":", value), PLAIN)
        _set_widths(table, widths)
        self._gap()

    def table(
        self, header: Sequence[str], shares: Sequence[int], rows: Sequence[Sequence[str]]
    ) -> None:
        """A table with lines, its header repeated on every page."""
        table = self._docx.add_table(rows=0, cols=len(header), style="Table Grid")
        _fill(table, header, Look(size=_SMALL, bold=True))
        _repeat_header(table)
        for row in rows:
            _fill(table, row, Look(size=_SMALL))
        _set_widths(table, [_LINE_MM * share // sum(shares) for share in shares])
        self._gap()

    def next_page(self) -> None:
        """What follows begins a page."""
        self._docx.add_page_break()  # type: ignore[no-untyped-call]

    def to_bytes(self) -> bytes:
        """The file, its parts dated alike."""
        made, same = io.BytesIO(), io.BytesIO()
        self._docx.save(made)
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(same, "w") as target:
            for name in source.namelist():
                part = zipfile.ZipInfo(name, _NO_TIME)
                part.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(part, source.read(name))
        return same.getvalue()

    def _paper(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        page = self._docx.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.top_margin = page.bottom_margin = page.right_margin = Mm(20)
        page.left_margin = Mm(25)
        styles = self._docx.styles
        styles["Heading 2"].font.color.rgb = RGBColor(0, 0, 0)
        styles["Heading 2"].paragraph_format.space_before = Pt(4)
        for language in styles.element.xpath("w:docDefaults//w:lang"):
            language.set(qn("w:val"), "id-ID")

    def _gap(self) -> None:
        from docx.shared import Pt

        after = self._docx.add_paragraph().paragraph_format
        after.space_after, after.line_spacing = Pt(0), Pt(6)


def _run(paragraph: Paragraph, text: str, look: Look) -> None:
    from docx.shared import Pt

    is_hash = len(text) == _HASH_CHARACTERS and text.isalnum()
    run = paragraph.add_run(text)
    run.bold = look.bold
    run.font.name = _MONO if is_hash else _FONT
    run.font.size = Pt(_HASH if is_hash else look.size)


def _lay(paragraph: Paragraph, look: Look) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Mm, Pt

    layout = paragraph.paragraph_format
    layout.alignment = getattr(ALIGN, look.align.upper())
    layout.line_spacing = 1.0
    layout.space_after = Pt(0 if look.tight or look.signing else 5)
    layout.keep_with_next = look.with_next or look.signing
    if look.signing:
        layout.left_indent = Mm(_SIGNATURE_MM)
    if look.quoted:
        layout.left_indent = Mm(4)
        _border(paragraph, "left", eighths=16)
    if look.ruled:
        _border(paragraph, "bottom", eighths=18)


def _fill(table: Table, texts: Sequence[str], look: Look) -> None:
    from docx.shared import Pt

    cells = table.add_row().cells  # type: ignore[no-untyped-call]
    for cell, text in zip(cells, texts, strict=True):
        _run(cell.paragraphs[0], text, look)
        _lay(cell.paragraphs[0], Look(tight=True))
        cell.paragraphs[0].paragraph_format.space_before = Pt(1)


def _set_widths(table: Table, widths: Sequence[int]) -> None:
    from docx.shared import Mm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _repeat_header(table: Table) -> None:
    table.rows[0]._tr.get_or_add_trPr().append(_element("tblHeader"))


def _border(paragraph: Paragraph, side: str, eighths: int) -> None:
    """A line along one side, so many eighths of a point thick."""
    borders = _element("pBdr")
    borders.append(_element(side, val="single", sz=str(eighths), space="4", color="404040"))
    after = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *after)


def _field(paragraph: Paragraph, name: Literal["PAGE", "NUMPAGES"]) -> None:
    field = _element("fldSimple", instr=name)
    paragraph._p.append(field)
    _run(paragraph, "1", Look(size=_SMALL))
    field.append(paragraph.runs[-1]._r)


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
