"""Commands about people who may sign in to the review page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.console import (
    CONFIG,
    DATA,
    ConfigOption,
    DataOption,
    JsonOption,
    print_facts,
    print_json,
    print_table,
)
from pipelines.password import PasswordFile, new_password
from store.folder import DataFolder

if TYPE_CHECKING:
    from store.users import User

Username = Annotated[str, typer.Argument(metavar="USERNAME", help="As typed to sign in.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    room = typer.Typer(help="People who may sign in.", no_args_is_help=True)
    room.command()(add)
    room.command()(passwd)
    room.command()(disable)
    room.command()(enable)
    room.command("list")(list_users)
    app.add_typer(room, name="user")


def add(
    username: Username,
    name: Annotated[str, typer.Option(help="The person's name.")],
    role: Annotated[str, typer.Option(help="analis, penyelia, auditor or admin.")],
    data: DataOption = DATA,
    config: ConfigOption = CONFIG,
    password_file: PasswordFile = None,
    json: JsonOption = False,
) -> None:
    """Let somebody in; they change the password at the first sign-in."""
    from review import people

    database = DataFolder.open(data).database
    password = new_password(password_file, config, username, name)
    person = people.NewPerson(username=username, name=name, role=role, password=password)
    _show(people.add(database, person, people.OPERATOR, _now()), json)


def passwd(
    username: Username,
    data: DataOption = DATA,
    config: ConfigOption = CONFIG,
    password_file: PasswordFile = None,
    json: JsonOption = False,
) -> None:
    """Give a password to be changed at the next sign-in; ends sessions and a lock-out."""
    from review import people

    database = DataFolder.open(data).database
    user = people.with_username(database, username)
    password = new_password(password_file, config, user.username, user.name)
    _show(people.reset_password(database, user.user_id, password, people.OPERATOR, _now()), json)


def disable(username: Username, data: DataOption = DATA, json: JsonOption = False) -> None:
    """Take somebody's access; what they hold returns to the queue."""
    from review import people

    database = DataFolder.open(data).database
    user = people.with_username(database, username)
    _show(people.disable(database, user.user_id, people.OPERATOR, _now()), json)


def enable(username: Username, data: DataOption = DATA, json: JsonOption = False) -> None:
    """Give somebody's access back."""
    from review import people

    database = DataFolder.open(data).database
    user = people.with_username(database, username)
    _show(people.enable(database, user.user_id, people.OPERATOR), json)


def list_users(data: DataOption = DATA, json: JsonOption = False) -> None:
    """Show who may sign in, as what."""
    from store import users

    with DataFolder.open(data).database.transaction() as connection:
        known = users.everybody(connection)
    if json:
        print_json([_facts(user) for user in known])
        return
    rows = [(user.username, user.name, user.role, user.user_id, _state(user)) for user in known]
    print_table("Users", ["username", "name", "role", "code", ""], rows)


def _show(user: User, json: bool) -> None:
    if json:
        print_json(_facts(user))
    else:
        print_facts(
            {
                "username": user.username,
                "role": user.role,
                "code": user.user_id,
                "state": _state(user),
            }
        )


def _facts(user: User) -> dict[str, object]:
    return {
        "user_id": user.user_id,
        "username": user.username,
        "name": user.name,
        "role": user.role,
        "state": _state(user),
        "password": user.password_hash is not None,
        "oidc": user.oidc_subject is not None,
        "created_at": user.created_at,
        "disabled_at": user.disabled_at,
    }


def _state(user: User) -> str:
    if user.disabled_at:
        return "disabled"
    return "must change the password" if user.must_change else "active"


def _now() -> datetime:
    return datetime.now(UTC)
