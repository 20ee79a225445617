"""Driving a real WordPress by its own REST API (https://developer.wordpress.org/rest-api/)."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from .process import free_port, running, wait_healthy

SCRIPTS = Path(__file__).parent / "php"
PACKAGE = Path("/usr/share/wordpress")
DATABASE = """
CREATE DATABASE wordpress;
CREATE USER wordpress@127.0.0.1 IDENTIFIED BY 'wordpress';
GRANT ALL ON wordpress.* TO wordpress@127.0.0.1;
"""


@dataclass(frozen=True, slots=True)
class Author:
    """A user of the site with an application password: may do what the role allows, by REST."""

    site: str
    user_id: int
    name: str
    password: str

    def call(self, verb: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """One authenticated REST request; raises on any error answer."""
        answer = httpx.request(
            verb,
            f"{self.site}/wp-json/wp/v2/{path}",
            json=body,
            auth=(self.name, self.password),
            timeout=60.0,
        )
        if answer.is_error:
            raise RuntimeError(f"{verb} {path} answered {answer.status_code}: {answer.text[:500]}")
        return answer.json()

    def post(self, title: str, content: str, **fields: Any) -> dict[str, Any]:
        """Publishes a post and returns it as the API shows it."""
        body = {"title": title, "content": content, "status": "publish", **fields}
        return dict(self.call("POST", "posts", body))

    def edit(self, post_id: int, **fields: Any) -> dict[str, Any]:
        return dict(self.call("POST", f"posts/{post_id}", fields))

    def trash(self, post_id: int) -> None:
        """Moves a post to the bin, from which it can come back."""
        self.call("DELETE", f"posts/{post_id}")

    def delete(self, post_id: int) -> None:
        """Deletes a post for good."""
        self.call("DELETE", f"posts/{post_id}?force=true")

    def create_author(self, name: str) -> Author:
        """Makes another user with the role of an author; only an administrator may."""
        body = {
            "username": name,
            "email": f"{name}@example.test",
            "password": f"sandi-{name}",
            "roles": ["author"],
        }
        user = self.call("POST", "users", body)
        path = f"users/{user['id']}/application-passwords"
        password = self.call("POST", path, {"name": "tests"})["password"]
        return Author(self.site, user["id"], name, password)


@contextmanager
def running_wordpress(folder: Path) -> Iterator[Author]:
    """A fresh, empty WordPress on loopback in a new ``folder``; yields its administrator."""
    folder.mkdir()
    env = {"WP_PORT": str(free_port()), "WP_DB_PORT": str(free_port())}
    site = f"http://127.0.0.1:{env['WP_PORT']}"
    root = _document_root(folder)
    with ExitStack() as stack:
        stack.enter_context(_database(folder, env["WP_DB_PORT"]))
        install = ["php", str(SCRIPTS / "install.php"), str(root)]
        password = _output(install, folder / "wordpress-install.log", env).splitlines()[-1]
        log = folder / "php.log"
        serve = ["php", "-d", "opcache.enable_cli=1", "-S", site.removeprefix("http://")]
        command = [*serve, "-t", str(root), str(SCRIPTS / "router.php")]
        process = stack.enter_context(running(command, log, env | {"PHP_CLI_SERVER_WORKERS": "4"}))
        wait_healthy(f"{site}/wp-json/", process, log)
        yield Author(site, 1, "admin", password)


def _document_root(folder: Path) -> Path:
    """The package by links, with a configuration of its own: Debian's reads /etc."""
    root = folder / "www"
    root.mkdir()
    for entry in PACKAGE.iterdir():
        (root / entry.name).symlink_to(entry)
    (root / "wp-config.php").unlink()
    shutil.copy(SCRIPTS / "wp-config.php", root)
    return root


@contextmanager
def _database(folder: Path, port: str) -> Iterator[None]:
    """A private MariaDB with an empty database; speed before durability."""
    user, data = f"--user={getpass.getuser()}", f"--datadir={folder / 'mariadb'}"
    log, socket = folder / "mariadb.log", f"--socket={folder / 'my.sock'}"
    _output(
        ["mariadb-install-db", "--no-defaults", user, data, "--skip-test-db",
         "--auth-root-authentication-method=normal"],
        folder / "mariadb-install.log",
    )  # fmt: skip
    server = [
        "mariadbd", "--no-defaults", user, data, socket, f"--port={port}",
        "--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=0",
        "--innodb-buffer-pool-size=32M",
    ]  # fmt: skip
    with running(server, log) as process:
        _create_database(["mariadb", "--no-defaults", "--user=root", socket], process, log)
        yield


def _create_database(client: list[str], server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        made = subprocess.run(client, input=DATABASE.encode(), capture_output=True, check=False)
        if made.returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"MariaDB is not usable, see {log}: {made.stderr.decode()}")


def _output(command: list[str], log: Path, env: dict[str, str] | None = None) -> str:
    with running(command, log, env) as process:
        code = process.wait(120)
    text = log.read_text("utf-8", "replace")
    if code != 0:
        raise RuntimeError(f"{command[0]} ended with {code}; see {log}:\n{text[-2000:]}")
    return text.strip()
