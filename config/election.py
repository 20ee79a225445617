"""An election as an office describes it in ``config/elections/*.yaml`` (design, section 9)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from config.files import Strict, load_yaml

Stage = Literal[
    "sebelum",
    "bakal_calon",
    "penetapan",
    "kampanye",
    "masa_tenang",
    "pemungutan_suara",
    "sesudah",
    "selesai",
]


class Stages(Strict):
    """The days on which each stage begins; ``kampanye_selesai`` is the campaign's last day."""

    bakal_calon: date
    penetapan: date
    kampanye_mulai: date
    kampanye_selesai: date
    masa_tenang_mulai: date
    pemungutan_suara: date
    selesai: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = list(self.model_dump().items())
        for (earlier, first), (later, second) in pairwise(days):
            if second < first:
                raise ValueError(f"{later} on or after {earlier} ({first})")
        return self

    def on(self, day: date) -> Stage:
        """The stage that holds on ``day``; the rulebook's window depends on it."""
        begins: list[tuple[date, Stage]] = [
            (self.bakal_calon, "bakal_calon"),
            (self.penetapan, "penetapan"),
            (self.kampanye_mulai, "kampanye"),
            (self.masa_tenang_mulai, "masa_tenang"),
            (self.pemungutan_suara, "pemungutan_suara"),
        ]
        if day > self.selesai:
            return "selesai"
        if day > self.pemungutan_suara:
            return "sesudah"
        reached: list[Stage] = [stage for begin, stage in begins if begin <= day]
        return reached[-1] if reached else "sebelum"


class Candidate(Strict):
    """A candidate or pair and what it is called by; all of it public."""

    id: str = Field(min_length=1)
    number: int | None = Field(default=None, ge=1, le=99)
    names: tuple[str, ...] = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    slogans: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    campaign_accounts: tuple[str, ...] = ()


class Election(Strict):
    """One election in one area."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str
    area: str
    timezone: str = "Asia/Jakarta"
    stages: Stages
    report_within_days: int = Field(default=7, ge=1, le=30)
    """Days from *diketahui* to the end of the right to report (art. 454(6) UU 7/2017, art. 134
    UU 1/2015)."""
    report_days_are_working: bool = False
    """Whether those are working days, as art. 454(6) UU 7/2017 says of Pemilu; those of Pilkada are
    days."""
    candidates: tuple[Candidate, ...] = Field(min_length=1)

    @property
    def zone(self) -> ZoneInfo:
        """Where its days are counted."""
        return ZoneInfo(self.timezone)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("a time zone such as Asia/Jakarta") from error
        return value

    @field_validator("candidates")
    @classmethod
    def _each_once(cls, value: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        ids = Counter(candidate.id for candidate in value)
        numbers = Counter(candidate.number for candidate in value if candidate.number is not None)
        for repeated, count in [*ids.items(), *numbers.items()]:
            if count > 1:
                raise ValueError(f"each candidate id and number once; {repeated} stands twice")
        return value


def load_election(path: Path) -> Election:
    """One election file.

    Raises:
        ConfigError: names file, line and key.
    """
    return load_yaml(path, Election)


def load_elections(config: Path) -> tuple[Election, ...]:
    """Every election of the office, by file name; none is a valid answer."""
    return tuple(load_election(path) for path in sorted((config / "elections").glob("*.yaml")))
