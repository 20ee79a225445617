"""The PDS answers as the connector's documentation of it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import psutil

from .pds import LIKE, POST, Pds, Repo


def listed(repo: Repo, collection: str) -> list[dict[str, Any]]:
    """The records as anybody sees them, oldest first."""
    url = f"{repo.pds.url}/xrpc/com.atproto.repo.listRecords"
    query = {"repo": repo.did, "collection": collection, "limit": "100", "reverse": "true"}
    records: list[dict[str, Any]] = httpx.get(url, params=query).json()["records"]
    return records


def test_writes_when_made_through_the_api_are_public(sign_up: Callable[[str], Repo]) -> None:
    ani, budi = sign_up("ani"), sign_up("budi")
    first, second = ani.posts(["pertama", "kedua"])
    budi.like(first)
    ani.edit(first, "pertama, diperbaiki")
    ani.delete(second)
    assert [record["value"]["text"] for record in listed(ani, POST)] == ["pertama, diperbaiki"]
    assert [record["value"]["subject"]["uri"] for record in listed(budi, LIKE)] == [first.uri]


def test_directory_when_asked_for_an_account_names_its_server(
    pds: Pds, sign_up: Callable[[str], Repo]
) -> None:
    ani = sign_up("ani")
    document = httpx.get(f"{pds.plc_url}/{ani.did}").json()
    assert document["service"][0]["serviceEndpoint"] == pds.url
    assert document["alsoKnownAs"] == [f"at://{ani.handle}"]


def test_server_when_running_listens_on_loopback_only(pds: Pds) -> None:
    ports = {httpx.URL(url).port for url in (pds.url, pds.plc_url)}
    listening = [
        connection.laddr
        for connection in psutil.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN and connection.laddr
    ]
    assert {where.ip for where in listening if where.port in ports} == {"127.0.0.1"}
