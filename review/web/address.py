"""Where a request comes from."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

if TYPE_CHECKING:
    from config.review import ReviewRules

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def address_of(request: HTTPConnection, rules: ReviewRules) -> str:
    """The address of the browser, or of the last one on the way that is not the office's own proxy.

    Anybody can write ``X-Forwarded-For``, so it is read from its end, and only as far as the
    office's own proxies wrote it.
    """
    address = request.client.host if request.client else ""
    forwarded = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    while _is_proxy(address, rules.trusted_proxies) and forwarded:
        last = forwarded.pop().strip()
        if not last:
            break
        address = last
    return address


def _is_proxy(address: str, proxies: Collection[Address]) -> bool:
    try:
        return ipaddress.ip_address(address) in proxies
    except ValueError:
        return False
