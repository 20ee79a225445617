"""Who may see and do what: one table, walked through by the tests."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What somebody is in the review page; everybody has exactly one."""

    ANALIS = "analis"
    PENYELIA = "penyelia"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Permission(StrEnum):
    """Something a page or an action needs."""

    OWN_ACCOUNT = "akun_sendiri"
    SEE_RULES = "lihat_pedoman"
    SEE_QUEUE = "lihat_antrean"
    REVIEW = "telaah"
    SEE_ORIGINAL = "buka_tautan_asli"
    LAST_WORD = "putuskan_beda_pendapat"
    SEE_CASES = "lihat_kasus"
    WORK_CASES = "kerjakan_kasus"
    REVEAL_IDENTITY = "buka_identitas"
    JUDGE_OBJECTION = "putuskan_keberatan"
    SEE_OVERVIEW = "lihat_ikhtisar"
    SEE_AUDIT = "lihat_jejak"
    EXPORT = "ekspor"
    MANAGE_USERS = "kelola_pengguna"


_P = Permission
_REVIEWING = {_P.SEE_QUEUE, _P.REVIEW, _P.SEE_ORIGINAL}
MAY: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.ANALIS: frozenset({_P.OWN_ACCOUNT, _P.SEE_RULES, *_REVIEWING}),
        Role.PENYELIA: frozenset(
            {
                _P.OWN_ACCOUNT,
                _P.SEE_RULES,
                *_REVIEWING,
                _P.LAST_WORD,
                _P.SEE_CASES,
                _P.WORK_CASES,
                _P.REVEAL_IDENTITY,
                _P.JUDGE_OBJECTION,
                _P.SEE_OVERVIEW,
                _P.EXPORT,
            }
        ),
        # Reads everything that carries no identity, and changes nothing.
        Role.AUDITOR: frozenset(
            {
                _P.OWN_ACCOUNT,
                _P.SEE_RULES,
                _P.SEE_QUEUE,
                _P.SEE_CASES,
                _P.SEE_OVERVIEW,
                _P.SEE_AUDIT,
                _P.EXPORT,
            }
        ),
        # Gives access to others and has none to cases.
        Role.ADMIN: frozenset({_P.OWN_ACCOUNT, _P.SEE_RULES, _P.MANAGE_USERS}),
    }
)
"""What each role may."""


def may(role: Role, permission: Permission) -> bool:
    """Whether ``role`` has ``permission``."""
    return permission in MAY[role]
