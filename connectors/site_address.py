"""The address of a web site or feed, in one spelling."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urlsplit

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_SCHEME = re.compile(r"^(feed:)?(//)?(?=https?://)|^feed://", re.IGNORECASE)
_PORTS = {"https": 443, "http": 80}


class BadAddress(ValueError):
    """The text is no web address."""


def site_address(text: str) -> str:
    """Host and path of a site: ``contoh.id/blog``, without scheme unless it is plain http.

    The host is lower case and in its ASCII form; user names, query and fragment are not allowed or
    dropped; no slash at the end. Raises BadAddress.
    """
    return _address(text).partition("?")[0].removesuffix("/index.php")


def feed_address(text: str) -> str:
    """Like ``site_address``, with the query, which may say which feed is meant."""
    return _address(text)


def web_url(address: str) -> str:
    """The URL of a site or feed address."""
    return address if address.startswith("http://") else f"https://{address}"


def same_site(one: str, other: str) -> bool:
    """Whether two addresses lie on one server, with or without ``www.`` and TLS."""
    return _server(one) == _server(other)


def _address(text: str) -> str:
    bare = _SCHEME.sub("", text)
    try:
        parts = urlsplit(bare if "://" in bare else f"https://{bare}")
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise BadAddress("no web address") from None
    if parts.scheme not in _PORTS or parts.username is not None:
        raise BadAddress("no plain http or https address")
    prefix = "http://" if parts.scheme == "http" else ""
    suffix = f":{port}" if port and port != _PORTS[parts.scheme] else ""
    path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~?')}" if parts.query else ""
    return f"{prefix}{_host(host)}{suffix}{path}{query}"


def _host(host: str) -> str:
    """``host`` in ASCII; a name needs a dot, unless it is this machine's."""
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return f"[{ip}]" if ip.version == 6 else str(ip)
    try:
        name = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise BadAddress("no host name") from None
    labels = name.split(".")
    fit = len(name) <= 253 and all(_LABEL.fullmatch(label) for label in labels)
    if not fit or (len(labels) < 2 and name != "localhost"):
        raise BadAddress("no host name")
    return name


def _server(url: str) -> tuple[str, int]:
    """Host without ``www.`` and port, the two web ports counting as one."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        return "", 0
    return (parts.hostname or "").removeprefix("www."), 443 if port == 80 else port
