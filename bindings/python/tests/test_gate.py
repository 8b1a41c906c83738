"""Attempts to get a byte through before the verdict, or without one."""

from __future__ import annotations

import os
import socket
import ssl
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import tlsverify
import tlsverify.ssl
from conftest import Server, Servers
from tlsverify import Context, HookAnswer, _gate, _openssl

TLS = pytest.mark.parametrize("tls", ["tls12", "tls13"])
SECRET = b"GET /secret HTTP/1.1\r\nHost: x\r\n\r\n"


@contextmanager
def connected(server: Server) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as plain:
        yield plain


@contextmanager
def without_handshake(context: Any, server: Server) -> Iterator[ssl.SSLSocket]:
    with connected(server) as plain:
        with context.wrap_socket(plain, server_hostname=server.host, do_handshake_on_connect=False) as secure:
            yield secure


def send_file(secure: ssl.SSLSocket, tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(SECRET)
    with path.open("rb") as file:
        secure.sendfile(file)


ATTEMPTS: dict[str, Any] = {
    "send": lambda secure, _: secure.send(SECRET),
    "sendall": lambda secure, _: secure.sendall(SECRET),
    "write": lambda secure, _: secure.write(SECRET),
    "sendfile": send_file,
    "makefile": lambda secure, _: secure.makefile("wb", buffering=0).write(SECRET),
    "read": lambda secure, _: secure.read(),
    "recv": lambda secure, _: secure.recv(1),
    "recv_into": lambda secure, _: secure.recv_into(bytearray(1)),
    "unwrap": lambda secure, _: secure.unwrap(),
    "get_channel_binding": lambda secure, _: secure.get_channel_binding(),
    "twice": lambda secure, _: [ATTEMPTS["handshake twice"](secure), secure.sendall(SECRET)],
}


def handshake_twice(secure: ssl.SSLSocket) -> None:
    for _ in range(2):
        try:
            secure.do_handshake()
        except ssl.SSLError:
            pass


ATTEMPTS["handshake twice"] = handshake_twice


@TLS
@pytest.mark.parametrize("attempt", sorted(set(ATTEMPTS) - {"handshake twice"}))
@pytest.mark.parametrize("name", ["self-signed", "expired", "wrong-name"])
def test_nothing_passes_before_the_verdict(
    name: str, attempt: str, tls: str, servers: Servers, make: Any, tmp_path: Path
) -> None:
    server = servers[f"{name}-{tls}"]
    before = servers.seen(server)["application_bytes"]
    with without_handshake(make(servers.trust()), server) as secure:
        for _ in range(3):
            with pytest.raises((ssl.SSLError, OSError)):
                ATTEMPTS[attempt](secure, tmp_path)
    assert servers.seen(server)["application_bytes"] == before


@TLS
def test_the_first_use_shakes_hands(tls: str, servers: Servers, make: Any) -> None:
    server = servers[f"good-{tls}"]
    with without_handshake(make(servers.trust()), server) as secure:
        secure.sendall(SECRET)
        assert b"hello" in secure.makefile("rb").read()


@TLS
def test_after_a_failed_connect_not_even_plain_text_leaves(tls: str, servers: Servers, make: Any) -> None:
    server = servers[f"self-signed-{tls}"]
    with make(servers.trust()).wrap_socket(socket.socket(), server_hostname=server.host) as secure:
        with pytest.raises(ssl.SSLCertVerificationError):
            secure.connect(("127.0.0.1", server.port))
        with pytest.raises(OSError):
            for _ in range(2):
                secure.sendall(SECRET)


@TLS
def test_memory_buffers(tls: str, servers: Servers, make: Any) -> None:
    """asyncio and its like move the bytes themselves."""
    for name, host in [("good", "good.test"), ("self-signed", "self-signed.test")]:
        server = servers[f"{name}-{tls}"]
        before = servers.seen(server)["application_bytes"]
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        secure = make(servers.trust()).wrap_bio(incoming, outgoing, server_hostname=host)
        with connected(server) as plain:

            def pump(step: Any) -> Any:
                while True:
                    try:
                        return step()
                    except ssl.SSLWantReadError:
                        plain.sendall(outgoing.read())
                        data = plain.recv(65536)
                        incoming.write(data) if data else incoming.write_eof()

            if name == "good":
                assert pump(lambda: secure.write(SECRET)) == len(SECRET)
                plain.sendall(outgoing.read())
                assert b"hello" in pump(lambda: secure.read(65536))
            else:
                for _ in range(2):
                    with pytest.raises(ssl.SSLError):
                        pump(lambda: secure.write(SECRET))
                    with pytest.raises(ssl.SSLError):
                        pump(lambda: secure.unwrap())
                plain.sendall(outgoing.read())
        if name != "good":
            assert servers.seen(server)["application_bytes"] == before


def test_a_name_is_needed(servers: Servers, make: Any) -> None:
    context = make(servers.trust())
    for name in (None, ""):
        with pytest.raises(ValueError):
            context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname=name)
        with connected(servers["good-tls13"]) as plain, pytest.raises(ValueError):
            context.wrap_socket(plain, server_hostname=name)
    with pytest.raises(ValueError, match="other side"):
        context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True)


