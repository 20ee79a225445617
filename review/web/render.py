"""Rendering: templates with everything escaped, in the reader's language, times in WIB."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from review.roles import Permission
from review.web.device import device_name
from review.web.language import translator
from store.moment import WIB

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.responses import HTMLResponse

    from review.web.visit import Visit

TEMPLATES = Path(__file__).parent / "templates"
# Characters that turn the direction of text or hide it: a post could dress itself up as the page.
_HIDDEN = {
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F], "\ufffd"),
    **{code: "\ufffd" for code in range(32) if chr(code) not in "\t\n"},
}


def page(visit: Visit, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The template for a signed-in person, who stands in it as ``visit``."""
    from markupsafe import Markup

    token = Markup('<input type="hidden" name="csrf" value="{}">').format(visit.session.csrf_token)
    standing = {"visit": visit, "Permission": Permission, "csrf": lambda: token}
    return plain_page(template, visit.user.language, status, **standing, **values)


def plain_page(template: str, language: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The template in ``language``, for whoever it is."""
    from starlette.responses import HTMLResponse

    made = _environment(language).get_template(template).render(lang=language, **values)
    return HTMLResponse(made, status)


def harmless(text: str) -> str:
    """Text of a post with the characters shown that would hide or turn something."""
    return text.translate(_HIDDEN)


def in_wib(moment: datetime) -> str:
    """Date and time in WIB, such as ``27-10-2031 09.15 WIB``."""
    return moment.astimezone(WIB).strftime("%d-%m-%Y %H.%M WIB")


def minute_in_wib(moment: datetime) -> str:
    """The time in WIB once ``moment`` is past, such as ``09.16 WIB`` for 09:15:02."""
    return (moment + timedelta(seconds=59)).astimezone(WIB).strftime("%H.%M WIB")


def day_in_wib(moment: datetime) -> str:
    """The date in WIB, such as ``27-10-2031``."""
    return moment.astimezone(WIB).strftime("%d-%m-%Y")


@cache
def _environment(language: str) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    translate = translator(language)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translate, lambda one, many, count: translate(one if count == 1 else many), newstyle=True
    )
    made.filters.update(wib=in_wib, hari=day_in_wib, jam=minute_in_wib, aman=harmless)
    made.filters.update(perangkat=device_name)
    return made
