"""A real OpenID provider (npm, ``oidc-provider``) and a person who signs in there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from .process import free_port, running, wait_healthy

SCRIPT = Path(__file__).parent / "oidc" / "provider.mjs"
SECRET = "rahasia: kota & layanan"  # noqa: S105 - with signs that must be encoded
RETURN_TO = "http://netra.test/masuk/oidc/kembali"


@contextmanager
def running_provider(installed: Path, folder: Path, return_to: str = RETURN_TO) -> Iterator[str]:
    """A fresh provider on loopback that knows Netra; gives its issuer."""
    home = installed / "oidc"
    # The packages are found from where the script lies.
    shutil.copy(SCRIPT, home)
    port = free_port()
    log = folder / f"oidc-{port}.log"
    command = [str(home / "node"), "provider.mjs", str(port), return_to, SECRET]
    with running(command, log, {"TMPDIR": str(folder)}, home) as process:
        issuer = f"http://127.0.0.1:{port}"
        wait_healthy(f"{issuer}/.well-known/openid-configuration", process, log)
        yield issuer


def sign_in_there(address: str, subject: str, return_to: str = RETURN_TO) -> httpx.URL:
    """Sign in at the provider as ``subject`` and agree; gives where it sends the browser back."""
    with httpx.Client(timeout=30.0) as browser:
        answer = _follow(browser, browser.get(address), return_to)
        for form in (
            {"prompt": "login", "login": subject, "password": "apa saja"},
            {"prompt": "consent"},
        ):
            action = re.search(r'action="([^"]+)"', answer.text)
            if action is None:
                raise RuntimeError(f"the provider shows no form: {answer.status_code}")
            answer = _follow(
                browser, browser.post(str(answer.url.join(action.group(1))), data=form), return_to
            )
        return answer.url.join(answer.headers["location"])


def _follow(browser: httpx.Client, answer: httpx.Response, return_to: str) -> httpx.Response:
    """Go where the provider says, up to the way back."""
    while answer.is_redirect:
        onwards = answer.url.join(answer.headers["location"])
        if str(onwards).startswith(return_to):
            break
        answer = browser.get(onwards)
    return answer