def test_settings_do_not_turn_it_off(servers: Servers, make: Any) -> None:
    context, server = make(servers.trust()), servers["wrong-name-tls13"]
    with pytest.warns(RuntimeWarning, match="still checks"):
        context.check_hostname = False
    with pytest.raises(ValueError, match="always verifies"):
        context.verify_mode = ssl.CERT_NONE
    context.verify_mode = ssl.CERT_OPTIONAL
    assert context.check_hostname is True and context.verify_mode is ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=server.chain[-1])
    context.load_default_certs()
    context.set_default_verify_paths()
    with connected(server) as plain, pytest.raises(ssl.SSLCertVerificationError):
        context.wrap_socket(plain, server_hostname=server.host)


@TLS
def test_settings_of_ssl_itself_do_not_turn_it_off(tls: str, servers: Servers) -> None:
    """Past our properties: OpenSSL then ignores the verdict, and the gate does not."""
    import _ssl

    context, server = tlsverify.ssl.create_context(servers.trust()), servers[f"self-signed-{tls}"]
    _ssl._SSLContext.check_hostname.__set__(context, False)
    _ssl._SSLContext.verify_mode.__set__(context, int(ssl.CERT_NONE))
    before = servers.seen(server)["application_bytes"]
    with pytest.raises(ssl.SSLCertVerificationError):
        with connected(server) as plain:
            context.wrap_socket(plain, server_hostname=server.host).sendall(SECRET)
    assert servers.seen(server)["application_bytes"] == before


@TLS
def test_an_acceptance_of_openssl_alone_is_not_enough(tls: str, servers: Servers, monkeypatch: Any) -> None:
    """As if ctypes had returned a 1 for a callback that raised before its first line."""
    server = servers[f"good-{tls}"]
    monkeypatch.setattr(_gate.Connection, "decide", lambda self, chain: 0)
    with connected(server) as plain, pytest.raises(ssl.SSLCertVerificationError, match="interrupted"):
        tlsverify.ssl.create_context(servers.trust()).wrap_socket(plain, server_hostname=server.host)


def test_another_context_in_the_middle_of_things(servers: Servers) -> None:
    """The callback belongs to the SSL_CTX; a plain one put in its place does not vouch for anybody."""
    server = servers["good-tls13"]
    other = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    other.load_verify_locations(servers.root)
    with without_handshake(tlsverify.ssl.create_context(servers.trust()), server) as secure:
        secure.context = other
        with pytest.raises(ssl.SSLError):
            secure.sendall(SECRET)


def test_a_handshake_that_is_not_ours_is_refused(servers: Servers) -> None:
    import _ssl

    context, server = tlsverify.ssl.create_context(servers.trust()), servers["good-tls13"]
    with connected(server) as plain:
        raw = _ssl._SSLContext._wrap_socket(context, plain, False, server.host)
        with pytest.raises(ssl.SSLCertVerificationError):
            raw.do_handshake()


@TLS
def test_a_resumed_session_is_judged_again(tls: str, servers: Servers, make: Any) -> None:
    server, trust = servers[f"good-{tls}"], servers.trust()
    context = make(trust)

    def connect(session: Any, host: str = server.host) -> Any:
        with connected(server) as plain:
            with context.wrap_socket(plain, server_hostname=host, session=session) as secure:
                secure.sendall(SECRET)
                assert b"hello" in secure.makefile("rb").read()
                return secure.session, secure.session_reused

    session, reused = connect(None)
    assert not reused
    before = servers.seen(server)
    again, reused = connect(session)
    assert reused == (servers.seen(server)["resumed"] > before["resumed"])
    assert reused
    trust.set_hook(lambda *_: HookAnswer.REJECT)
    sent = servers.seen(server)["application_bytes"]
    with pytest.raises(ssl.SSLCertVerificationError, match="HOOK_REJECTED"):
        connect(again)
    assert servers.seen(server)["application_bytes"] == sent
    trust.set_hook(None)
    with pytest.raises(ssl.SSLError):
        connect(session, "elsewhere.test")


def test_what_a_connection_tells(servers: Servers, make: Any, way: str) -> None:
    server = servers["good-tls13"]
    with connected(server) as plain, make(servers.trust()).wrap_socket(plain, server_hostname=server.host) as secure:
        assert isinstance(secure, ssl.SSLSocket) and isinstance(secure.context, ssl.SSLContext)
        assert secure.version() == "TLSv1.3" and secure.cipher()
        assert secure.getpeercert(True) == server.chain[0]
        assert secure.server_hostname == server.host and secure.pending() == 0
        if way == "inside":
            assert secure.getpeercert()["subjectAltName"]
        if sys.version_info >= (3, 13):
            assert secure.get_verified_chain()[0] == secure.get_unverified_chain()[0] == server.chain[0]
            assert len(secure.get_verified_chain()) == 3


