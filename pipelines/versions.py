"""The versions of the models that an office has: shipped, challengers, the one at work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifiers import artefact
from classifiers.artefact import SHIPPED
from classifiers.errors import ModelError
from classifiers.score import LABELS
from config.settings import load_settings
from pipelines.errors import NotPromoted, Refused
from store import audit
from store.promotions import Action, Change, at_work, before, history, models_of, moment, record

if TYPE_CHECKING:
    from classifiers.compare import Comparison
    from classifiers.examples import Examples
    from classifiers.models import Models
    from store.folder import DataFolder


@dataclass(frozen=True, slots=True)
class Version:
    """One version: ``active`` while it is at work, ``changes`` by whom and when it was put to work
    or taken back, ``learnt`` what decisions it was made from by label, ``figures`` by label."""

    version: str
    shipped: bool
    active: bool
    changes: tuple[Change, ...]
    learnt: Mapping[str, Any]
    figures: Mapping[str, Any]


def shipped_folder() -> Path:
    """The models that came with Netra, or those that the settings name instead."""
    return load_settings().models or SHIPPED


def active_folder(folder: DataFolder) -> Path:
    """The models at work in an office: the promoted version, else the shipped one.

    Raises:
        PromotionsDamaged: the file that names it is not as the audit chain has it.
    """
    version = at_work(history(folder))
    return models_of(folder) / version if version else shipped_folder()


def load_active(folder: DataFolder) -> Models:
    """The models at work.

    Raises:
        ModelError: a file is missing or altered, or the folder holds another version.
    """
    from classifiers.models import Models

    place = active_folder(folder)
    models = Models.load(place)
    if place.parent == models_of(folder) and models.version != place.name:
        raise ModelError(
            f"{place} holds version {models.version}: restore it from a backup, or go back with"
            " `netra models rollback`"
        )
    return models


def versions(folder: DataFolder) -> list[Version]:
    """Every version that can be loaded, the shipped one first, then by name."""
    from classifiers.challenger import origin_of

    changes = history(folder)
    own = {place.name: place for place in _kept(folder)}
    shipped = _version_of(shipped_folder())
    listed = {shipped: shipped_folder(), **own}
    work = at_work(changes) or shipped
    return [
        Version(
            version=version,
            shipped=not origin_of(place),
            active=version == work,
            changes=tuple(one for one in changes if one.version == version),
            learnt=origin_of(place),
            figures=_figures(place),
        )
        for version, place in listed.items()
    ]


def compare_with_active(
    folder: DataFolder, version: str, written: Examples | None = None
) -> Comparison:
    """``version`` beside the models at work, on the frozen tests and the gates.

    The gates are measured on ``written``, by default all examples that Netra ships.

    Raises:
        Refused: there is no such version.
        ModelError: a model cannot be used.
    """
    from classifiers.compare import compare
    from classifiers.examples import load_examples, load_frozen
    from classifiers.models import Models

    challenger = Models.load(_place(folder, version))
    return compare(challenger, load_active(folder), load_frozen(), written or load_examples())


def promote(folder: DataFolder, compared: Comparison, by: str, reason: str) -> Change:
    """Put a challenger to work because a person says so, after it was ``compared``.

    Raises:
        Refused: no person or no reason was given, or the comparison is out of date.
        NotPromoted: the challenger is worse on a frozen test, or a gate does not hold.
    """
    check_person(by, reason)
    if compared.reasons:
        raise NotPromoted(
            f"{compared.challenger} is not promoted: against {compared.current} it is worse in "
            + "; ".join(compared.reasons)
        )
    work = at_work(history(folder))
    active = work or _version_of(shipped_folder())
    if compared.challenger == active:
        raise Refused(f"{active} is at work already")
    if compared.current != active:
        raise Refused(f"compared with {compared.current}, but {active} is at work: compare again")
    return _changed(
        folder, "promote", (compared.challenger, work), (by, reason), compared.to_json()
    )


def rollback(folder: DataFolder, by: str, reason: str) -> Change:
    """Put the version to work again that was before the last promotion.

    Raises:
        Refused: the shipped models are at work, or no person or no reason was given.
    """
    check_person(by, reason)
    changes = history(folder)
    target = before(changes)
    if target is None:
        raise Refused("expected a promoted version to go back from: the shipped models are at work")
    return _changed(folder, "rollback", (target, at_work(changes)), (by, reason), {})


def _changed(
    folder: DataFolder,
    action: Action,
    versions: tuple[str, str],
    said: tuple[str, str],
    figures: Mapping[str, Any],
) -> Change:
    version, previous = versions
    by, reason = (text.strip() for text in said)
    change = Change(
        action=action,
        version=version,
        previous=previous,
        by=by,
        reason=reason,
        changed_at=moment(),
        figures=figures,
    )
    return record(folder, change)


def check_person(by: str, reason: str) -> None:
    """Refuse a change that no person answers for, in words; raises Refused."""
    if by.strip() in ("", audit.MACHINE):
        raise Refused("--by: expected the name of a person: nothing is promoted by a machine")
    if not reason.strip():
        raise Refused("--reason: expected why, in words")


def _place(folder: DataFolder, version: str) -> Path:
    kept = {place.name: place for place in _kept(folder)}
    if version not in kept:
        raise Refused(
            f"{version}: expected one of the office's own versions, as `netra models list` shows"
            f" them: {', '.join(kept) or 'none yet, make one with `netra train --with-decisions`'}"
        )
    return kept[version]


def _kept(folder: DataFolder) -> list[Path]:
    """The office's own versions; a folder that begins with a dot was never finished."""
    return sorted(p for p in models_of(folder).glob("[!.]*") if p.is_dir())


def _version_of(place: Path) -> str:
    from classifiers.models import Models

    return Models.load(place).version


def _figures(place: Path) -> dict[str, Any]:
    return {label: artefact.read_manifest(place / label).get("figures", {}) for label in LABELS}
