"""Uploads: small, and what their first bytes say they are, whatever their name says.

Signatures: ISO 32000-1 (7.5.2) for PDF, ITU-T T.81 (B.1.1.3) for JPEG, ISO/IEC 15948 (5.2) for PNG.
A file may be several things at once; so one is never shown within a page, only handed out to save.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from review.case_errors import CaseRejected, Reason

MOST_BYTES = 5 * 1024 * 1024
_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
)
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""The media type of every file a case may hold, by its format."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file somebody sent in: its bytes and its format. Its name is not kept: names tell names."""

    data: bytes
    format: str


def read_attachment(file: BinaryIO) -> Attachment | None:
    """What was uploaded; None where nothing was.

    Raises:
        CaseRejected: it is too large, or neither PDF nor JPEG nor PNG.
    """
    data = file.read(MOST_BYTES + 1)
    if not data:
        return None
    if len(data) > MOST_BYTES:
        raise CaseRejected(Reason.TOO_LARGE)
    return Attachment(data, sniffed(data))


def sniffed(data: bytes) -> str:
    """The format that the first bytes tell.

    Raises:
        CaseRejected: none that is taken.
    """
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return name
    raise CaseRejected(Reason.FORMAT)
