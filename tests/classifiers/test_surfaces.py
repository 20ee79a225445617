from __future__ import annotations

import pytest

from classifiers.contest import Candidate
from classifiers.normalise import Normaliser
from classifiers.surfaces import forms_of


def names(normaliser: Normaliser, *names: str, aliases: tuple[str, ...] = ()) -> set[str]:
    candidate = Candidate(candidate_id="calon", names=names, aliases=aliases)
    return {" ".join(form.keys) for form in forms_of(candidate, 0, normaliser)}


@pytest.mark.parametrize(
    "name",
    [
        *("dr. Wirasena Baskoro", "drg Wirasena Baskoro, M.Si", "Uda Wirasena Baskoro"),
        *("Wirasena Baskoro S.Pd", "Wirasena Baskoro S.Pd., M.Pd", "Wirasena Baskoro SPt"),
        *("Jend. (Purn.) Wirasena Baskoro", "Kiai Wirasena Baskoro"),
        *("Kol. (Purn.) Wirasena Baskoro", "Kapten Wirasena Baskoro"),
        *("Mayjen TNI (Purn.) Wirasena Baskoro", "Kombes Pol. Wirasena Baskoro"),
        *("AKBP Drs. H. Wirasena Baskoro", "Ust. Wirasena Baskoro", "TGH Wirasena Baskoro"),
        *("Wirasena Baskoro SpOG", "dr. Wirasena Baskoro Sp.PD", "Ny. Wirasena Baskoro A.Md"),
    ],
)
def test_forms_of_a_name_with_titles_are_the_whole_and_those_of_the_name_without(
    normaliser: Normaliser, name: str
) -> None:
    plain = names(normaliser, "Wirasena Baskoro")
    added = names(normaliser, name) - plain
    assert plain <= names(normaliser, name)
    assert all("wirasena baskoro" in form for form in added)


@pytest.mark.parametrize("name", ["Hari Wirasena", "Wirasena Semoga", "Orang Wirasena"])
def test_forms_of_a_name_hold_no_everyday_word_alone(normaliser: Normaliser, name: str) -> None:
    found = names(normaliser, name)
    assert {form for form in found if " " not in form} == {"wirasena", "wrsn"}


@pytest.mark.parametrize("alias", ["Uda", "dr.", "S.Pd", "gue"])
def test_forms_of_an_alias_never_are_an_everyday_word_that_was_not_written(
    normaliser: Normaliser, alias: str
) -> None:
    alone = {form for form in names(normaliser, aliases=(alias,)) if " " not in form}
    assert alone.isdisjoint({"sudah", "dari", "pada", "aku"})


def test_forms_of_an_alias_that_is_a_shortening_are_as_written(normaliser: Normaliser) -> None:
    assert names(normaliser, aliases=("Bunda",)) == {"bunda"}


def test_forms_of_an_alias_may_be_an_everyday_word_that_was_written(normaliser: Normaliser) -> None:
    assert names(normaliser, aliases=("Semoga",)) == {"semoga"}


@pytest.mark.parametrize("link", ["www.wirasena.id", "https://wira-sena.id", "Tim https://uji.id"])
def test_forms_of_a_link_are_none_since_posts_hold_any(normaliser: Normaliser, link: str) -> None:
    assert names(normaliser, link, aliases=(link,)) == set()


def test_forms_of_a_party_of_three_equal_letters_are_those_three(normaliser: Normaliser) -> None:
    candidate = Candidate(candidate_id="calon", names=("Wirasena",), parties=("QQQ",))
    assert "qqq" in {form.keys[0] for form in forms_of(candidate, 0, normaliser)}
    assert "q" not in {form.keys[0] for form in forms_of(candidate, 0, normaliser)}
