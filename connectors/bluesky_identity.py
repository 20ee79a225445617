"""From a Bluesky handle to the account that cannot change hands: its DID, and its server.

https://atproto.com/specs/handle, /specs/did
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from connectors import jsondoc
from connectors.account import Identity
from connectors.errors import AccountGone, PlatformChanged
from connectors.http import Answer, HttpClient

_DID = re.compile(r"did:(plc:[a-z2-7]{24}|web:[A-Za-z0-9.-]+(%3A\d+)?)")


class Directory:
    """Looks handles up at a resolver and DIDs in a PLC directory or at their own web address."""

    def __init__(self, http: HttpClient, *, resolver_url: str, plc_url: str) -> None:
        self._http = http
        self._resolver = resolver_url.rstrip("/")
        self._plc = plc_url.rstrip("/")

    def resolve(self, handle: str) -> Identity:
        """DID and server of a handle (or of a DID).

        The DID's own document must name the handle back (atproto.com/specs/handle): without that
        anyone could point a name at a stranger's posts.
        """
        did = handle if handle.startswith("did:") else self._did_of(handle)
        document = self._did_document(did)
        if handle != did and f"at://{handle}" not in jsondoc.items(document, "alsoKnownAs"):
            raise AccountGone("the handle is not confirmed by the account it points to")
        return Identity(stable_id=did, home=_server_in(document))

    def _did_of(self, handle: str) -> str:
        answer = self._http.get(
            f"{self._resolver}/xrpc/com.atproto.identity.resolveHandle", params={"handle": handle}
        )
        did = jsondoc.text(_document(answer), "did") if answer.status == 200 else ""
        if answer.status in {400, 404}:
            raise AccountGone("the handle leads to no account")
        return did

    def _did_document(self, did: str) -> jsondoc.Table:
        if not _DID.fullmatch(did):
            raise PlatformChanged("expected a did:plc or did:web, found something else")
        method, name = did.removeprefix("did:").split(":", 1)
        web = f"https://{unquote(name)}/.well-known/did.json"
        answer = self._http.get(web if method == "web" else f"{self._plc}/{did}")
        if answer.status in {404, 410}:
            raise AccountGone("the directory does not know the account any more")
        document = _document(answer)
        if jsondoc.text(document, "id") != did:
            raise PlatformChanged("expected the account's own DID document, found another")
        return document


def _document(answer: Answer) -> jsondoc.Table:
    try:
        document = jsondoc.load(answer.body)
    except jsondoc.NotJson:
        document = None
    if answer.status != 200 or not isinstance(document, dict):
        raise PlatformChanged(f"expected a JSON object, found status {answer.status}")
    return document


def _server_in(document: jsondoc.Table) -> str:
    for service in jsondoc.items(document, "service"):
        if jsondoc.text(service, "type") == "AtprotoPersonalDataServer":
            return jsondoc.text(service, "serviceEndpoint").rstrip("/")
    raise AccountGone("the account's DID document names no server")
