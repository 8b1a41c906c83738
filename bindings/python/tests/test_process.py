"""What happens to a process: the end of the interpreter with everything alive, forks under load, garbage."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
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
