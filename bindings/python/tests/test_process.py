"""What happens to a process: the end of the interpreter with everything alive, forks under load, garbage."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
import threading
import time
import warnings
from typing import Any

import pytest

import tlsverify
import tlsverify.ssl
from conftest import RealChain, Servers
from tlsverify import HookAnswer

PRELUDE = """
    import gc, os, socket, sys, threading, time
    import tlsverify, tlsverify.ssl
    from tlsverify import Context, HookAnswer, HookStage
    root, port, chain_file = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    trust = Context()
    trust.add_roots_file(root)
    def connect(context):
        plain = socket.create_connection(("127.0.0.1", port))
        return context.wrap_socket(plain, server_hostname="good.test")
"""


def run(script: str, servers: Servers) -> subprocess.CompletedProcess[str]:
    server = servers["good-tls13"]
    chain = servers.entries["good-tls13"]["chain"]
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(PRELUDE) + textwrap.dedent(script), str(servers.root), str(server.port), chain],
        capture_output=True,
        text=True,
        timeout=60,
    )


def check(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, f"{done.returncode}: {done.stderr}"
    assert done.stdout.split() == ["end"]


def test_the_interpreter_ends_with_everything_alive(servers: Servers) -> None:
    check(
        run(
            """
            trust.set_hook(lambda *_: HookAnswer.DEFER)
            trust.set_log(lambda *_: None)
            context = tlsverify.ssl.create_context(trust)
            secure = connect(context)
            class Late:
                def __init__(self): self.trust, self.chain = trust, open(chain_file).read()
                def __del__(self):
                    self.trust.judge(tlsverify.certificates_from_pem(self.chain), "good.test")
                    connect(context)
            trust.late = Late()
            trust.self = trust
            sys.cycle = [trust, secure, context]
            print("end")
            """,
            servers,
        )
    )


@pytest.mark.parametrize("hook", ["lambda *_: HookAnswer.DEFER", "lambda *_: time.sleep(0.01) or HookAnswer.DEFER", "None"])
def test_the_interpreter_ends_under_daemon_threads(servers: Servers, hook: str) -> None:
    """Threads are inside the library, and inside hooks, when the interpreter goes away."""
    for _ in range(3):
        check(
            run(
                f"""
                trust.set_hook({hook})
                chain = tlsverify.certificates_from_pem(open(chain_file).read())
                context = tlsverify.ssl.create_context(trust)
                def verify():
                    while True:
                        trust.judge(chain, "good.test")
                def handshakes():
                    while True:
                        connect(context).close()
                for work in [verify] * 6 + [handshakes] * 6:
                    threading.Thread(target=work, daemon=True).start()
                time.sleep(0.3)
                print("end")
                """,
                servers,
            )
        )


# Here a handshake waits for its server until the interpreter is gone, and the process is there for half a second more: what a
# slow machine does by chance. What `libc` calls at its own exit has no Python left.
LATE = """
    import atexit, ctypes, socket, ssl, sys, threading
    waiting = threading.Semaphore(0)
    def connect(context):
        plain = socket.create_connection(("127.0.0.1", int(sys.argv[2])))
        secure = context.wrap_socket(plain, server_hostname="good.test", do_handshake_on_connect=False)
        waiting.release()
        secure.do_handshake()
        print("a handshake has ended well", flush=True)
    def leave(context):
        for _ in range(3):
            threading.Thread(target=connect, args=(context,), daemon=True).start()
            assert waiting.acquire(timeout=20)
        libc = ctypes.CDLL(None)
        stay = ctypes.cast(libc.usleep, ctypes.c_void_p)
        libc.__cxa_atexit(stay, ctypes.c_void_p(500_000), None)
        print("end", flush=True)
    # Runs after what tlsverify does at the end.
    atexit.register(lambda: "tlsverify" in sys.modules and print(*sys.modules["tlsverify"]._callbacks._inside))
