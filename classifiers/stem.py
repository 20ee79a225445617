"""Light stemming: the commonest Indonesian affixes off, so that "dilipat" meets "melipatnya".

A simplification of Tala (2003) without a dictionary, for matching only.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ENDINGS = re.compile(r"(?:nya|lah|kah|pun|ku|mu|ne|na|e)$")
_SUFFIX = re.compile(r"(?:kan|an|in|i|ake|no|keun)$")
_PREFIX = re.compile(
    r"^(?:meng(?=[aeioughk])|meny|mem(?=[bpf])|men(?=[tdcjz])|me(?=[lrnwym])|nge|ng(?=[aeiou])|ny(?=[aeiou])"
    r"|di(?=[^aeiou]..)|ke(?=[^aeiou]...)|ter|ber|pe[rn](?=...)|peng|pem|se(?=[^aeiou]...)|ka(?=[^aeiou]...))"
)
_SHORTEST = 4


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word without its common affixes; words of four letters and fewer are left."""
    if len(word) <= _SHORTEST or not word.isalpha():
        return word
    for affix in (_ENDINGS, _PREFIX, _SUFFIX):
        shorter = affix.sub("", word)
        if len(shorter) >= _SHORTEST:
            word = shorter
    return word
