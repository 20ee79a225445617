"""What the identity provider says is believed only when it is sound in every part."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from config.errors import ConfigError
from config.oidc import load_oidc_secret
from config.review import Oidc
from review.errors import ProviderFailed
from review.oidc import Errand, Provider
from tests.review.desk import START

ISSUER = "https://sso.example"
SECRET = "rahasia sepanjang tiga puluh dua huruf"  # noqa: S105
OIDC = Oidc(
    issuer=ISSUER,
    client_id="netra",
    name="SSO",
    return_to="https://netra.example/masuk/oidc/kembali",
)
KEY, OTHER = (RSAKey.generate_key(2048, {"kid": name}) for name in ("satu", "lain"))
ERRAND = Errand.begin("/saya")
NOW = int(START.timestamp())
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "aud": "netra",
    "sub": "sub-7",
    "nonce": ERRAND.nonce,
    "iat": NOW,
    "exp": NOW + 300,
}
Sign = Callable[[Mapping[str, Any]], str]


def signed(claims: Mapping[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "satu"}, dict(claims), KEY)


def provider(token: str, configuration: Mapping[str, str] | None = None) -> Provider:
    """A provider that answers every code with this token."""
    known = configuration or {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/auth?realm=asn",
        "token_endpoint": f"{ISSUER}/token",
        "jwks_uri": f"{ISSUER}/jwks",
    }
    answers = {
        "/.well-known/openid-configuration": known,
        "/token": {"id_token": token},
        "/jwks": {"keys": [KEY.as_dict(private=False)]},
    }

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=answers[request.url.path])

    return Provider(OIDC, SECRET, httpx.Client(transport=httpx.MockTransport(answer)))


def back(**changes: str) -> dict[str, str]:
    return {"code": "kode", "state": ERRAND.state, **changes}


def test_a_sound_token_says_who_came() -> None:
    assert provider(signed(CLAIMS)).subject(back(iss=ISSUER), ERRAND, START) == "sub-7"


def test_one_client_among_several_when_the_token_was_made_for_it_is_fine() -> None:
    claims = {**CLAIMS, "aud": ["netra", "lain"], "azp": "netra"}
    assert provider(signed(claims)).subject(back(), ERRAND, START) == "sub-7"


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://jahat.example"},
        {"aud": "lain"},
        {"aud": ["lain"]},
        {"azp": "lain"},
        {"nonce": Errand.begin("/").nonce},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
        {"exp": NOW - 61},
        {"exp": None},
        {"iat": NOW + 3_600},
        {"nbf": NOW + 3_600},
    ],
    ids=str,
)
def test_a_token_that_is_wrong_in_one_claim_is_not_believed(wrong: dict[str, Any]) -> None:
    claims = {name: value for name, value in {**CLAIMS, **wrong}.items() if value is not None}
    with pytest.raises(ProviderFailed):
        provider(signed(claims)).subject(back(), ERRAND, START)


FORGERIES: dict[str, Sign] = {
    "another key": lambda claims: jwt.encode({"alg": "RS256", "kid": "satu"}, dict(claims), OTHER),
    "unknown key": lambda claims: jwt.encode({"alg": "RS256", "kid": "lain"}, dict(claims), OTHER),
    "the shared secret": lambda claims: jwt.encode(
        {"alg": "HS256"}, dict(claims), OctKey.import_key(SECRET)
    ),
    "no signature": lambda claims: signed(claims).rpartition(".")[0] + ".",
    "no algorithm": lambda claims: "eyJhbGciOiJub25lIn0." + signed(claims).split(".")[1] + ".",
    "no token": lambda _: "bukan token",
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_token_that_the_provider_did_not_sign_is_not_believed(forge: Sign) -> None:
    with pytest.raises(ProviderFailed):
        provider(forge(CLAIMS)).subject(back(), ERRAND, START)


@pytest.mark.parametrize(
    "answer",
    [
        {"code": "kode"},
        back(state="lain"),
        back(state="é"),
        back(iss="https://jahat.example"),
        {"state": ERRAND.state, "error": "access_denied"},
    ],
    ids=str,
)
def test_an_answer_that_is_not_this_errands_is_not_followed(answer: dict[str, str]) -> None:
    with pytest.raises(ProviderFailed):
        provider(signed(CLAIMS)).subject(answer, ERRAND, START)


@pytest.mark.parametrize("lacking", ["issuer", "authorization_endpoint"])
def test_a_provider_that_describes_itself_wrongly_is_not_asked(lacking: str) -> None:
    known = {"issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/auth"}
    del known[lacking]
    with pytest.raises(ProviderFailed):
        provider("", {**known, "x": "y"}).address(ERRAND)


def test_the_address_carries_the_challenge_and_never_the_verifier() -> None:
    address = provider("").address(ERRAND)
    asked = parse_qs(urlsplit(address).query)
    assert asked["realm"] == ["asn"]
    assert asked["code_challenge"] == [ERRAND.challenge]
    assert ERRAND.verifier not in address
    assert ERRAND.secret not in address


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_an_errand_comes_back_from_its_cookie_as_it_left(onwards: str) -> None:
    errand = Errand.begin("/" + onwards)
    cookie = errand.to_cookie()
    assert cookie.isascii()
    assert not set(cookie) & set(' ",;\\')
    assert Errand.from_cookie(cookie) == errand


@pytest.mark.parametrize("cookie", ["", "pendek./saya", "." * 50])
def test_a_cookie_that_is_none_is_no_errand(cookie: str) -> None:
    assert Errand.from_cookie(cookie) is None


def test_the_secret_comes_from_the_environment_or_a_file_it_names(tmp_path: Path) -> None:
    path = tmp_path / "rahasia"
    path.write_text("dari berkas\n", "utf-8")
    assert load_oidc_secret({"NETRA_OIDC_SECRET": "langsung"}) == "langsung"
    assert load_oidc_secret({"NETRA_OIDC_SECRET_FILE": str(path)}) == "dari berkas"


@pytest.mark.parametrize("environment", [{}, {"NETRA_OIDC_SECRET_FILE": "/tidak/ada"}], ids=str)
def test_no_secret_is_one_clear_error(environment: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as error:
        load_oidc_secret(environment)
    assert "expected" in str(error.value)
    assert json.dumps(environment) not in str(error.value)
