"""The rules a finding may rest on, by date: ``config/rulebook.yaml`` (ADR 0060).

Rows of the annex of SKB 2/2022, the laws they cite, the agency that supervises, and what differs by
a person's status. There is no sanction in it: only the appointing authority (PPK) decides on one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from config.files import Strict, load_yaml

Family = Literal["kode_etik", "disiplin", "lain"]
Object = Literal["bakal_calon", "calon", "partai", "lain"]
Window = Literal["sebelum_penetapan", "sejak_penetapan", "selama_pemilihan", "kapan_saja"]
Confidence = Literal["tinggi", "sedang", "rendah"]
Kind = Literal["post", "reply", "repost", "quote", "like", "follow", "photo", "di luar unggahan"]
Label = Literal["candidate_support", "hate_speech", "hoax_sharing"]
Status = Literal["pns", "cpns", "pppk", "pppk_paruh_waktu"]

OTHER = "lain"
"""The row for a basis outside the annex; every rulebook has it, so that a person can always record
what no row foresees."""

Text = Annotated[str, Field(min_length=1)]


class Dated(Strict):
    """Something in force from one day to another, both included; None has no end on that side."""

    valid_from: date | None
    valid_to: date | None

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to on or after valid_from ({self.valid_from})")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether ``day`` lies within it."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


class Law(Dated):
    """A law or regulation, by the short name that rows cite it under."""

    name: Text
    title: Text
    note: str = ""


class Agency(Dated):
    """The agency that supervises the neutrality of civil servants."""

    name: Text
    title: Text
    note: str = ""


class Person(Strict):
    """What differs for a civil servant of this status."""

    status: Status
    laws: tuple[Text, ...] = Field(min_length=1)
    note: Text


class Article(Strict):
    """A provision; ``str`` of it is how a document cites it."""

    law: Text
    article: Text

    def __str__(self) -> str:
        return f"{self.article} {self.law}"


class RulebookRow(Dated):
    """One form of breach; ``form`` is our paraphrase, never the decree's own sentence."""

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9-]*$")
    family: Family
    object: Object
    window: Window
    kinds: tuple[Kind, ...] = Field(min_length=1)
    labels: tuple[Label, ...] = Field(min_length=1)
    form: Text
    articles: tuple[Article, ...]
    source: Text
    confidence: Confidence
    note: str = ""

    @model_validator(mode="after")
    def _doubt_is_explained(self) -> Self:
        if self.confidence != "tinggi" and not self.note:
            raise ValueError(f"a `note` that says why the confidence is {self.confidence}")
        return self


class Rulebook(Strict):
    """Every row, law, agency and status."""

    laws: tuple[Law, ...] = Field(min_length=1)
    agencies: tuple[Agency, ...] = Field(min_length=1)
    persons: tuple[Person, ...] = ()
    rows: tuple[RulebookRow, ...] = Field(min_length=1)

    @field_validator("laws")
    @classmethod
    def _laws_once(cls, value: tuple[Law, ...]) -> tuple[Law, ...]:
        _each_once(law.name for law in value)
        return value

    @field_validator("agencies")
    @classmethod
    def _one_every_day(cls, value: tuple[Agency, ...]) -> tuple[Agency, ...]:
        if value[0].valid_from is not None or value[-1].valid_to is not None:
            raise ValueError("no `valid_from` on the first agency and no `valid_to` on the last")
        for earlier, later in pairwise(value):
            if earlier.valid_to is None or later.valid_from != earlier.valid_to + timedelta(days=1):
                raise ValueError(f"{later.name} to begin the day after {earlier.name} ends")
        return value

    @field_validator("persons")
    @classmethod
    def _statuses_once(cls, value: tuple[Person, ...], info: ValidationInfo) -> tuple[Person, ...]:
        _each_once(person.status for person in value)
        for person in value:
            _known(person.status, person.laws, info)
        return value

    @field_validator("rows")
    @classmethod
    def _rows_fit(
        cls, value: tuple[RulebookRow, ...], info: ValidationInfo
    ) -> tuple[RulebookRow, ...]:
        ids = [row.id for row in value]
        _each_once(ids)
        if OTHER not in ids:
            raise ValueError(f"a row with the id `{OTHER}`")
        for row in value:
            _known(row.id, (article.law for article in row.articles), info)
        return value

    def row(self, row_id: str) -> RulebookRow | None:
        """The row of that id, whether in force or not."""
        return next((row for row in self.rows if row.id == row_id), None)

    def person(self, status: str) -> Person | None:
        """What differs for that status, if the rulebook says so."""
        return next((person for person in self.persons if person.status == status), None)


def _each_once(names: Iterable[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise ValueError(f"each once; {name} stands {count} times")


def _known(where: str, cited: Iterable[str], info: ValidationInfo) -> None:
    # Where the laws themselves are wrong, pydantic leaves them out and reports that instead.
    known = {law.name for law in info.data.get("laws", ())}
    for name in cited:
        if known and name not in known:
            raise ValueError(f"{where} to cite one of {', '.join(sorted(known))}; it has {name}")


def load_rulebook(config: Path) -> Rulebook:
    """The office's rulebook.

    Raises:
        ConfigError: names file, line and key.
    """
    return load_yaml(config / "rulebook.yaml", Rulebook)
