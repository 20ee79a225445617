"""One spelling for every account: what people paste, made into the handle that is registered.

Pure; asks no server. Two spellings of one account give one handle, and a handle gives itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

from connectors.site_address import BadAddress, feed_address, site_address

_DID = re.compile(r"did:plc:[a-z2-7]{24}|did:web:[a-z0-9.-]+(%3a\d+)?")
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}")


class HandleError(ValueError):
    """A text that names no account of the platform.

    The message quotes the start of the text for the person who typed it: show it, do not log it.
    """

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(f"expected {expected}, found {found[:40]!r}")
        self.expected = expected
        self.found = found


def normalise_handle(platform: str, text: str) -> str:
    """The registered form of a handle or address of an account.

    Raises:
        HandleError: the platform is unknown, or the text names none of its accounts.
    """
    rule = _RULES.get(platform)
    if rule is None:
        raise HandleError(f"a platform out of {', '.join(PLATFORMS)}", platform)
    clean = _visible(text)
    try:
        handle = rule.read(clean)
    except BadAddress:
        handle = None
    if not handle:
        raise HandleError(rule.expected, clean)
    return handle


@dataclass(frozen=True, slots=True)
class _Rule:
    expected: str
    read: Callable[[str], str | None]


def _visible(text: str) -> str:
    """``text`` without the invisible marks that copying from a page brings along."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if unicodedata.category(c) not in {"Cf", "Cc"}).strip()


def _path(text: str, hosts: str) -> str | None:
    """Path and query of ``text`` if it is an address on one of ``hosts``, else None."""
    found = re.match(rf"(https?://)?((www|m|mobile|web)\.)?({hosts})(?=[/?#]|$)", text, re.I)
    return text[found.end() :].partition("#")[0].strip("/") if found else None


def _named(
    hosts: str, pattern: str, *, reserved: str = "", sign: str = ""
) -> Callable[[str], str | None]:
    """A reader of plain names: ``name``, ``@name``, or the first part of an address's path.

    ``sign`` is what that part must begin with in an address; ``reserved`` are names that are
    pages of the platform itself.
    """
    whole, pages = re.compile(pattern), frozenset(reserved.split())

    def read(text: str) -> str | None:
        path = _path(text, hosts)
        name = text if path is None else unquote(re.split(r"[/?]", path)[0])
        if path is not None and not name.startswith(sign):
            return None
        name = name.removeprefix("@").lower()
        return name if whole.fullmatch(name) and name not in pages else None

    return read


def _bluesky(text: str) -> str | None:
    path = _path(text, "bsky.app")
    name = text if path is None else path.removeprefix("profile/").partition("/")[0]
    name = unquote(name).removeprefix("at://").removeprefix("@").lower()
    if _DID.fullmatch(name):
        return name.replace("%3a", "%3A")
    return name if _DOMAIN.fullmatch(name) else None


def _facebook(text: str) -> str | None:
    path = _path(text, r"facebook\.com|fb\.com") or text
    if path.startswith("profile.php"):
        return _digits(parse_qs(path.partition("?")[2]).get("id", [""])[0])
    parts = path.partition("?")[0].split("/")
    if parts[0] in {"people", "pages", "p"} and len(parts) > 1:
        return _digits(re.split(r"[-/]", "/".join(parts))[-1])
    return _FACEBOOK_NAME(text)


def _digits(text: str) -> str | None:
    return text if re.fullmatch(r"[0-9]{5,20}", text) else None


def _youtube(text: str) -> str | None:
    path = _path(text, r"youtube\.com")
    name = unquote((text if path is None else path.removeprefix("channel/")).partition("/")[0])
    if re.fullmatch(r"UC[A-Za-z0-9_-]{22}", name):
        return name
    if path is not None and not name.startswith("@"):
        return None
    name = name.removeprefix("@").lower()
    return f"@{name}" if re.fullmatch(r"[\w.·-]{3,30}", name) else None


def _telegram(text: str) -> str | None:
    path = _path(text, r"t\.me|telegram\.me")
    return _TELEGRAM_NAME(text if path is None else path.removeprefix("s/"))


def _mastodon(text: str) -> str | None:
    found = re.fullmatch(r"(?:https?://)?([^/@\s]+)/(?:@|users/)([^/?#\s]+)(?:[/?#].*)?", text)
    name = text.removeprefix("@")
    if found:
        name = found[2] if "@" in found[2] else f"{found[2]}@{found[1]}"
    user, _, host = name.lower().partition("@")
    fit = re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?", user) and _DOMAIN.fullmatch(host)
    return f"{user}@{host}" if fit else None


_FACEBOOK_NAME = _named(
    r"facebook\.com|fb\.com",
    r"[a-z0-9.]{5,50}",
    reserved="groups events watch share story.php photo.php permalink.php",
)
_TELEGRAM_NAME = _named(r"t\.me", r"[a-z][a-z0-9_]{3,31}", reserved="joinchat addstickers share")
_INSTAGRAM_NAME = r"[a-z0-9_](?:[a-z0-9._]{0,28}[a-z0-9_])?"

_RULES: dict[str, _Rule] = {
    "bluesky": _Rule("a name like budi.bsky.social, its profile address, or a DID", _bluesky),
    "wordpress": _Rule("the address of a site, like contoh.id", site_address),
    "feed": _Rule("the address of a feed, like contoh.id/feed", feed_address),
    "x": _Rule(
        "a name of up to 15 letters, digits and _, or its profile address",
        _named(
            r"x\.com|twitter\.com",
            r"[a-z0-9_]{1,15}",
            reserved="home search i intent hashtag share explore settings",
        ),
    ),
    "instagram": _Rule(
        "a name of up to 30 letters, digits, dots and _, or its profile address",
        _named(
            r"instagram\.com", _INSTAGRAM_NAME, reserved="p reel reels stories explore tv accounts"
        ),
    ),
    "facebook": _Rule("a page's or profile's name, number or address", _facebook),
    "tiktok": _Rule(
        "a name of 2 to 24 letters, digits, dots and _, or its profile address",
        _named(r"tiktok\.com", r"[a-z0-9_.]{1,23}[a-z0-9_]", sign="@"),
    ),
    "threads": _Rule(
        "a name of up to 30 letters, digits, dots and _, or its profile address",
        _named(r"threads\.(?:net|com)", _INSTAGRAM_NAME, sign="@"),
    ),
    "youtube": _Rule("a name like @budi, a channel id UC…, or the address of either", _youtube),
    "telegram": _Rule("the name or address of a public channel, like t.me/budi", _telegram),
    "mastodon": _Rule("a name like budi@contoh.id, or its profile address", _mastodon),
}

PLATFORMS: tuple[str, ...] = tuple(_RULES)
"""The platforms whose accounts can be registered."""
