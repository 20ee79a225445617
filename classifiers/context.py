"""A small transformer that reads words in their order, in plain numpy.

Grams know words; this knows that a "not" three words earlier turns them round. Two pre-norm layers
(Vaswani et al. 2017; Xiong et al. 2020) over pieces of words, then one weighed sum a task of their
mean, their maximum and the first. It is trained by ``train_context`` and read here without torch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from classifiers.artefact import part
from classifiers.features import Words
from classifiers.pieces import PACKED, Pieces

Floats = NDArray[np.float64]
Array = NDArray[np.float32]

_SMALL = np.float32(1e-5)
# Products of matrices are up to a third faster where the number of rows is a multiple of this.
_EVEN = 4
_SPREAD = ".spread"


@dataclass(frozen=True, slots=True)
class Layer:
    """Attention and feed-forward weights, as ``x @ weights + bias``, each after its own norm.

    What the norms do to every text alike is multiplied into the weights that follow them.
    """

    arrays: Mapping[str, Array]
    heads: int

    @classmethod
    def rebuild(cls, arrays: Mapping[str, Array], heads: int) -> Layer:
        """The layer of trained arrays."""
        own = dict(arrays)
        for norm, product in (("attend", "in"), ("feed", "up")):
            scale, shift = own.pop(f"{norm}.scale"), own.pop(f"{norm}.shift")
            weight = own[f"{product}.weight"]
            own[f"{product}.bias"] = own[f"{product}.bias"] + shift @ weight
            own[f"{product}.weight"] = _centred(scale[:, None] * weight)
        return cls(own, heads)

    def __call__(self, x: Array, size: int) -> Array:
        """``x`` is the pieces of one text by dimensions; those from ``size`` on only fill up."""
        x = x + self._apply("out", self._attended(_levelled(x), size))
        wide = self._apply("up", _levelled(x))
        np.maximum(wide, 0, out=wide)
        return x + self._apply("down", wide)

    def _attended(self, x: Array, size: int) -> Array:
        shape = (len(x), 3, self.heads, x.shape[1] // self.heads)
        query, key, value = self._apply("in", x).reshape(shape).transpose(1, 2, 0, 3)
        seen = np.matmul(query, key[:, :size].swapaxes(1, 2)) * np.float32(shape[-1] ** -0.5)
        weights = np.exp(seen - seen.max(axis=2, keepdims=True))
        weights /= weights.sum(axis=2, keepdims=True)
        mixed: Array = np.matmul(weights, value[:, :size]).transpose(1, 0, 2).reshape(x.shape)
        return mixed

    def _apply(self, name: str, x: Array) -> Array:
        applied: Array = x @ self.arrays[f"{name}.weight"]
        applied += self.arrays[f"{name}.bias"]
        return applied


@dataclass(frozen=True, slots=True)
class ContextModel:
    """Pieces, their vectors, layers, and a sum for each task."""

    pieces: Pieces
    vectors: Array
    places: Array
    layers: tuple[Layer, ...]
    last: tuple[Array, Array]
    tasks: Mapping[str, tuple[Array, float]]

    def decisions(self, task: str, batch: Sequence[Words]) -> Floats:
        """The decision of one task on every text; above 0 is more yes than no.

        A text is read up to the number of places the model knows, and by itself: in a batch, sums
        would round by the texts beside it, and a score must not depend on its neighbours. Copies
        are read once.
        """
        weights, bias = self.tasks[task]
        rows = [tuple(row) for row in self.pieces.of(batch, most=len(self.places))]
        with _blas().limit(limits=1, user_api="blas"):
            known = {row: float(self._pooled(row) @ weights) + bias for row in dict.fromkeys(rows)}
        return np.array([known[row] for row in rows])

    def _pooled(self, row: Sequence[int]) -> Array:
        """Mean, maximum and first vector of one text, side by side."""
        size, full = len(row), -(-len(row) // _EVEN) * _EVEN
        x = np.zeros((full, self.vectors.shape[1]), dtype=np.float32)
        np.add(self.vectors[list(row)], self.places[:size], out=x[:size])
        for layer in self.layers:
            x = layer(x, size)
        x = normed(x[:size], *self.last)
        return np.concatenate([x.mean(axis=0), x.max(axis=0), x[0]])

    @classmethod
    def stored(
        cls, arrays: Mapping[str, NDArray[Any]], settings: Mapping[str, Any]
    ) -> ContextModel:
        """The model that an artefact holds, pieces and all."""
        numbers = {name: array for name, array in arrays.items() if name != PACKED}
        return cls.rebuild(numbers, settings, Pieces.from_array(arrays[PACKED]))

    @classmethod
    def rebuild(
        cls, arrays: Mapping[str, NDArray[Any]], settings: Mapping[str, Any], pieces: Pieces
    ) -> ContextModel:
        """The model that a network's arrays and settings describe."""
        floats = widened(arrays)
        layers = [part(floats, f"layer{place}") for place in range(settings["layers"])]
        return cls(
            pieces=pieces,
            vectors=floats["vectors"],
            places=floats["places"],
            layers=tuple(Layer.rebuild(own, settings["heads"]) for own in layers),
            last=(floats["last.scale"], floats["last.shift"]),
            tasks={
                name: (floats[f"task.{name}"], bias) for name, bias in settings["tasks"].items()
            },
        )


@cache
def _blas() -> ThreadpoolController:
    """Products of one text are small: threads would wait for each other longer than they work."""
    return ThreadpoolController()


def normed(x: Array, scale: Array, shift: Array) -> Array:
    """Layer normalisation of every piece (Ba et al. 2016)."""
    centred: Array = x - x.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.einsum("td,td->t", centred, centred) / x.shape[1] + _SMALL)
    centred *= scale / spread[:, None]
    centred += shift
    return centred


def _centred(weights: Array) -> Array:
    """What multiplies rows as these weights would multiply rows less their mean."""
    centred: Array = weights - weights.mean(axis=0)
    return centred


def _levelled(x: Array) -> Array:
    """Every row at the same spread, its mean left in it."""
    mean = x.sum(axis=1) / x.shape[1]
    spread = np.sqrt(np.einsum("td,td->t", x, x) / x.shape[1] - mean * mean + _SMALL)
    levelled: Array = x / spread[:, None]
    return levelled


def narrow(name: str, array: Array) -> dict[str, NDArray[Any]]:
    """An array as it is stored: eight bits a number and a spread a row where it is large."""
    if array.ndim < 2:
        return {name: array.astype(np.float16)}
    spread = np.maximum(np.abs(array).max(axis=1, keepdims=True) / 127, np.float32(1e-8))
    return {
        name: np.rint(array / spread).astype(np.int8),
        name + _SPREAD: spread.astype(np.float32),
    }


def widened(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Array]:
    """The arrays that were narrowed, wide again."""
    return {name: _wide(name, arrays) for name in arrays if not name.endswith(_SPREAD)}


def _wide(name: str, arrays: Mapping[str, NDArray[Any]]) -> Array:
    wide: Array = arrays[name].astype(np.float32)
    return wide * arrays[name + _SPREAD] if name + _SPREAD in arrays else wide
