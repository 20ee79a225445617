"""The servers, started once for all tests here, and each test's own accounts on them."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .pds import Pds, RateLimit, Repo, running_pds
from .prefect import running_prefect
from .wordpress import Author, running_wordpress
from .world import World, make_world

ROOT = Path(__file__).parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.servers)


@pytest.fixture(scope="session")
def installed() -> Path:
    """Where install.sh put the servers."""
    folder = Path(os.environ.get("NETRA_SERVERS", ROOT / ".servers"))
    if not (folder / "atproto" / ".installed").exists():
        pytest.fail("the servers are not installed: run `make test-servers`")
    return folder.resolve()


@pytest.fixture(scope="session")
def server_folder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Data and logs of the servers; kept, without the bulk, only when something failed."""
    folder = tmp_path_factory.mktemp("servers")
    yield folder
    if not request.session.testsfailed:
        shutil.rmtree(folder)
        return
    for bulk in (*folder.rglob("mariadb"), *folder.rglob("www")):
        shutil.rmtree(bulk)


@pytest.fixture(scope="session")
def pds(installed: Path, server_folder: Path) -> Iterator[Pds]:
    with running_pds(installed, server_folder) as server:
        yield server


@pytest.fixture(scope="session")
def strict_pds(installed: Path, server_folder: Path) -> Iterator[Pds]:
    """A PDS that allows three requests in two seconds."""
    with running_pds(installed, server_folder, RateLimit(points=3, seconds=2)) as server:
        yield server


@pytest.fixture(scope="session")
def wordpress(server_folder: Path) -> Iterator[Author]:
    """The administrator of the site."""
    with running_wordpress(server_folder / "site") as administrator:
        yield administrator


@pytest.fixture(scope="module")
def world(pds: Pds, server_folder: Path) -> Iterator[World]:
    """Accounts and a site that only the tests of one module use."""
    with running_wordpress(server_folder / f"world-{secrets.token_hex(4)}") as administrator:
        yield make_world(pds, administrator)


@pytest.fixture(scope="session")
def prefect(server_folder: Path) -> Iterator[str]:
    """The address of a Prefect API for nights that need not start their own."""
    with running_prefect(server_folder / "prefect") as api:
        yield api


@pytest.fixture
def sign_up(pds: Pds) -> Callable[[str], Repo]:
    """Makes an account of this test's own: names may repeat from test to test."""
    return lambda name: pds.create_account(f"{name}-{secrets.token_hex(4)}.test")
