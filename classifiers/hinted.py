"""Whom a text may mean that takes a side and names nobody: by a title, a number or a place.

Only to be asked of a text that is already held to take a side; of other texts it would be a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from classifiers.features import Words
from classifiers.mention import Mention
from classifiers.wordlists import COUNTED, FINGERS, INTRODUCES, NUMBER_OF

_DATES = (
    "tanggal jam pukul / - . : % januari februari maret april mei juni juli agustus september"
    " oktober november desember"
)
_DATED = frozenset(_DATES.split())
# After a number in digits they make a time, a date or a list; after a word they only end it.
_MARKS = frozenset([".", ":", "-", "/"])
_THINGS = COUNTED - _MARKS
_POINTING = frozenset(
    ["yang", "paling", "sing", "nu", "nang", "sisi", "sebelah", "pas", "gambar", "kotak"]
)
_ASKING = INTRODUCES | {"yang", "tim", "barisan", "kode", "ingat"}
# Titles that alone may mean the one candidate who bears them; "bapak" and "ibu" may be anyone.
_BORNE = (
    "mas mbak bang kang neng gus ning cak haji kiai kiyai kyai ustaz ustad ustadz abah ayah "
    "bunda bundo bung habib lora uda uni koh cik puang daeng jenderal kapten kolonel mayor "
    "letkol letjen babeh mpok nyai buya mamak inyiak tuanku teta batin minak pakde pakdhe bude "
    "budhe paman acil julak amang abi umi eyang romo opung oppung ompung inang dokter"
)
_TITLES = frozenset(_BORNE.split())
_LEFT = frozenset(["kiri", "kiwa", "kenca"])
_MIDDLE = frozenset(["tengah", "tengahan", "tengahnya"])
_RIGHT = frozenset(["kanan", "tengen", "katuhu"])


def titles_of(called: Sequence[Sequence[Words]]) -> dict[str, int]:
    """The titles that one candidate bears and no other, with its place.

    ``called`` are, for each candidate, all names and aliases as words.
    """
    borne = [
        {words[0] for words in phrases if len(words) > 1 and words[0] in _TITLES}
        for phrases in called
    ]
    bearers = Counter(title for titles in borne for title in titles)
    return {
        title: place
        for place, titles in enumerate(borne)
        for title in titles
        if bearers[title] == 1
    }


def hinted(words: Words, numbers: Mapping[int, int], titles: Mapping[str, int]) -> list[Mention]:
    """The mentions of the one candidate who is meant; none if it may be several.

    ``numbers`` are the places of candidates by their numbers, in whose order they stand on the
    ballot ("yang tengah"); ``titles`` are those that only one of them bears. A title says more than
    a number. Counts, dates and times are left out.
    """
    named = [
        Mention(place, place + 1, titles[word], "name")
        for place, word in enumerate(words)
        if word in titles
    ]
    found = named or [
        Mention(place, place + 1, numbers[value], "number")
        for place, value in (*_numbers(words), *_places(words, sorted(numbers)))
        if value in numbers
    ]
    return found if len({mention.candidate for mention in found}) == 1 else []


def _numbers(words: Words) -> Iterator[tuple[int, int]]:
    for place, word in enumerate(words):
        value = FINGERS.get(word) or NUMBER_OF.get(word)
        if value and (word in FINGERS or not (_counts(words, place) or _just_one(words, place))):
            yield place, value


def _just_one(words: Words, place: int) -> bool:
    """Whether a "satu" in the middle of a sentence only says that there is one of something."""
    before, after = words[max(0, place - 1) : place], words[place + 1 : place + 2]
    return words[place] == "satu" and _ASKING.isdisjoint(before) and any(w.isalpha() for w in after)


def _places(words: Words, ballot: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where a place on the ballot is pointed at, and the number that stands there."""
    stands = _standing(ballot)
    for place, word in enumerate(words):
        if word in stands and not _POINTING.isdisjoint(words[max(0, place - 2) : place]):
            yield place, stands[word]


def _standing(ballot: Sequence[int]) -> dict[str, int]:
    """The numbers by the words for where they stand."""
    if not ballot:
        return {}
    middle = _MIDDLE if len(ballot) % 2 else ()
    return (
        dict.fromkeys(_LEFT, ballot[0])
        | dict.fromkeys(middle, ballot[len(ballot) // 2])
        | dict.fromkeys(_RIGHT, ballot[-1])
    )


def _counts(words: Words, place: int) -> bool:
    """Whether the number at a place counts things, or is part of a date or a larger number."""
    after, before = words[place + 1 : place + 2], words[max(0, place - 1) : place]
    if not words[place].isdecimal():
        return not _THINGS.isdisjoint(after)
    beside = [*before, *after]
    return not COUNTED.isdisjoint(after) or any(
        word in _DATED or word.isdecimal() for word in beside
    )
