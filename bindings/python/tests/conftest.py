"""The servers that every test talks to, the chains of tests/data, and both ways of verifying a connection."""

from __future__ import annotations

import gc
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import tlsverify
import tlsverify.ssl
from tlsverify import Context, _callbacks

PROJECT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Server:
    """One server of the fixture, and what a client that trusts its root has to find."""

    id: str
    name: str
    tls: str
    port: int
    host: str
    chain: list[bytes]
    needs_client_certificate: bool
    status: str
    reason: str
    depth: int
    alert: str

    def url(self, host: str | None = None) -> str:
        return f"https://{host or self.host}:{self.port}/"


class Servers:
    """All servers, and what they have seen."""

    def __init__(self, ready: dict[str, Any]) -> None:
        self.root = Path(ready["root"])
        self.crl = Path(ready["crl"]).read_bytes()
        self.client = ready["client"]
        self.clients = {client["name"]: client for client in ready["clients"]}
        self.control = ready["control"]
        self.all = [_server(entry) for entry in ready["servers"]]
        self.entries = {entry["id"]: entry for entry in ready["servers"]}

    def __getitem__(self, name: str) -> Server:
        return next(server for server in self.all if server.id == name)

    def seen(self, server: Server) -> dict[str, Any]:
        with socket.create_connection(("127.0.0.1", self.control)) as control, control.makefile("rb") as answer:
            return json.loads(answer.read())[server.id]

    def trust(self, mode: tlsverify.Mode = tlsverify.Mode.ENFORCE) -> Context:
        context = Context(mode)
        context.use_mozilla_roots(False)
        context.add_roots_file(self.root)
        return context


def _server(entry: dict[str, Any]) -> Server:
    expect = entry["expect"]
    return Server(
        **{key: entry[key] for key in ("id", "name", "tls", "port", "host", "needs_client_certificate")},
        chain=tlsverify.certificates_from_pem(Path(entry["chain"]).read_text()),
        **{key: expect[key] for key in ("status", "reason", "depth")},
        alert=expect["openssl_alert"],
    )


def _program() -> Path:
    given = os.environ.get("TLS_SERVERS")
    program = Path(given) if given else PROJECT / "target/debug/examples/tls_servers"
    if not program.is_file():
        pytest.exit(f"{program} is missing: cargo build --example tls_servers, or set TLS_SERVERS", returncode=4)
    return program


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    with subprocess.Popen([_program()], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        yield Servers(json.loads(program.stdout.readline()))
        program.communicate()


@pytest.fixture(params=["inside", "gate"])
def way(request: pytest.FixtureRequest) -> str:
    """Inside the handshake, or behind the gate after it."""
    if request.param == "gate" and sys.version_info < (3, 10):
        pytest.skip("Python 3.9 does not tell the chain after the handshake")
    return str(request.param)


@pytest.fixture
def make(way: str) -> Any:
    """Makes an ssl context that verifies in this way."""

    def make(trust: Context) -> tlsverify.ssl.SSLContext:
        context = tlsverify.ssl.SSLContext(trust=trust, _inside_handshake=way == "inside")
        assert context.verifies_inside_handshake == (way == "inside")
        return context

    return make


@pytest.fixture(autouse=True)
def names_under_test_are_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test leaves this machine: every name is 127.0.0.1."""
    find = socket.getaddrinfo

    def here(host: Any, *arguments: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        return find("127.0.0.1" if name and name.endswith(".test") else host, *arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", here)


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    """Every test ends with as many callables registered as it began with."""
    before = _callbacks.registered()
    yield
    gc.collect()
    assert _callbacks.registered() <= before
    assert not _callbacks.running.verifications


@dataclass(frozen=True)
class RealChain:
    """A chain of the public web, with the name and the time it was good for."""

    chain: list[bytes]
    name: str
    time: int


@pytest.fixture(scope="session")
def real() -> RealChain:
    folder = PROJECT / "tests/data/real/letsencrypt-org-2026"
    pem = "".join(path.read_text() for path in sorted(folder.glob("chain*.pem")))
    # 2026-08-01T00:00:00Z, as its case.toml says.
    return RealChain(tlsverify.certificates_from_pem(pem), "letsencrypt.org", 1785542400)