def test_no_client_certificate_leaves_before_the_verdict(servers: Servers) -> None:
    server = servers["client-certificate-tls13"]
    context = tlsverify.ssl.create_context(servers.trust())
    context.load_cert_chain(servers.client["chain"], servers.client["key"])
    before = servers.seen(server)
    with connected(server) as plain, pytest.raises(ssl.SSLCertVerificationError):
        context.wrap_socket(plain, server_hostname="elsewhere.test")
    after = servers.seen(server)
    assert after["client_certificates"] == before["client_certificates"]
    assert after["alerts"] == before["alerts"] + ["bad_certificate"]


def test_32_threads(servers: Servers, make: Any) -> None:
    context = make(servers.trust())
    wrong: list[Any] = []

    def connect(number: int) -> None:
        name = ["good-tls13", "self-signed-tls13", "good-tls12", "expired-tls12"][number % 4]
        server = servers[name]
        for _ in range(3):
            try:
                with connected(server) as plain, context.wrap_socket(plain, server_hostname=server.host) as secure:
                    secure.sendall(SECRET)
                    ended_well = b"hello" in secure.makefile("rb").read()
            except ssl.SSLCertVerificationError as error:
                ended_well = server.reason in str(error)
            if not ended_well or ((server.status == "OK") != ended_well and server.status == "OK"):
                wrong.append(name)

    threads = [threading.Thread(target=connect, args=(number,)) for number in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_fork(servers: Servers, make: Any) -> None:
    context = make(servers.trust())

    def outcome(name: str) -> str:
        server = servers[name]
        try:
            with connected(server) as plain, context.wrap_socket(plain, server_hostname=server.host):
                return "OK"
        except ssl.SSLCertVerificationError as error:
            return type(error.__cause__).__name__

    assert outcome("good-tls13") == "OK"
    for _ in range(4):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            fine = outcome("good-tls13") == "OK" and outcome("self-signed-tls12") == "VerificationError"
            os._exit(0 if fine else 1)
        assert outcome("good-tls12") == "OK"
        assert os.waitpid(child, 0)[1] == 0


def test_the_stack_runs_out_at_any_depth_of_a_handshake(servers: Servers, make: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)
    context, server = make(servers.trust()), servers["self-signed-tls13"]
    before = servers.seen(server)["application_bytes"]

    def connect_below(depth: int) -> None:
        if depth:
            connect_below(depth - 1)
            return
        with connected(server) as plain:
            context.wrap_socket(plain, server_hostname=server.host).sendall(SECRET)

    limit = sys.getrecursionlimit()
    for depth in range(limit - 220, limit - 20, 3):
        with pytest.raises(Exception):
            connect_below(depth)
    assert servers.seen(server)["application_bytes"] == before


def test_a_server_judges_its_clients(servers: Servers) -> None:
    trust = Context()
    trust.use_mozilla_roots(False)
    trust.add_roots_file(servers.root)
    entry = servers.entries["good-tls13"]
    server = tlsverify.ssl.create_server_context(trust)
    server.load_cert_chain(entry["chain"], entry["key"])
    for identity in [*servers.clients.values(), None]:
        client = tlsverify.ssl.create_context(servers.trust())
        if identity is not None:
            client.load_cert_chain(identity["chain"], identity["key"])
        near, far = socket.socketpair()
        shaken = threading.Thread(target=lambda client=client, near=near: _try(client, near, server_hostname="good.test"))
        shaken.start()
        error = _try(server, far, server_side=True)
        shaken.join()
        if identity is None:
            assert isinstance(error, ssl.SSLError)
        elif identity["expect"]["status"] == "OK":
            assert error is None
        else:
            assert isinstance(error, ssl.SSLCertVerificationError)
            assert error.__cause__.reason.name == identity["expect"]["reason"]


def _try(context: Any, plain: socket.socket, **more: Any) -> BaseException | None:
    try:
        with plain, context.wrap_socket(plain, **more) as secure:
            secure.settimeout(5)
            secure.sendall(b"x")
            secure.recv(1)
        return None
    except Exception as error:
        return error


def test_a_pointer_that_cannot_be_proven_is_not_used(monkeypatch: Any) -> None:
    """Each of the proofs alone is enough to fall back to the gate."""
    assert _openssl._offset() is not None
    libssl = _openssl._libssl()
    assert libssl is not None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    assert _openssl._pointer_at(libssl, context, _openssl._offset() or 0)
    for replaced, answer in [
        ("_is_writable", lambda *_: False),
        ("_names_a_method", lambda *_: False),
        ("_seen_by_python", lambda *_: {"options": 0}),
        ("_seen_through_pointer", lambda *_: dict.fromkeys(_openssl._seen_by_python(context), 99)),
    ]:
        with monkeypatch.context() as patch:
            patch.setattr(_openssl, replaced, answer)
            assert _openssl.attach(context) is None
            made = tlsverify.ssl.create_context()
            assert not made.verifies_inside_handshake
    assert not _openssl._is_writable(0, 8) and not _openssl._is_writable(8, 8)
    assert not _openssl._names_a_method(libssl, id(context))
    for offset in (0, 8, 24, 32):
        assert offset == _openssl._offset() or _openssl._pointer_at(libssl, context, offset) is None
