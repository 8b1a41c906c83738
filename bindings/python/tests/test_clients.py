"""The clients that people use, against every server, in both ways."""

from __future__ import annotations

import os
import ssl
from typing import Any

import pytest

import tlsverify
from conftest import Server, Servers
from talk import CLIENTS, SEND_NO_ALERT, Client, ssl_error_in
from tlsverify import HookAnswer, HookStage, Mode, Override

CLIENT = pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__[3:])
TLS = pytest.mark.parametrize("tls", ["tls12", "tls13"])


def plain(servers: Servers) -> list[Server]:
    return [server for server in servers.all if not server.needs_client_certificate]


def check_refusal(error: BaseException, server: Server) -> tlsverify.VerificationError:
    """The error of any client shows our reason, sentence and hint."""
    found = ssl_error_in(error)
    assert isinstance(found, ssl.SSLCertVerificationError), repr(error)
    cause = found.__cause__
    assert isinstance(cause, tlsverify.VerificationError)
    assert (cause.reason.name, cause.depth) == (server.reason, server.depth)
    assert found.verify_code == cause.reason.x509_v_err != 0
    assert cause.message in found.verify_message and cause.hint in found.verify_message
    assert found.verify_message in str(error) or found.verify_message in str(found)
    assert found.reason == "CERTIFICATE_VERIFY_FAILED" and cause.reason.name in str(found)
    return cause


def note(server: Server, outcome: str) -> None:
    """Writes down what was said of a server, for docs/runtimes.md."""
    if "OUTCOMES" in os.environ:
        with open(os.environ["OUTCOMES"], "a") as outcomes:
            print(server.id, outcome, file=outcomes)


@CLIENT
def test_every_server(client: Client, servers: Servers, make: Any, way: str) -> None:
    context = make(servers.trust())
    for server in plain(servers):
        before = servers.seen(server)
        if server.status == "OK":
            assert client(server, server.host, context) == b"hello\n", server.id
            note(server, "accepted")
            continue
        with pytest.raises(Exception) as caught:
            client(server, server.host, context)
        note(server, check_refusal(caught.value, server).reason.name)
        after = servers.seen(server)
        assert after["application_bytes"] == before["application_bytes"], server.id
        if way == "inside" and client not in SEND_NO_ALERT:
            assert after["alerts"] == before["alerts"] + [server.alert], server.id


@CLIENT
@TLS
def test_by_address(client: Client, tls: str, servers: Servers, make: Any) -> None:
    context = make(servers.trust())
    assert client(servers[f"good-{tls}"], "127.0.0.1", context) == b"hello\n"
    with pytest.raises(Exception) as caught:
        client(servers[f"wrong-name-{tls}"], "127.0.0.1", context)
    found = ssl_error_in(caught.value)
    assert found and isinstance(found.__cause__, tlsverify.VerificationError)
    assert found.__cause__.reason is tlsverify.Reason.NAME_MISMATCH


@CLIENT
@TLS
def test_a_pin(client: Client, tls: str, servers: Servers, make: Any) -> None:
    server = servers[f"self-signed-{tls}"]
    trust = servers.trust()
    trust.add_cert(server.host, server.chain[0])
    assert client(server, server.host, make(trust)) == b"hello\n"
    with pytest.raises(Exception) as caught:
        client(server, "localhost", make(trust))
    assert ssl_error_in(caught.value)


@CLIENT
@TLS
def test_a_hook(client: Client, tls: str, servers: Servers, make: Any) -> None:
    server, asked = servers[f"expired-{tls}"], []

    def hook(hostname: Any, chain: bytes, normal: Any) -> HookAnswer:
        asked.append((hostname, chain, normal.reason.name))
        return HookAnswer.ACCEPT

    trust = servers.trust()
    trust.set_hook(hook, HookStage.AFTER, Override.TIME)
    assert client(server, server.host, make(trust)) == b"hello\n"
    assert asked == [(server.host, b"".join(server.chain), "EXPIRED")]
    with pytest.raises(Exception):
        client(servers[f"self-signed-{tls}"], "self-signed.test", make(trust))


@CLIENT
@TLS
def test_a_hook_that_raises(client: Client, tls: str, servers: Servers, make: Any) -> None:
    def hook(*_: Any) -> HookAnswer:
        raise LookupError("database gone")

    server, trust = servers[f"good-{tls}"], servers.trust()
    trust.set_hook(hook, HookStage.BEFORE, Override.ALL)
    before = servers.seen(server)["application_bytes"]
    with pytest.raises(Exception) as caught:
        client(server, server.host, make(trust))
    found = ssl_error_in(caught.value)
    assert found and found.__cause__ and isinstance(found.__cause__.__cause__, LookupError)
    assert servers.seen(server)["application_bytes"] == before


@CLIENT
@TLS
def test_warning_only(client: Client, tls: str, servers: Servers, make: Any) -> None:
    lines: list[str] = []
    trust = servers.trust(Mode.WARN)
    trust.set_log(lambda level, text: lines.append(text))
    server = servers[f"expired-{tls}"]
    assert client(server, server.host, make(trust)) == b"hello\n"
    assert len(lines) == 1 and "EXPIRED" in lines[0]


@CLIENT
@TLS
def test_validation_off(client: Client, tls: str, servers: Servers, make: Any) -> None:
    server = servers[f"self-signed-{tls}"]
    trust = servers.trust()
    trust.disable_validation()
    assert client(server, server.host, make(trust)) == b"hello\n"


@TLS
def test_a_client_certificate(tls: str, servers: Servers, make: Any) -> None:
    server = servers[f"client-certificate-{tls}"]
    context = make(servers.trust())
    context.load_cert_chain(servers.client["chain"], servers.client["key"])
    for client in CLIENTS:
        assert client(server, server.host, context) == b"hello\n"
