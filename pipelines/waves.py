"""Copy-paste waves: near-identical texts become one item with many posts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

_WORD = re.compile(r"\w+")


def waves(texts: Mapping[str, str], similarity: float) -> dict[str, str]:
    """The wave of each key: keys whose word sets have a Jaccard similarity of about
    ``similarity`` (0 to 1) or more share one, whatever the order they come in.

    MinHash with locality-sensitive hashing (Broder 1997), so a night's flags cost no square.
    """
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=similarity, num_perm=64)
    parent: dict[str, str] = {}
    for key in sorted(texts):
        sketch = MinHash(num_perm=64, seed=1)
        sketch.update_batch([word.encode() for word in _words(texts[key])])
        parent[key] = key
        for other in index.query(sketch):
            _join(parent, key, other)
        index.insert(key, sketch)
    return {key: _name(texts[_root(parent, key)]) for key in texts}


def _words(text: str) -> list[str]:
    return sorted(set(_WORD.findall(text.casefold()))) or [text]


def _name(text: str) -> str:
    # Named after its words, so the same text seen on another night falls into the same wave.
    return "W-" + hashlib.sha256(" ".join(_words(text)).encode()).hexdigest()[:10]


def _root(parent: dict[str, str], key: str) -> str:
    while parent[key] != key:
        key = parent[key]
    return key


def _join(parent: dict[str, str], one: str, other: str) -> None:
    first, second = sorted((_root(parent, one), _root(parent, other)))
    parent[second] = first
