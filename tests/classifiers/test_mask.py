from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.link import Linker
from classifiers.mask import hide, mask, mask_for, replace, slot, sources, without_overlap
from classifiers.mention import Mention
from classifiers.normalise import Normaliser, pieces
from classifiers.post import read_post
from tests.classifiers.conftest import CONTEST

NAMING = (
    *(
        "Wirasena",
        "Darmawangsa",
        "Melur Anjasmara",
        "Anjasmara",
        "Pak",
        "Bu",
        "IDOLA",
        "idola",
        "PEP",
    ),
    *(
        "#BerkibarKotaUji",
        "#IdolaKotaUji1",
        "@idola.kotauji",
        "nomor",
        "1",
        "2",
        "coblos",
        "-",
        "dan",
    ),
    *("pilkada", "Uji Semakin Terang"),
)
MENTIONS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 4), st.integers(0, 2)), max_size=6
).map(lambda found: [Mention(start, start + size, who, "name") for start, size, who in found])
POSTS = st.lists(
    st.sampled_from(NAMING),
    max_size=12,
).map(" ".join)


@given(MENTIONS)
def test_without_overlap_keeps_mentions_apart_and_in_order(mentions: list[Mention]) -> None:
    kept = without_overlap(mentions)
    assert all(a.end <= b.start for a, b in pairwise(kept))
    assert set(kept) <= set(mentions)


@given(MENTIONS)
def test_sources_cover_every_word_once(mentions: list[Mention]) -> None:
    words, kept = [str(number) for number in range(30)], without_overlap(mentions)
    places = sources(len(words), kept)
    assert [place for start, end in places for place in range(start, end)] == list(range(30))
    assert len(places) == len(replace(words, kept, ["x"] * len(kept)))


@settings(deadline=None)
@given(POSTS)
def test_mentions_of_any_post_stand_apart_and_every_masked_word_has_a_source(
    normaliser: Normaliser, text: str
) -> None:
    post = read_post(text, pieces(text), normaliser)
    mentions = Linker(CONTEST, normaliser).links(post).mentions
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    masked = mask(post.words, mentions)
    assert len(masked) == len(sources(len(post.words), mentions)) == len(hide(post.words, mentions))


def test_a_title_before_a_name_is_hidden_with_it(normaliser: Normaliser) -> None:
    def masked(text: str) -> list[str]:
        post = read_post(text, pieces(text), normaliser)
        return mask(post.words, Linker(CONTEST, normaliser).links(post).mentions)

    assert masked("bareng Bu Melur Anjasmara") == masked("bareng Pak Wirasena Baskoro")


def test_mask_for_shows_own_and_rival_mentions_as_different() -> None:
    words = ["pilih", "a", "bukan", "b"]
    mentions = [Mention(1, 2, 0, "name"), Mention(3, 4, 1, "name")]
    assert mask_for(words, mentions, 0) != mask_for(words, mentions, 1)
    turned = [Mention(1, 2, 1, "name"), Mention(3, 4, 0, "name")]
    assert mask_for(words, mentions, 0) == mask_for(words, turned, 1)


def test_mask_tells_who_is_named_first_not_who_it_is() -> None:
    words = ["a", "b"]
    first = [Mention(0, 1, 0, "name"), Mention(1, 2, 2, "name")]
    other = [Mention(0, 1, 2, "name"), Mention(1, 2, 1, "name")]
    assert mask(words, first) == mask(words, other) == [slot("name", 0), slot("name", 1)]
