"""Signing in by the office's identity provider: OpenID Connect, authorization code with PKCE.

OpenID Connect Core 1.0, section 3.1 (https://openid.net/specs/openid-connect-core-1_0.html),
RFC 7636 (PKCE), RFC 9207 (``iss`` of the answer). The provider says who somebody is, never what
they may: a subject nobody entered is nobody.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode

from review.errors import ProviderFailed

if TYPE_CHECKING:
    import httpx

    from config.review import Oidc

_TIMEOUT_S = 10.0
_LEEWAY_S = 60
# Asymmetric only: with a shared one the secret would sign, and `none` signs nothing.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA", "Ed25519")


@dataclass(frozen=True, slots=True)
class Errand:
    """One trip to the provider and back. The browser carries ``secret``; state, nonce and the PKCE
    verifier follow from it, so that only this browser can finish what it began."""

    secret: str
    onwards: str

    @classmethod
    def begin(cls, onwards: str) -> Errand:
        """A new trip, after which the browser goes to ``onwards``."""
        return cls(secrets.token_urlsafe(32), onwards)

    @classmethod
    def from_cookie(cls, text: str) -> Errand | None:
        """The trip that a browser carries, if it does."""
        secret, _, onwards = text.partition(".")
        return cls(secret, unquote(onwards)) if len(secret) >= 43 else None

    def to_cookie(self) -> str:
        """As the browser carries it."""
        return f"{self.secret}.{quote(self.onwards, safe='')}"

    @property
    def state(self) -> str:
        """What the provider sends back unchanged."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        """What the provider signs into the token."""
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """What proves that whoever began also finishes."""
        return self._derived("verifier")

    @property
    def challenge(self) -> str:
        """What the provider sees of the verifier beforehand (S256)."""
        return _base64(hashlib.sha256(self.verifier.encode()).digest())

    def _derived(self, purpose: str) -> str:
        return _base64(hmac.digest(self.secret.encode(), purpose.encode(), "sha256"))


class Provider:
    """The office's identity provider; ``client`` is closed by whoever gave it."""

    def __init__(self, oidc: Oidc, secret: str, client: httpx.Client) -> None:
        self._oidc = oidc
        self._secret = secret
        self._client = client

    def address(self, errand: Errand) -> str:
        """Where the browser goes to sign in.

        Raises:
            ProviderFailed: the provider does not answer, or not as one does.
        """
        asked = {
            "response_type": "code",
            "scope": "openid",
            "client_id": self._oidc.client_id,
            "redirect_uri": self._oidc.return_to,
            "state": errand.state,
            "nonce": errand.nonce,
            "code_challenge": errand.challenge,
            "code_challenge_method": "S256",
        }
        endpoint = _text(self._configuration(), "authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    def subject(self, answer: Mapping[str, str], errand: Errand, now: datetime) -> str:
        """Who came back, by the provider's name for them, from what the browser brought.

        Raises:
            ProviderFailed: the answer is an error or another errand's, or the token is not sound.
        """
        if not hmac.compare_digest(answer.get("state", "").encode(), errand.state.encode()):
            raise ProviderFailed("the answer belongs to another sign-in")
        if answer.get("iss", self._oidc.issuer) != self._oidc.issuer:
            raise ProviderFailed("the answer comes from another provider")
        if not answer.get("code"):
            raise ProviderFailed("the provider refused")
        configuration = self._configuration()
        token = self._token(configuration, answer["code"], errand)
        return self._claims(configuration, token, errand, now)

    def _configuration(self) -> Mapping[str, Any]:
        issuer = self._oidc.issuer
        found = self._json(
            self._client.build_request(
                "GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration"
            )
        )
        if found.get("issuer") != issuer:
            raise ProviderFailed("the provider calls itself by another name than `issuer`")
        return found

    def _token(self, configuration: Mapping[str, Any], code: str, errand: Errand) -> str:
        # RFC 6749, section 2.3.1: both are form-encoded before they are joined.
        pair = f"{quote(self._oidc.client_id, safe='')}:{quote(self._secret, safe='')}"
        request = self._client.build_request(
            "POST",
            _text(configuration, "token_endpoint"),
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self._oidc.return_to,
                "code_verifier": errand.verifier,
            },
            headers={"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"},
        )
        return _text(self._json(request), "id_token")

    def _claims(
        self, configuration: Mapping[str, Any], token: str, errand: Errand, now: datetime
    ) -> str:
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        found = self._json(self._client.build_request("GET", _text(configuration, "jwks_uri")))
        registry = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": self._oidc.issuer},
            aud={"essential": True, "value": self._oidc.client_id},
            nonce={"essential": True, "value": errand.nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            keys = KeySet.import_key_set({"keys": found["keys"]})
            claims = jwt.decode(token, keys, algorithms=_ALGORITHMS).claims
            registry.validate(claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise ProviderFailed(f"the token is not sound ({type(error).__name__})") from error
        if claims.get("azp", self._oidc.client_id) != self._oidc.client_id:
            raise ProviderFailed("the token was made for another client")
        return str(claims["sub"])

    def _json(self, request: httpx.Request) -> Mapping[str, Any]:
        import httpx

        try:
            answer = self._client.send(request)
            answer.raise_for_status()
            found = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderFailed(f"no sound answer ({type(error).__name__})") from error
        if not isinstance(found, dict):
            raise ProviderFailed("no sound answer")
        return found


def http_client() -> httpx.Client:
    """A client for the provider: no redirects, ten seconds."""
    import httpx

    return httpx.Client(timeout=_TIMEOUT_S)


def _text(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    if not isinstance(value, str) or not value:
        raise ProviderFailed(f"the provider's answer lacks `{key}`")
    return value


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
