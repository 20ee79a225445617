"""One safe exchange with a server: the only module that knows the HTTP library.

Addresses come from people and from servers, so every connection goes to an address that was
looked up once, found public, and then used as it is: a name that answers differently a moment
later (DNS rebinding) gains nothing. ``Host`` and the certificate check keep the name.
"""

from __future__ import annotations

import ipaddress
import math
import socket
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

# The swap to httpx2 is these two lines (import httpcore2 as httpcore, httpx2 as httpx).
import httpcore
import httpx

from connectors.errors import AccountNotPublic, AnswerTooLarge, NetworkFailed

Transport = httpx.BaseTransport

_deadline: ContextVar[float] = ContextVar("deadline", default=math.inf)


class Interrupted(Exception):
    """The exchange broke off in a way that may be better next time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Times in seconds; ``max_bytes`` counts the body after decompression."""

    connect_s: float
    read_s: float
    total_s: float
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: header names in lower case, ``url`` the one that answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    fetched_at: datetime


class Network:
    """Fetches one URL at a time, without redirects, cookies, proxies or retries. Thread-safe."""

    def __init__(self, limits: Limits, user_agent: str, transport: Transport) -> None:
        self._limits = limits
        self._headers = {"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": "gzip"}
        self._times = httpx.Timeout(limits.read_s, connect=limits.connect_s).as_dict()
        self._transport = transport

    def fetch(self, url: str, headers: Mapping[str, str]) -> Answer:
        """One GET.

        Raises:
            Interrupted: worth another attempt.
            AccountNotPublic: the address is not a public one.
            AnswerTooLarge: the body is larger than allowed.
            NetworkFailed: no attempt can help.
        """
        token = _deadline.set(time.monotonic() + self._limits.total_s)
        try:
            with closing(self._ask(url, headers)) as response:
                return self._answer(url, response)
        except (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError) as error:
            raise _failure(error) from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise NetworkFailed(
                f"not a web address that can be asked: {type(error).__name__}"
            ) from None
        finally:
            _deadline.reset(token)

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def _ask(self, url: str, headers: Mapping[str, str]) -> httpx.Response:
        # The transport itself: a client would add cookies, proxies and its own redirects.
        extensions = {"timeout": self._times}
        sent = {**self._headers, **headers}
        return self._transport.handle_request(
            httpx.Request("GET", url, headers=sent, extensions=extensions)
        )

    def _answer(self, url: str, response: httpx.Response) -> Answer:
        headers = dict(response.headers.items())
        encoding = headers.get("content-encoding", "identity").strip().lower() or "identity"
        if not isinstance(response.stream, httpx.SyncByteStream):
            raise TypeError("expected a transport for blocking use")
        body = b"".join(_decoded(iter(response.stream), encoding, self._limits.max_bytes))
        return Answer(response.status_code, headers, body, url, datetime.now(UTC))


def public_transport(*, loopback: bool) -> Transport:
    """A transport that connects to public addresses only; ``loopback`` allows this machine too."""
    return _PublicTransport(loopback)


class _PublicTransport(httpx.HTTPTransport):
    def __init__(self, loopback: bool) -> None:
        context = httpx.create_ssl_context()
        super().__init__(verify=context)
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=64,
            max_keepalive_connections=16,
            keepalive_expiry=15.0,
            network_backend=PublicBackend(loopback=loopback),
        )


class PublicBackend(httpcore.NetworkBackend):
    """Connects to a name's addresses after all of them were found public."""

    def __init__(self, *, loopback: bool, backend: httpcore.NetworkBackend | None = None) -> None:
        self._loopback = loopback
        self._backend = backend or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first of the checked addresses that accepts."""
        failure: Exception = httpcore.ConnectError("the name has no address")
        for address in checked_addresses(host, port, loopback=self._loopback):
            left = _time_left(timeout, httpcore.ConnectTimeout)
            try:
                stream = self._backend.connect_tcp(
                    address, port, left, local_address, socket_options
                )
                return _TimedStream(stream)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """Ends at the deadline of the exchange: a server that drips bytes cannot hold the run."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _time_left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _time_left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _time_left(timeout, httpcore.ConnectTimeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def checked_addresses(host: str, port: int, *, loopback: bool) -> list[str]:
    """The addresses of ``host``, each once, in the resolver's order.

    Raises:
        AccountNotPublic: one of them is not public (or, if allowed, this machine).
        httpcore.ConnectError: the name has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise httpcore.ConnectError("the name has no address") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not (is_public(address) or (loopback and _is_loopback(address))):
            raise AccountNotPublic("the name leads to an address that is not public")
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet's, also when wrapped in IPv6."""
    ip = _unwrapped(address)
    special = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_link_local
    return ip.is_global and not special and not getattr(ip, "is_site_local", False)


def _is_loopback(address: str) -> bool:
    return _unwrapped(address).is_loopback


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _unwrapped(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address inside a mapped, 6to4, Teredo or NAT64 IPv6 address, else the address."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)


def _time_left(timeout: float | None, late: type[Exception]) -> float:
    left = min(math.inf if timeout is None else timeout, _deadline.get() - time.monotonic())
    if left <= 0:
        raise late("the whole exchange took too long")
    return left


def _failure(error: Exception) -> Exception:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return NetworkFailed("the server's certificate is not trusted")
    return Interrupted(_REASONS.get(type(error), "the connection broke"))


_REASONS: dict[type[Exception], str] = {
    httpx.ConnectError: "no connection",
    httpx.ConnectTimeout: "no connection in time",
    httpx.ReadTimeout: "no answer in time",
    httpx.RemoteProtocolError: "the answer broke off before its end or was not HTTP",
}


def _decoded(chunks: Iterator[bytes], encoding: str, max_bytes: int) -> Iterator[bytes]:
    """The body in pieces, decompressed, never holding more than ``max_bytes`` in all."""
    unpack = {"identity": _plain, "gzip": _gunzipped, "x-gzip": _gunzipped}.get(encoding)
    if unpack is None:
        raise NetworkFailed("the answer is packed in a way that was not asked for")
    room = max_bytes
    for piece in unpack(chunks, max_bytes):
        room -= len(piece)
        if room < 0:
            raise AnswerTooLarge(f"the answer is larger than {max_bytes} bytes")
        yield piece


def _plain(chunks: Iterator[bytes], _most: int) -> Iterator[bytes]:
    return chunks


def _gunzipped(chunks: Iterator[bytes], most: int) -> Iterator[bytes]:
    gunzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    begun = False
    try:
        for chunk in chunks:
            begun = True
            yield gunzip.decompress(chunk, most + 1)
            if gunzip.eof:
                return
    except zlib.error:
        raise Interrupted("the packed answer is damaged") from None
    if begun:
        raise Interrupted("the packed answer broke off before its end")
