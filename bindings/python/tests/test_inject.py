"""inject() and extract(), with the contexts that clients make for themselves."""

from __future__ import annotations

import http.client
import ssl
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import tlsverify
from conftest import Servers
from talk import CLIENTS, ssl_error_in

MADE_BEFORE = ssl.create_default_context()


@pytest.fixture(params=["inside", "gate"])
def injected(request: pytest.FixtureRequest, servers: Servers, monkeypatch: Any) -> Iterator[str]:
    if request.param == "gate":
        monkeypatch.setattr(tlsverify._inject._openssl, "attach", lambda *_, **__: None)
    monkeypatch.setattr(tlsverify._inject, "_attached", type(tlsverify._inject._attached)())
    tlsverify.inject(servers.trust())
    try:
        yield str(request.param)
    finally:
        tlsverify.extract()


def default(servers: Servers) -> ssl.SSLContext:
    # Behind the gate both have to accept: OpenSSL by its own roots, and we.
    return ssl.create_default_context(cafile=str(servers.root))


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__[3:])
def test_contexts_that_clients_make(client: Any, servers: Servers, injected: str) -> None:
    for server in servers.all:
        if server.needs_client_certificate:
            continue
        context = default(servers)
        before = servers.seen(server)["application_bytes"]
        if server.status == "OK":
            assert client(server, server.host, context) == b"hello\n"
            continue
        with pytest.raises(Exception) as caught:
            client(server, server.host, context)
        assert isinstance(ssl_error_in(caught.value), ssl.SSLCertVerificationError)
        if injected == "inside":
            assert server.reason in str(ssl_error_in(caught.value))
        assert servers.seen(server)["application_bytes"] == before


def test_a_context_that_was_there_before(servers: Servers) -> None:
    server = servers["good-tls13"]

    def get() -> bytes:
        connection = http.client.HTTPSConnection(server.host, server.port, context=MADE_BEFORE, timeout=20)
        connection.request("GET", "/")
        return connection.getresponse().read()

    with pytest.raises(ssl.SSLCertVerificationError) as caught:
        get()
    assert not isinstance(caught.value.__cause__, tlsverify.VerificationError)
    tlsverify.inject(servers.trust())
    try:
        assert get() == b"hello\n"
    finally:
        tlsverify.extract()
    # It verifies by its own roots again.
    with pytest.raises(ssl.SSLCertVerificationError) as caught:
        get()
    assert not isinstance(caught.value.__cause__, tlsverify.VerificationError)


def test_settings_go_on_working(servers: Servers, injected: str) -> None:
    context = default(servers)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_TICKET
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2 and isinstance(context, ssl.SSLContext)


def test_a_name_is_needed(servers: Servers, injected: str) -> None:
    context = default(servers)
    context.check_hostname = False
    with pytest.raises(ValueError, match="server_hostname"):
        context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO())
    with pytest.raises(ssl.SSLError):
        CLIENTS[0](servers["wrong-name-tls13"], "good.test", context)


def test_what_does_not_verify_still_does_not(servers: Servers, injected: str) -> None:
    """It changes how servers are verified, not whether."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    assert CLIENTS[0](servers["self-signed-tls13"], "self-signed.test", context) == b"hello\n"


def test_servers_are_left_alone(servers: Servers, injected: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    assert isinstance(context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True), ssl.SSLObject)


def test_the_mozilla_roots_without_an_argument() -> None:
    tlsverify.inject()
    tlsverify.inject()
    tlsverify.extract()
    tlsverify.extract()
    assert "_wrap_socket" not in vars(ssl.SSLContext) and "_wrap_bio" not in vars(ssl.SSLContext)


def test_somebody_else_is_not_overwritten(monkeypatch: Any) -> None:
    monkeypatch.setattr(ssl.SSLContext, "_wrap_bio", lambda *_: None, raising=False)
    with pytest.raises(RuntimeError, match="somebody else"):
        tlsverify.inject()
    assert "_wrap_socket" not in vars(ssl.SSLContext)


def test_a_whole_script(servers: Servers) -> None:
    """requests.get, with the context that it has made when it was imported."""
    script = """
import socket, sys, requests, tlsverify
find = socket.getaddrinfo
socket.getaddrinfo = lambda host, *more, **named: find("127.0.0.1", *more, **named)
context = tlsverify.Context()
context.add_roots_file(sys.argv[1])
tlsverify.inject(context)
print(requests.get(sys.argv[2]).text.strip())
try:
    requests.get(sys.argv[3])
except requests.exceptions.SSLError as error:
    print(error)
"""
    good, bad = servers["good-tls13"], servers["expired-tls13"]
    done = subprocess.run(
        [sys.executable, "-c", script, str(servers.root), good.url(), bad.url()], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first == "hello" and "EXPIRED" in second
