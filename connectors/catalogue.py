"""Which platforms Netra knows, what may be read there, and what is ready."""

from __future__ import annotations

from connectors.bluesky import Bluesky
from connectors.connector import Connector
from connectors.feed import Feed
from connectors.http import HttpClient
from connectors.wordpress import WordPress


def build_connectors(
    http: HttpClient,
    *,
    resolver_url: str = "https://public.api.bsky.app",
    plc_url: str = "https://plc.directory",
) -> dict[str, Connector]:
    """The connectors that are ready, by platform, sharing ``http`` and so its budgets."""
    ready: tuple[Connector, ...] = (
        Bluesky(http, resolver_url=resolver_url, plc_url=plc_url),
        WordPress(http),
        Feed(http),
    )
    return {connector.platform: connector for connector in ready}
