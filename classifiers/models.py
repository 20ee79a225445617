"""The trained models of one folder, together with the normaliser they were trained with."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from classifiers.artefact import Artefact, load
from classifiers.blend import BlendedHead
from classifiers.context import ContextModel
from classifiers.errors import ModelError
from classifiers.hate_details import HateDetailsModel
from classifiers.hoax import HoaxModel
from classifiers.lexicon import Lexicon
from classifiers.normalise import Normaliser
from classifiers.static_encoder import StaticEncoder
from classifiers.support import SupportModel

ENCODER = "encoder"
CONTEXT_BASE, CONTEXT = "context_base", "context"
HEADS = ("candidate_support", "hate_speech", "hoax_sharing", "hate_details")
PARTS = ("lexicon", CONTEXT_BASE, CONTEXT, *HEADS)
# The base is there to train again from; scoring does not need it.
SCORING = tuple(name for name in PARTS if name != CONTEXT_BASE)


@dataclass(frozen=True, slots=True)
class Models:
    """One model a label. ``version`` is a short hash of all manifests."""

    normaliser: Normaliser
    support: SupportModel
    hate: BlendedHead
    hoax: HoaxModel
    hate_details: HateDetailsModel
    encoder: StaticEncoder
    version: str

    @classmethod
    def load(cls, folder: Path) -> Models:
        """Read and check every model of ``folder``.

        Raises:
            ModelError: A file is missing, or is not the one that its manifest names.
        """
        parts = {name: load(folder / name) for name in SCORING}
        try:
            return _built(parts, StaticEncoder(folder / ENCODER))
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(
                f"the models in {folder} were made by another version of Netra ({error!r});"
                " run `netra train` or reinstall Netra"
            ) from error


def version(parts: dict[str, Artefact], encoder: StaticEncoder) -> str:
    """Twelve hexadecimal digits that change with any model."""
    digests = "".join(parts[name].digest for name in SCORING) + encoder.digest
    return hashlib.sha256(digests.encode()).hexdigest()[:12]


def _built(parts: dict[str, Artefact], encoder: StaticEncoder) -> Models:
    support, hate, hoax, details = (parts[name] for name in HEADS)
    context = ContextModel.stored(parts[CONTEXT].arrays, parts[CONTEXT].settings)
    return Models(
        normaliser=Normaliser(Lexicon.from_arrays(parts["lexicon"].arrays)),
        support=SupportModel.rebuild(support.arrays, support.settings, encoder, context),
        hate=BlendedHead.rebuild(hate.arrays, hate.settings, encoder, context),
        hoax=HoaxModel.rebuild(hoax.arrays, hoax.settings, encoder),
        hate_details=HateDetailsModel.rebuild(details.arrays, details.settings, encoder),
        encoder=encoder,
        version=version(parts, encoder),
    )
