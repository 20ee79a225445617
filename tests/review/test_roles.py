"""The role table, as the office reads it."""

from __future__ import annotations

import pytest

from review.roles import MAY, Permission, Role, may

P = Permission


def test_every_role_has_an_account_and_reads_the_rules() -> None:
    assert set(MAY) == set(Role)
    for role in Role:
        assert may(role, P.OWN_ACCOUNT)
        assert may(role, P.SEE_RULES)


def test_every_permission_is_somebodys() -> None:
    assert set().union(*MAY.values()) == set(Permission)


def test_an_admin_manages_access_and_has_none_to_cases() -> None:
    assert MAY[Role.ADMIN] == {P.OWN_ACCOUNT, P.SEE_RULES, P.MANAGE_USERS}
    assert [role for role in Role if may(role, P.MANAGE_USERS)] == [Role.ADMIN]


def test_identity_is_opened_by_a_penyelia_only() -> None:
    assert [role for role in Role if may(role, P.REVEAL_IDENTITY)] == [Role.PENYELIA]


def test_an_auditor_changes_nothing() -> None:
    changes = {P.REVIEW, P.LAST_WORD, P.WORK_CASES, P.JUDGE_OBJECTION, P.MANAGE_USERS}
    assert not MAY[Role.AUDITOR] & (changes | {P.REVEAL_IDENTITY, P.SEE_ORIGINAL})


@pytest.mark.parametrize("permission", [P.SEE_CASES, P.WORK_CASES, P.LAST_WORD, P.SEE_OVERVIEW])
def test_an_analis_sees_items_and_no_case(permission: Permission) -> None:
    assert not may(Role.ANALIS, permission)
