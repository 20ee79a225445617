"""Asking the operator for a password: in the terminal or from a file, never as an argument, which
other users of the machine and the shell's history would see."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines.errors import InputError, Refused

PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        exists=True,
        dir_okay=False,
        help="File whose first line is the password; asked for in the terminal without it.",
    ),
]


def new_password(file: Path | None, config: Path, *names: str) -> str:
    """A password that will do for somebody with these names.

    Raises:
        Refused: there is neither a file nor a terminal.
        InputError: the file is empty or no text.
        PasswordRefused: it is too short or too easy to guess.
        ConfigError: ``review.yaml`` cannot be used.
    """
    from config.review import load_review
    from review.people import check_password

    length = load_review(config).sign_in.password_length
    password = _from_file(file) if file else _from_terminal()
    check_password(password, length, *names)
    return password


def _from_file(file: Path) -> str:
    try:
        lines = file.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(file, f"byte {error.start}", "UTF-8 text", "other bytes") from error
    if not lines or not lines[0]:
        raise InputError(file, "line 1", "a password", "nothing")
    return lines[0]


def _from_terminal() -> str:
    if not sys.stdin.isatty():
        raise Refused("expected a password: run this in a terminal, or give --password-file FILE")
    typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed
