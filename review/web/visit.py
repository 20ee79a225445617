"""One request of a signed-in person, as the handlers of pages see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from review.roles import Permission, Role, may
from review.web.language import translator

if TYPE_CHECKING:
    from starlette.datastructures import UploadFile

    from review.desk import Desk
    from review.sessions import SessionBook
    from store.sessions import Session
    from store.users import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """``path``, ``query`` and ``form`` are what the browser sent, as text; ``files`` its uploads,
    already limited in size; ``address`` where it came from; ``now`` when it arrived."""

    desk: Desk
    book: SessionBook
    user: User
    session: Session
    url: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    files: Mapping[str, UploadFile]
    address: str
    now: datetime

    @property
    def language(self) -> str:
        """The person's language."""
        return self.user.language

    def may(self, permission: Permission) -> bool:
        """Whether this person may do that."""
        return may(Role(self.user.role), permission)

    def t(self, text: str) -> str:
        """The text in the person's language."""
        return translator(self.user.language)(text)
