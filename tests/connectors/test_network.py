"""Real sockets on this machine: what no fake transport can show."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpcore
import pytest

from connectors.errors import AccountNotPublic, AnswerTooLarge, NetworkFailed
from connectors.http import HttpClient
from connectors.network import PublicBackend, checked_addresses, is_public
from tests.connectors.fakes import policy

Act = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """Plays one act for every request and counts the connections."""

    daemon_threads = True
    act: Act
    connections = 0

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        self.connections += 1
        return super().get_request()

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what these tests are about."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        server.act(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), _Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def web() -> Iterator[HttpClient]:
    client = HttpClient(policy(allow_loopback=True, max_bytes=100_000, attempts=2))
    yield client
    client.close()


def send(body: bytes, length: int | None = None, **headers: str) -> Act:
    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = length is not None

    return act


def test_a_server_on_this_machine_is_read_only_when_allowed(
    server: Server, web: HttpClient
) -> None:
    server.act = send(b"halo")
    assert web.get(server.url).body == b"halo"
    strict = HttpClient(policy())
    with pytest.raises(AccountNotPublic):
        strict.get(server.url)
    strict.close()


def test_connections_are_kept_for_the_next_question(server: Server, web: HttpClient) -> None:
    server.act = send(b"halo")
    for _ in range(5):
        web.get(server.url)
    assert server.connections == 1


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f000001", "127.1", "[::1]"])
def test_other_names_of_this_machine_are_seen_through(host: str) -> None:
    strict = HttpClient(policy(attempts=1))
    with pytest.raises((AccountNotPublic, NetworkFailed)):
        strict.get(f"http://{host}:9/")
    strict.close()


def test_a_redirect_into_the_inner_network_is_refused(server: Server, web: HttpClient) -> None:
    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "http://169.254.169.254/latest/meta-data/")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    server.act = act
    with pytest.raises(AccountNotPublic):
        web.get(server.url)


def test_an_answer_cut_short_is_tried_again_and_then_fails(server: Server, web: HttpClient) -> None:
    server.act = send(b"setengah", length=100)
    with pytest.raises(NetworkFailed, match="broke off before its end"):
        web.get(server.url)
    assert server.connections == 2


def test_a_packed_answer_is_unpacked(server: Server, web: HttpClient) -> None:
    server.act = send(gzip.compress(b"halo" * 1000), Content_Encoding="gzip")
    assert web.get(server.url).body == b"halo" * 1000


@pytest.mark.parametrize("damage", [lambda b: b[:-20], lambda b: b"x" + b])
def test_a_damaged_packed_answer_fails(
    server: Server, web: HttpClient, damage: Callable[[bytes], bytes]
) -> None:
    server.act = send(damage(gzip.compress(b"halo" * 1000)), Content_Encoding="gzip")
    with pytest.raises(NetworkFailed, match="packed"):
        web.get(server.url)


def test_a_body_larger_than_allowed_is_not_read_on(server: Server, web: HttpClient) -> None:
    server.act = send(b"a" * 100_001)
    with pytest.raises(AnswerTooLarge):
        web.get(server.url)


def test_a_small_answer_that_unpacks_to_gigabytes_is_stopped(
    server: Server, web: HttpClient
) -> None:
    server.act = send(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")
    with pytest.raises(AnswerTooLarge):
        web.get(server.url)


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "x"])
def test_packing_that_was_not_asked_for_is_refused(
    server: Server, web: HttpClient, encoding: str
) -> None:
    server.act = send(gzip.compress(gzip.compress(b"a")), Content_Encoding=encoding)
    with pytest.raises(NetworkFailed, match="packed"):
        web.get(server.url)


def test_an_unchanged_answer_without_body_may_still_claim_to_be_packed(
    server: Server, web: HttpClient
) -> None:
    server.act = send(b"", Content_Encoding="gzip")
    assert web.get(server.url).body == b""


def test_a_server_that_drips_is_left_when_the_time_is_over(server: Server) -> None:
    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        try:
            for _ in range(200):
                handler.wfile.write(b"X: y\r\n")
                time.sleep(0.02)
        except OSError:
            handler.close_connection = True

    server.act = act
    hasty = HttpClient(policy(allow_loopback=True, total_timeout_s=0.3, attempts=1))
    started = time.monotonic()
    with pytest.raises(NetworkFailed, match="in time"):
        hasty.get(server.url)
    hasty.close()
    assert time.monotonic() - started < 1


def test_a_certificate_nobody_vouches_for_is_refused(server: Server, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the openssl command to make a certificate")
    key, made = tmp_path / "key.pem", tmp_path / "made.pem"
    make = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    rest = ["-nodes", "-subj", "/CN=localhost", "-keyout", str(key), "-out", str(made)]
    subprocess.run([*make, *rest], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    web = HttpClient(policy(allow_loopback=True))
    with pytest.raises(NetworkFailed, match="certificate"):
        web.get(server.url.replace("http:", "https:"))
    web.close()
    assert server.connections <= 1


def test_what_is_not_http_fails(server: Server, web: HttpClient) -> None:
    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")
        handler.close_connection = True

    server.act = act
    with pytest.raises(NetworkFailed, match="not HTTP"):
        web.get(server.url)


def test_nobody_listening_fails(web: HttpClient) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(NetworkFailed, match="no connection"):
        web.get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1",
     "0.0.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1",
     "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1",
     "ff02::1", "2001:db8::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
     "64:ff9b::a00:1", "2002:7f00:1::", "2002:c0a8:101::1",
     "2001:0:4136:e378:8000:63bf:f5ff:fffe"],
)  # fmt: skip
def test_inner_special_and_wrapped_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "103.10.66.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_open_addresses_are_public(address: str) -> None:
    assert is_public(address)


def named(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let every name lead to the given addresses, one list for each look-up."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        return [(None, None, 0, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


class Sockets(httpcore.MockBackend):
    """Remembers where it was told to connect; refuses what is in ``closed``."""

    def __init__(self, *closed: str) -> None:
        super().__init__([])
        self.closed, self.connected = closed, list[str]()

    def connect_tcp(self, host: str, *_: object, **__: object) -> httpcore.NetworkStream:
        self.connected.append(host)
        if host in self.closed:
            raise httpcore.ConnectError
        return httpcore.MockStream([])


def test_one_inner_address_among_public_ones_refuses_the_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(AccountNotPublic):
        checked_addresses("contoh.test", 443, loopback=True)


def test_a_name_that_changes_its_answer_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = named(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    sockets = Sockets()
    PublicBackend(loopback=False, backend=sockets).connect_tcp("contoh.test", 443)
    assert (asked, sockets.connected) == (["contoh.test"], ["8.8.8.8"])


def test_the_next_address_is_tried_when_one_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named(monkeypatch, ["2606:4700::1111", "8.8.8.8", "8.8.8.8"])
    sockets = Sockets("2606:4700::1111")
    PublicBackend(loopback=False, backend=sockets).connect_tcp("contoh.test", 443)
    assert sockets.connected == ["2606:4700::1111", "8.8.8.8"]


@pytest.mark.parametrize("name", ["", "a" * 70 + ".test", "\ud800.test", "..", "tidak-ada.invalid"])
def test_a_name_without_address_is_a_connection_error(name: str) -> None:
    with pytest.raises((httpcore.ConnectError, AccountNotPublic)):
        checked_addresses(name, 443, loopback=False)
