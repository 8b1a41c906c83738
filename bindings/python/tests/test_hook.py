"""Hooks: what they are told, what they may forgive, and that no accident in one becomes an accept."""

from __future__ import annotations

import gc
import signal
import sys
import threading
from typing import Any

import pytest

import tlsverify
from conftest import RealChain
from tlsverify import Context, HookAnswer, HookError, HookStage, Override, Reason, Source, VerificationError, _callbacks

OTHER = "other.example"
STAGES = pytest.mark.parametrize("stage", list(HookStage))


def hooked(hook: Any, stage: HookStage, may_override: Override = Override.ALL) -> Context:
    context = Context()
    context.set_hook(hook, stage, may_override)
    return context


def test_a_hook_is_told_everything(real: RealChain) -> None:
    told: list[Any] = []

    def hook(*arguments: Any) -> HookAnswer:
        told.append(arguments)
        return HookAnswer.DEFER

    context = hooked(hook, HookStage.BEFORE)
    context.set_hook(hook, HookStage.AFTER)
    assert context.judge(real.chain, OTHER, real.time).reason is Reason.NAME_MISMATCH
    (name, chain, before), (_, _, normal) = told
    assert (name, chain, before) == (OTHER, b"".join(real.chain), None)
    assert (normal.reason, normal.depth) == (Reason.NAME_MISMATCH, 0)


@STAGES
def test_accept_forgives_only_what_was_declared(real: RealChain, stage: HookStage) -> None:
    def accept(*_: Any) -> HookAnswer:
        return HookAnswer.ACCEPT

    result = hooked(accept, stage, Override.NAME).verify(real.chain, OTHER, real.time)
    assert result.source is Source.HOOK
    assert Reason.HOOK_OVERRIDE in {finding.reason for finding in result.findings}
    refused = hooked(accept, stage, Override.TIME).judge(real.chain, OTHER, real.time)
    assert (refused.reason, refused.depth) == (Reason.NAME_MISMATCH, 0)
    assert hooked(accept, stage, Override.ALL).verify(real.chain, OTHER, real.time).source is Source.HOOK


@STAGES
def test_an_exception_is_a_rejection_and_the_cause(real: RealChain, stage: HookStage) -> None:
    def hook(*_: Any) -> HookAnswer:
        raise LookupError("database gone")

    for name in (real.name, OTHER):
        with pytest.raises(VerificationError) as caught:
            hooked(hook, stage).verify(real.chain, name, real.time)
        assert caught.value.reason is Reason.HOOK_REJECTED
        assert isinstance(caught.value.__cause__, LookupError)


@STAGES
@pytest.mark.parametrize("answer", [None, True, 1, 0, "ACCEPT", Override.ISSUER, HookStage.BEFORE, object()])
def test_any_other_answer_is_a_rejection(real: RealChain, stage: HookStage, answer: Any) -> None:
    with pytest.raises(VerificationError) as caught:
        hooked(lambda *_: answer, stage).verify(real.chain, real.name, real.time)
    assert caught.value.reason is Reason.HOOK_REJECTED
    assert isinstance(caught.value.__cause__, TypeError)


@STAGES
@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_an_interrupt_goes_through(real: RealChain, stage: HookStage, interrupt: type[BaseException]) -> None:
    def hook(*_: Any) -> HookAnswer:
        raise interrupt

    with pytest.raises(interrupt):
        hooked(hook, stage).judge(real.chain, OTHER, real.time)


@STAGES
def test_a_rejection_refuses_also_when_warning_only(real: RealChain, stage: HookStage) -> None:
    context = hooked(lambda *_: HookAnswer.REJECT, stage)
    context.mode = tlsverify.Mode.WARN
    with pytest.raises(VerificationError) as caught:
        context.verify(real.chain, real.name, real.time)
    assert caught.value.reason is Reason.HOOK_REJECTED


@STAGES
def test_what_is_raised_before_the_first_line_is_no_answer(real: RealChain, stage: HookStage, monkeypatch: Any) -> None:
    """The stack runs out at the very call of the hook, for every depth around the limit: never an accept."""
    context = hooked(lambda *_: HookAnswer.REJECT, stage, Override.NAME)
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)
    outcomes = set()

    def judge_below(depth: int) -> None:
        if depth:
            judge_below(depth - 1)
            return
        try:
            result = context.judge(real.chain, real.name, real.time)
            outcomes.add(result.may_proceed)
        except Exception as error:
            outcomes.add(type(error))

    limit = sys.getrecursionlimit()
    for depth in range(limit - 160, limit):
        try:
            judge_below(depth)
        except RecursionError:
            outcomes.add(RecursionError)
    assert True not in outcomes
    assert outcomes & {RecursionError, HookError}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs setitimer")
