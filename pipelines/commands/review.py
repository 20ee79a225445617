"""The command that serves the review page."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated

import typer

from pipelines.console import CONFIG, DATA, PORT, ConfigOption, DataOption


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(review)


def review(
    data: DataOption = DATA,
    config: ConfigOption = CONFIG,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = PORT,
    tls_cert: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Certificate, for https.")
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The certificate's key.")
    ] = None,
) -> None:
    """Serve the review page to the analysts' browsers until interrupted."""
    from pipelines.desk import open_desk, serve
    from review.web.app import create_app

    if (tls_cert is None) != (tls_key is None):
        raise typer.BadParameter("expected --tls-cert and --tls-key together")
    desk = open_desk(data, config)
    scheme = "https" if tls_cert else "http"
    if scheme == "http" and not _is_loopback(host):
        typer.echo(
            "netra: plain http beyond this machine: passwords could be read on the way; give "
            "--tls-cert and --tls-key, or put a proxy with https in front",
            err=True,
        )
    typer.echo(f"Halaman telaah: {scheme}://{host}:{port} (berhenti dengan Ctrl-C)", err=True)
    certificate = (tls_cert, tls_key) if tls_cert and tls_key else None
    with desk.database.lingering():
        serve(create_app(desk), host, port, certificate)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