"""

LATE_HANDSHAKES = {
    "control": "leave(ssl.create_default_context(cafile=sys.argv[1]))",
    "inside": "import tlsverify.ssl; leave(tlsverify.ssl.create_context())",
    "gate": "import tlsverify.ssl; leave(tlsverify.ssl.SSLContext(_inside_handshake=False))",
    "injected": "import tlsverify; tlsverify.inject(); leave(ssl.create_default_context())",
    "extracted": """
        import tlsverify
        tlsverify.inject()
        context = ssl.create_default_context(cafile=sys.argv[1])
        context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="good.test")
        tlsverify.extract()
        leave(context)
    """,
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs the C library of Linux")
@pytest.mark.parametrize("tls", ["tls12", "tls13"])
@pytest.mark.parametrize("script", LATE_HANDSHAKES.values(), ids=LATE_HANDSHAKES)
def test_the_server_answers_when_the_interpreter_has_ended(servers: Servers, tls: str, script: str) -> None:
    """`control` is `ssl` by itself."""
    with Slow(servers[f"good-{tls}"].port) as slow:
        script = textwrap.dedent(LATE) + textwrap.dedent(script)
        command = [sys.executable, "-c", script, str(servers.root), str(slow.port)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout and process.stdout.readline() == "end\n"
            time.sleep(0.25)
            slow.answer()
            rest, errors = process.communicate(timeout=60)
        assert process.returncode == 0, f"{process.returncode}: {errors}"
        assert rest.split() == []


@pytest.mark.parametrize("last", ["connect(context)", "connect(default)"])
def test_the_main_thread_still_connects_while_the_interpreter_ends(servers: Servers, last: str) -> None:
    check(
        run(
            f"""
            import atexit, ssl
            tlsverify.inject(trust)
            default = ssl.create_default_context(cafile=root)
            context = tlsverify.ssl.create_context(trust)
            connect(default)
            def at_end():
                assert tlsverify._callbacks._is_ending
                {last}
                print("end")
            atexit.unregister(tlsverify._callbacks._end)
            atexit.unregister(tlsverify._inject._detach_all)
            for function in [at_end, tlsverify._callbacks._end, tlsverify._inject._detach_all]:
                atexit.register(function)
            """,
            servers,
        )
    )


class Slow:
    """Passes everything on to a server, and its answers when it is told to."""

    def __init__(self, server: int) -> None:
        self._server = server
        self._may_answer = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Slow:
        return self

    def __exit__(self, *_: object) -> None:
        self.answer()
        self._listener.close()

    def answer(self) -> None:
        self._may_answer.set()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self._server), timeout=5) as server:
            try:
                server.sendall(client.recv(65536))
                self._may_answer.wait(60)
                while data := server.recv(65536):
                    client.sendall(data)
            except OSError:
                return


def test_hooks_that_are_garbage_while_they_are_asked(servers: Servers) -> None:
    check(
        run(
            """
            chain = tlsverify.certificates_from_pem(open(chain_file).read())
            gc.set_threshold(1)
            def verify():
                for _ in range(30):
                    context = Context()
                    context.add_roots_file(root)
                    def hook(*_, context=context):
                        context.set_hook(None)
                        gc.collect()
                        return HookAnswer.REJECT
                    context.set_hook(hook)
                    assert context.judge(chain, "good.test").reason is tlsverify.Reason.HOOK_REJECTED
            threads = [threading.Thread(target=verify) for _ in range(8)]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]
            gc.collect()
            assert tlsverify._callbacks.registered() == 0
            print("end")
            """,
            servers,
        )
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_forks_while_32_threads_verify(real: RealChain) -> None:
    context = tlsverify.Context()
    context.set_hook(lambda *_: HookAnswer.DEFER)
    done = threading.Event()

    def verify() -> None:
        while not done.is_set():
            context.judge(real.chain, real.name, real.time)

    threads = [threading.Thread(target=verify) for _ in range(32)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(20):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                child = os.fork()
            if child == 0:
                fine = context.judge(real.chain, real.name, real.time) and not context.judge(real.chain, "x.test", real.time)
                os._exit(0 if fine else 1)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        done.set()
        for thread in threads:
            thread.join()


def test_a_library_that_is_not_there_is_an_import_error(tmp_path: Any) -> None:
    for path, says in [(tmp_path / "missing.so", "cannot be loaded"), ("libm.so.6", "is not the libtlsverify")]:
        done = subprocess.run(
            [sys.executable, "-c", "import tlsverify"],
            env={**os.environ, "TLSVERIFY_LIBRARY": str(path)},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 1 and "ImportError" in done.stderr and says in done.stderr
