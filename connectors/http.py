"""The one client every connector reads through: identity, pace, retries, redirects, refusals."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

import stamina

from connectors.errors import (
    BudgetSpent,
    ConnectorError,
    CredentialsRejected,
    NetworkFailed,
    PlatformChanged,
    PlatformRefused,
)
from connectors.network import (
    Answer,
    Interrupted,
    Limits,
    Network,
    Transport,
    public_transport,
)
from connectors.pace import HostPace, asked_rest

__all__ = ["Answer", "HttpClient", "HttpPolicy", "with_params"]

MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TOO_EARLY = frozenset({408, 425, 429})
_SAFE_HEADERS = frozenset({"accept", "if-none-match", "if-modified-since"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpPolicy:
    """How the client behaves towards servers.

    ``contact`` is an address where a platform's operator reaches the office. Times are seconds;
    ``total_timeout_s`` covers one whole exchange. ``max_bytes`` limits one decompressed answer.
    ``requests_per_minute`` and ``budget_requests`` count per host, the latter for the life of a
    client, which is one run. A server that asks for a rest longer than ``max_wait_s`` is not
    asked again. ``allow_loopback`` is for tests and the demo: this machine, nothing else private.
    """

    contact: str
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 30.0
    total_timeout_s: float = 120.0
    attempts: int = 4
    backoff_s: float = 0.5
    max_bytes: int = 10 * 1024 * 1024
    requests_per_minute: int = 120
    budget_requests: int = 20_000
    max_wait_s: float = 120.0
    allow_loopback: bool = False

    def __post_init__(self) -> None:
        if not (self.contact.isascii() and self.contact.isprintable() and self.contact.strip()):
            raise ValueError("contact: expected an e-mail or web address in ASCII")

    @property
    def user_agent(self) -> str:
        """Who asks, in every request."""
        return f"Netra/0.1 (+{self.contact})"


class HttpClient:
    """Reads public pages politely. Thread-safe; one client serves one run."""

    def __init__(self, policy: HttpPolicy, transport: Transport | None = None) -> None:
        self._policy = policy
        limits = Limits(
            policy.connect_timeout_s,
            policy.read_timeout_s,
            policy.total_timeout_s,
            policy.max_bytes,
        )
        transport = transport or public_transport(loopback=policy.allow_loopback)
        self._network = Network(limits, policy.user_agent, transport)
        self._paces: dict[str, HostPace] = {}
        self._lock = threading.Lock()

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer to a GET; also one that says 304, 404, 410 or another 4xx.

        Raises:
            CredentialsRejected: 401.
            PlatformRefused: 403.
            BudgetSpent: 429 to the end, no request left, or a body too large.
            AccountNotPublic: the address, or one it redirects to, is not a public one.
            PlatformChanged: more than five redirects, or one that leaves the web.
            NetworkFailed: no usable answer after all attempts.
        """
        target, sent = with_params(url, params or {}), dict(headers or {})
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._exchange(_web_address(target), sent)
            onward = _redirect(answer)
            if onward is None:
                return _unrefused(answer)
            if _host(onward) != _host(target):
                sent = {name: sent[name] for name in sent if name.lower() in _SAFE_HEADERS}
            target = onward
        raise PlatformChanged(f"expected at most {MAX_REDIRECTS} redirects, found more")

    def close(self) -> None:
        """Close all connections."""
        self._network.close()

    def _exchange(self, url: str, headers: Mapping[str, str]) -> Answer:
        policy = self._policy
        attempts = stamina.retry_context(
            on=_rest_before_next,
            attempts=policy.attempts,
            timeout=None,
            wait_initial=policy.backoff_s,
            wait_jitter=policy.backoff_s,
            wait_max=policy.max_wait_s,
        )
        try:
            for attempt in attempts:
                with attempt:
                    return self._once(url, headers)
        except _Again as again:
            raise again.final from None
        raise AssertionError("retry_context yields at least one attempt")

    def _once(self, url: str, headers: Mapping[str, str]) -> Answer:
        pace = self._pace(_host(url))
        pace.enter()
        try:
            answer = self._network.fetch(url, headers)
        except Interrupted as error:
            raise _Again(NetworkFailed(str(error))) from None
        if answer.status not in _TOO_EARLY and answer.status < 500:
            return answer
        rest, final = asked_rest(answer.headers), _unanswered(answer.status)
        if rest is not None:
            pace.rest(rest)
            if rest > self._policy.max_wait_s:
                raise final
        raise _Again(final)

    def _pace(self, host: str) -> HostPace:
        policy = self._policy
        with self._lock:
            if host not in self._paces:
                self._paces[host] = HostPace(
                    policy.requests_per_minute, policy.budget_requests, policy.max_wait_s
                )
            return self._paces[host]


class _Again(Exception):
    """Another attempt may help; ``final`` is what to raise when none is left."""

    def __init__(self, final: ConnectorError) -> None:
        super().__init__(str(final))
        self.final = final


def _rest_before_next(error: Exception) -> bool:
    return isinstance(error, _Again)


def _unanswered(status: int) -> ConnectorError:
    if status == 429:
        return BudgetSpent("429 to the last attempt, or with a longer rest than allowed")
    return NetworkFailed(f"{status} to the last attempt")


def _unrefused(answer: Answer) -> Answer:
    if answer.status == 401:
        raise CredentialsRejected("401: the server wants credentials")
    if answer.status == 403:
        raise PlatformRefused("403: the server refuses")
    return answer


def _redirect(answer: Answer) -> str | None:
    location = answer.headers.get("location")
    if answer.status not in _REDIRECTS or not location:
        return None
    try:
        return urljoin(answer.url, location)
    except ValueError:
        raise PlatformChanged("expected a redirect to a web address, found none") from None


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        fit = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
        _ = parts.port
    except ValueError:
        fit = False
    if not fit:
        raise PlatformChanged("expected an http or https address without user name")
    return url


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def with_params(url: str, params: Mapping[str, str | int]) -> str:
    """``url`` with ``params`` added to the query it may already have."""
    if not params:
        return url
    base, _, fragment = url.partition("#")
    joined = base + ("&" if "?" in base else "?") + urlencode(params)
    return f"{joined}#{fragment}" if fragment else joined