def test_a_signal_that_raises_anywhere_never_makes_an_accept(real: RealChain, monkeypatch: Any) -> None:
    class Alarm(Exception):
        pass

    def ring(*_: Any) -> None:
        raise Alarm

    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)
    context = hooked(lambda *_: HookAnswer.REJECT, HookStage.AFTER, Override.NAME)
    former = signal.signal(signal.SIGALRM, ring)
    try:
        for microseconds in range(1, 1500, 3):
            accepted = False
            try:
                signal.setitimer(signal.ITIMER_REAL, microseconds / 1e6)
                accepted = context.judge(real.chain, real.name, real.time).may_proceed
            except (Alarm, HookError):
                pass
            finally:
                try:
                    signal.setitimer(signal.ITIMER_REAL, 0)
                except Alarm:
                    pass
            assert not accepted
    finally:
        signal.signal(signal.SIGALRM, former)


def test_an_answer_that_was_not_written_down_does_not_count(real: RealChain, monkeypatch: Any) -> None:
    """As if ctypes had returned a 1 for a function that raised before its first line."""

    class Forgetful(dict[Any, Any]):
        def __setitem__(self, key: Any, value: Any) -> None:
            pass

    made = _callbacks.Verification.__init__

    def forgetful(self: Any) -> None:
        made(self)
        self.answers = Forgetful()

    monkeypatch.setattr(_callbacks.Verification, "__init__", forgetful)
    for answer, name in [(HookAnswer.ACCEPT, OTHER), (HookAnswer.DEFER, real.name)]:
        with pytest.raises(HookError):
            hooked(lambda *_, answer=answer: answer, HookStage.AFTER).judge(real.chain, name, real.time)


def test_garbage_collection_does_not_take_a_hook_away(real: RealChain) -> None:
    class Rejector:
        def __call__(self, *_: Any) -> HookAnswer:
            gc.collect()
            return HookAnswer.REJECT

    context = Context()
    context.set_hook(Rejector())
    for _ in range(3):
        gc.collect()
        assert context.judge(real.chain, real.name, real.time).reason is Reason.HOOK_REJECTED


def test_a_hook_goes_when_it_is_replaced_and_with_its_context() -> None:
    before = _callbacks.registered()
    context = Context()
    for _ in range(5):
        context.set_hook(lambda *_: HookAnswer.DEFER)
        context.set_log(lambda *_: None)
    assert _callbacks.registered() == before + 2
    context.set_hook(None)
    assert _callbacks.registered() == before + 1
    with pytest.raises(Exception):
        context.set_hook(lambda *_: HookAnswer.DEFER, may_override=Override(16))
    context.close()
    assert _callbacks.registered() == before


def test_a_hook_that_keeps_its_context_is_no_leak_of_the_interpreter(real: RealChain) -> None:
    """The library holds the hook, the hook holds the context: `set_hook(None)` or `close` ends it."""
    context = Context()
    context.set_hook(lambda *_: HookAnswer.DEFER if context.mode else HookAnswer.REJECT)
    assert context.verify(real.chain, real.name, real.time)
    context.close()


def test_a_hook_may_verify_one_level_deep(real: RealChain) -> None:
    depths: list[int] = []

    def hook(*_: Any) -> HookAnswer:
        depths.append(len(depths))
        try:
            context.judge(real.chain, real.name, real.time)
        except tlsverify.CallError as error:
            assert error.status is tlsverify.Status.ERR_RECURSION
        return HookAnswer.DEFER

    context = hooked(hook, HookStage.AFTER)
    assert context.verify(real.chain, real.name, real.time)
    assert len(depths) == 2
    context.close()


def test_a_hook_may_replace_itself_while_it_runs(real: RealChain) -> None:
    context = Context()

    def hook(*_: Any) -> HookAnswer:
        context.set_hook(lambda *_: HookAnswer.REJECT)
        gc.collect()
        return HookAnswer.DEFER

    context.set_hook(hook)
    assert context.verify(real.chain, real.name, real.time)
    assert context.judge(real.chain, real.name, real.time).reason is Reason.HOOK_REJECTED


def test_a_log_function_that_raises_changes_nothing(real: RealChain, monkeypatch: Any) -> None:
    shown: list[type] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda seen: shown.append(seen.exc_type))

    def log(*_: Any) -> None:
        raise LookupError("disk full")

    context = Context(tlsverify.Mode.WARN)
    context.set_log(log)
    assert context.verify(real.chain, OTHER, real.time).status is tlsverify.Status.WARNED
    assert shown == [LookupError]


def test_32_threads_with_hooks_that_come_and_go(real: RealChain) -> None:
    context = Context()
    failures: list[BaseException] = []
    done = threading.Event()

    def veto(hostname: Any, *_: Any) -> HookAnswer:
        return HookAnswer.REJECT if hostname == OTHER else HookAnswer.DEFER

    def verify() -> None:
        try:
            for _ in range(20):
                assert context.verify(real.chain, real.name, real.time)
                assert not context.judge(real.chain, OTHER, real.time)
        except BaseException as error:
            failures.append(error)

    def change() -> None:
        while not done.is_set():
            context.set_hook(veto)
            context.set_hook(None)

    threads = [threading.Thread(target=verify) for _ in range(31)]
    changer = threading.Thread(target=change)
    for thread in [changer, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    changer.join()
    assert not failures
