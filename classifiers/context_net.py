"""The context model as a torch network, for training alone; ``context`` reads what comes out.

The network keeps the shapes and names of ``context``: its ``arrays`` are what is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from classifiers.context import narrow, widened
from classifiers.pieces import PAD

_START = 0.04
_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a network is; ``places`` is how many pieces of a text it reads."""

    pieces: int = 16_000
    dimensions: int = 192
    layers: int = 2
    heads: int = 3
    places: int = 64


class Layer(nn.Module):
    """One pre-norm layer: attention, then feed-forward."""

    def __init__(self, dimensions: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norms = nn.ModuleDict({name: nn.LayerNorm(dimensions) for name in ("attend", "feed")})
        widths = {"in": (1, 3), "out": (1, 1), "up": (1, 4), "down": (4, 1)}
        self.linear = nn.ModuleDict(
            {name: nn.Linear(a * dimensions, b * dimensions) for name, (a, b) in widths.items()}
        )

    def forward(self, x: Tensor, unseen: Tensor, dropped: float) -> Tensor:
        """``unseen`` is added to the attention each piece gets."""
        attended = self.linear["out"](self._attended(self.norms["attend"](x), unseen))
        x = x + functional.dropout(attended, dropped)
        wide = functional.relu(self.linear["up"](self.norms["feed"](x)))
        return x + functional.dropout(self.linear["down"](wide), dropped)

    def _attended(self, x: Tensor, unseen: Tensor) -> Tensor:
        texts, pieces, dimensions = x.shape
        shape = (texts, pieces, 3, self.heads, dimensions // self.heads)
        query, key, value = self.linear["in"](x).view(shape).permute(2, 0, 3, 1, 4)
        seen = torch.matmul(query * shape[-1] ** -0.5, key.transpose(2, 3)) + unseen
        return torch.matmul(seen.softmax(-1), value).transpose(1, 2).reshape(x.shape)


class Network(nn.Module):
    """Vectors of pieces, layers, and a sum for each task."""

    def __init__(self, shape: Shape, tasks: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.shape = shape
        self.vectors = nn.Embedding(shape.pieces, shape.dimensions)
        self.places = nn.Embedding(shape.places, shape.dimensions)
        self.layers = nn.ModuleList(
            Layer(shape.dimensions, shape.heads) for _ in range(shape.layers)
        )
        self.last = nn.LayerNorm(shape.dimensions)
        self.guess = nn.Parameter(torch.zeros(shape.pieces))
        self.tasks: Any = nn.ModuleDict(
            {name: nn.Linear(3 * shape.dimensions, 1) for name in tasks}
        )
        nn.init.normal_(self.vectors.weight, 0, _START)
        nn.init.normal_(self.places.weight, 0, _START / 2)

    def forward(self, numbers: Tensor, dropped: float = 0.0) -> Tensor:
        """The vector of every piece of every text."""
        unseen = ((numbers == PAD).float() * _NEVER)[:, None, None, :]
        x = self.vectors(numbers) + self.places.weight[: numbers.shape[1]]
        for layer in self.layers:
            x = layer(functional.dropout(x, dropped), unseen, dropped)
        normed: Tensor = self.last(x)
        return normed

    def decisions(self, task: str, numbers: Tensor, dropped: float = 0.0) -> Tensor:
        """The decision of a task on every text."""
        x, seen = self(numbers, dropped).float(), (numbers != PAD)[:, :, None]
        mean = (x * seen).sum(1) / seen.sum(1)
        highest = x.masked_fill(~seen, _NEVER).max(1).values
        pooled = torch.cat([mean, highest, x[:, 0]], dim=1)
        decided: Tensor = self.tasks[task](functional.dropout(pooled, 2 * dropped))[:, 0]
        return decided

    def guesses(self, hidden: Tensor) -> Tensor:
        """How likely each piece stands where ``hidden`` was made."""
        return functional.linear(hidden, self.vectors.weight, self.guess)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything that ``ContextModel.rebuild`` reads, narrowed."""
        wide = {name: view.float().numpy() for name, view in self._views()}
        return {key: a for name, own in wide.items() for key, a in narrow(name, own).items()}

    def fill(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take the numbers of ``arrays``; tasks that are not in them stay as they are."""
        wide = widened(arrays)
        for name, view in self._views():
            if name in wide:
                view.copy_(torch.from_numpy(wide[name]))

    def settings(self) -> dict[str, Any]:
        """The rest of what ``ContextModel.rebuild`` reads."""
        biases = {name: float(task.bias.detach()[0]) for name, task in self.tasks.items()}
        return {"layers": self.shape.layers, "heads": self.shape.heads, "tasks": biases}

    def _views(self) -> Iterator[tuple[str, Tensor]]:
        """The parameters as they are stored; writing into a view writes into the network."""
        yield "vectors", self.vectors.weight.detach()
        yield "places", self.places.weight.detach()
        yield "last.scale", self.last.weight.detach()
        yield "last.shift", self.last.bias.detach()
        for name, task in self.tasks.items():
            yield f"task.{name}", task.weight.detach()[0]
        for place, layer in enumerate(self.layers):
            for name, view in _views(layer):
                yield f"layer{place}.{name}", view


def _views(layer: Any) -> Iterator[tuple[str, Tensor]]:
    for name, linear in layer.linear.items():
        yield f"{name}.weight", linear.weight.detach().T
        yield f"{name}.bias", linear.bias.detach()
    for name, norm in layer.norms.items():
        yield f"{name}.scale", norm.weight.detach()
        yield f"{name}.shift", norm.bias.detach()
