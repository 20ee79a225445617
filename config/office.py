"""The office as its letters show it, and whom it may write to: ``config/office.yaml``.

Who supervises the neutrality of civil servants has changed twice in ten years (KASN until 2024,
BKN since, another body possible by 2027), so recipients are data, not code.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from config.files import Strict, load_yaml

DocumentName = Literal["nota_internal", "informasi_awal", "sbt_bkn"]
"""The documents by which a case is referred."""
RecipientKind = Literal["atasan", "inspektorat", "bawaslu", "bkn"]

_PLACEHOLDER = "example.go.id"


class Signatory(Strict):
    """Who signs; name, NIP and rank may stay empty until somebody holds the position."""

    title: str = Field(min_length=3)
    name: str = ""
    nip: str = ""
    rank: str = ""


class Recipient(Strict):
    """Somebody a case may be referred to, and by which documents.

    ``name`` is what stands after *Yth.*; for ``atasan`` it stands in only where the superior's
    position is not known.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str = Field(min_length=3)
    kind: RecipientKind
    address: str = ""
    documents: tuple[DocumentName, ...] = Field(min_length=1)


class Office(Strict):
    """The letterhead, who signs and the recipients."""

    government: str = Field(min_length=3)
    name: str = Field(min_length=3)
    address: str = Field(min_length=3)
    city: str = Field(min_length=2)
    telephone: str = ""
    email: str = Field(min_length=5)
    website: str = ""
    signatory: Signatory
    recipients: tuple[Recipient, ...] = Field(min_length=1)

    @field_validator("recipients")
    @classmethod
    def _each_once(cls, value: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
        for repeated, count in Counter(one.id for one in value).items():
            if count > 1:
                raise ValueError(f"each recipient id once; {repeated} stands twice")
        return value

    @property
    def is_example(self) -> bool:
        """Whether this is still the file as shipped, which no letter may carry."""
        return _PLACEHOLDER in self.email

    def recipients_of(self, document: DocumentName) -> tuple[Recipient, ...]:
        """Who may get ``document``, in the order of the file."""
        return tuple(one for one in self.recipients if document in one.documents)


def load_office(config: Path) -> Office:
    """The office's letterhead and recipients.

    Raises:
        ConfigError: names file, line and key.
    """
    return load_yaml(config / "office.yaml", Office)
