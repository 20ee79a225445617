"""``netra doctor``: what is missing, in words an operator can act on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from classifiers.errors import ModelError
from config.errors import ConfigError
from config.oidc import load_oidc_secret
from config.review import load_review
from pipelines.office import Office, open_office
from review.roles import Role
from store import runs, users
from store.accounts import registered
from store.errors import StoreError
from store.moment import today

LEAST_FREE_GB = 2.0
PLACEHOLDER = "example.go.id"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; ``advice`` says its state, and what to do if it is not fine."""

    subject: str
    fine: bool
    advice: str


def examine(data: Path, config: Path) -> list[Finding]:
    """Every finding about an office, whether fine or not; raises nothing an office can cause."""
    office = Office.at(data, config)
    checks: dict[str, Callable[[Office], str]] = {
        "data folder": _data_folder,
        "platforms.yaml": _platforms,
        "flagging.yaml": _flagging,
        "rulebook.yaml": _rulebook,
        "review.yaml": _review,
        "elections": _elections,
        "registry": _registry,
        "people": _people,
        "claims": _claims,
        "models": _models,
        "disk": _disk,
        "clock": _clock,
        "last night": _last_night,
    }
    return [_look(office, subject, check) for subject, check in checks.items()]


class _Missing(Exception):
    """What a check misses; the message says what to do."""


def _look(office: Office, subject: str, check: Callable[[Office], str]) -> Finding:
    try:
        return Finding(subject, fine=True, advice=check(office))
    except (_Missing, ConfigError, StoreError, ModelError, OSError) as error:
        return Finding(subject, fine=False, advice=str(error))


def _data_folder(office: Office) -> str:
    open_office(office.folder.root, office.config)
    return str(office.folder.root)


def _platforms(office: Office) -> str:
    platforms = office.platforms
    if PLACEHOLDER in platforms.contact:
        raise _Missing("contact is still the placeholder: put the office's own address there")
    return ", ".join(platforms.enabled())


def _flagging(office: Office) -> str:
    return f"{office.flagging.items_per_night} items a night"


def _rulebook(office: Office) -> str:
    rows = sum(row.holds_on(today()) for row in office.rulebook.rows)
    return f"{rows} rows in force"


def _review(office: Office) -> str:
    rules = load_review(office.config)
    if rules.oidc:
        load_oidc_secret()
        return f"sign-in by password or {rules.oidc.name}"
    return "sign-in by password"


def _elections(office: Office) -> str:
    elections = office.elections(today())
    if not elections:
        raise _Missing(
            f"no election that is still running in {office.config / 'elections'}: "
            "support for candidates cannot be seen; add one YAML file per election"
        )
    return ", ".join(one.id for one in elections)


def _registry(office: Office) -> str:
    with office.folder.database.transaction() as connection:
        accounts = registered(connection)
    if not accounts:
        raise _Missing("no account registered: run `netra registry import FILE…`")
    waiting = sorted({one.platform for one in accounts} - office.platforms.enabled().keys())
    note = f"; not read, because not connected or switched off: {', '.join(waiting)}"
    return f"{len(accounts)} accounts{note if waiting else ''}"


def _claims(office: Office) -> str:
    from store.claims import all_claims

    with office.folder.database.transaction() as connection:
        count = len(all_claims(connection))
    if not count:
        raise _Missing("no debunked claims: run `netra claims import FILE`; no hoax can be found")
    return f"{count} debunked claims"


def _models(office: Office) -> str:
    from pipelines.versions import load_active

    return f"version {load_active(office.folder).version}"


def _people(office: Office) -> str:
    with office.folder.database.transaction() as connection:
        known = [user for user in users.everybody(connection) if not user.disabled_at]
    if not any(user.role == Role.ADMIN for user in known):
        raise _Missing("no admin may sign in: `netra init --admin USERNAME`")
    return f"{len(known)} may sign in"


def _disk(office: Office) -> str:
    root = next(path for path in [office.folder.root, *office.folder.root.parents] if path.exists())
    free = shutil.disk_usage(root).free / 1e9
    if free < LEAST_FREE_GB:
        raise _Missing(f"only {free:.1f} GB free: expected at least {LEAST_FREE_GB:.0f} GB")
    return f"{free:.0f} GB free"


def _clock(office: Office) -> str:
    now = datetime.now(UTC)
    last = max(_moments(office), default=now)
    if last > now:
        raise _Missing(f"the last run began at {last:%Y-%m-%d %H:%M} UTC, after now: set the clock")
    return f"{now:%Y-%m-%d %H:%M} UTC"


def _last_night(office: Office) -> str:
    with office.folder.database.transaction() as connection:
        latest = runs.runs(connection, 1)
    if not latest:
        raise _Missing("no night yet: run `netra nightly`, or `netra schedule` to serve it")
    if latest[0].finished_utc is None:
        raise _Missing(f"{latest[0].run_id} did not finish: run `netra nightly` again")
    return latest[0].run_id


def _moments(office: Office) -> Iterator[datetime]:
    with office.folder.database.transaction() as connection:
        for run in runs.runs(connection, 1):
            yield run.started_utc
