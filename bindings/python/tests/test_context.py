"""The whole interface without a connection."""

from __future__ import annotations

import copy
import datetime
import gc
import hashlib
import json
import pickle
import re
import ssl
import weakref
from pathlib import Path

import pytest

import tlsverify
from conftest import PROJECT, RealChain, Servers
from tlsverify import CallError, Context, HookAnswer, HookStage, Mode, Override, Reason, Source, Status, VerificationError
from tlsverify._library import FUNCTIONS

OTHER = "other.example"


def test_every_function_of_the_header_is_declared() -> None:
    header = re.sub(r"/\*.*?\*/", "", (PROJECT / "include/tlsverify.h").read_text(), flags=re.DOTALL)
    assert sorted(set(re.findall(r"\b(tv_\w+)\s*\(", header)) - {"tv_hook_fn"}) == sorted(FUNCTIONS)


def test_every_value_of_the_header_is_there() -> None:
    header = (PROJECT / "include/tlsverify.h").read_text()
    families = {
        "TV_MODE_": Mode,
        "TV_RULES_": tlsverify.Rules,
        "TV_PURPOSE_": tlsverify.Purpose,
        "TV_SOURCE_": Source,
        "TV_SEVERITY_": tlsverify.Severity,
        "TV_LOG_LEVEL_": tlsverify.LogLevel,
        "TV_REASON_": Reason,
    }
    for prefix, family in families.items():
        values = {name: int(value) for name, value in re.findall(rf"\b{prefix}(\w+) = (-?\d+)", header)}
        assert values == {member.name: member.value for member in family}, prefix
    assert {name: int(value) for name, value in re.findall(r"\bTV_(ERR_\w+) = (-\d+)", header)} == {
        status.name: status.value for status in Status if status.name.startswith("ERR_")
    }


def test_the_stub_lists_the_reasons_of_the_library() -> None:
    stub = (PROJECT / "bindings/python/tlsverify/_reasons.pyi").read_text()
    assert {name: int(value) for name, value in re.findall(r"^    ([A-Z]\w+) = (\d+)$", stub, re.M)} == {
        reason.name: reason.value for reason in Reason
    }


def test_the_package_has_the_version_of_the_library() -> None:
    assert tlsverify.__version__ == tlsverify.library_version()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d, \d+ roots", tlsverify.roots_version())


def test_a_good_chain_is_verified(real: RealChain) -> None:
    result = tlsverify.verify(real.chain, real.name, real.time)
    assert result and result.status is Status.OK and result.may_proceed
    assert (result.reason, result.depth, result.source) == (Reason.NONE, -1, Source.PATH)
    assert result.path[0] == real.chain[0] and len(result.path) >= 2
    assert json.loads(result.json)["status"] == "ok" and real.name in result.text


def test_a_chain_may_come_in_any_shape(real: RealChain) -> None:
    joined = b"".join(real.chain)
    for chain in (joined, bytearray(joined), memoryview(joined), tuple(real.chain), iter(real.chain)):
        assert tlsverify.verify(chain, real.name, real.time)


def test_a_wrong_name_is_refused_at_depth_0(real: RealChain) -> None:
    with pytest.raises(VerificationError) as caught:
        tlsverify.verify(real.chain, OTHER, real.time)
    error = caught.value
    assert (error.reason, error.depth) == (Reason.NAME_MISMATCH, 0)
    assert OTHER in error.message and error.hint and str(error) == f"{error.message} Hint: {error.hint}"
    assert error.result.status is Status.REJECTED and not error.result
    finding = error.result.findings[0]
    assert (finding.reason, finding.sha256) == (Reason.NAME_MISMATCH, hashlib.sha256(real.chain[0]).digest())
    assert OTHER in finding.expected and "letsencrypt.org" in finding.subject
    assert Reason.NAME_MISMATCH.x509_v_err == 62 and Reason.NAME_MISMATCH.tls_alert == 42


def test_judge_returns_what_verify_raises(real: RealChain) -> None:
    result = Context().judge(real.chain, OTHER, real.time)
    assert not result and result.reason is Reason.NAME_MISMATCH


def test_time_is_a_datetime_or_a_number(real: RealChain) -> None:
    utc = datetime.datetime.fromtimestamp(real.time, datetime.timezone.utc)
    east = utc.astimezone(datetime.timezone(datetime.timedelta(hours=9)))
    for time in (utc, east, real.time, float(real.time)):
        assert tlsverify.verify(real.chain, real.name, time)
    late = utc.replace(year=2036)
    assert Context().judge(real.chain, real.name, late).reason is Reason.EXPIRED
    with pytest.raises(ValueError, match="time zone"):
        tlsverify.verify(real.chain, real.name, utc.replace(tzinfo=None))
    with pytest.raises(ValueError, match="64 bits"):
        tlsverify.verify(real.chain, real.name, 2**63)


def test_what_cannot_be_judged_is_an_error(real: RealChain) -> None:
    for chain, name, status in [
        (real.chain, "", Status.ERR_BAD_HOSTNAME),
        (real.chain, "letsencrypt.org\0.evil.example", Status.ERR_BAD_HOSTNAME),
        (real.chain, "letsencrypt.org:443", Status.ERR_BAD_HOSTNAME),
        (real.chain, "\udcff", Status.ERR_BAD_HOSTNAME),
        (real.chain, None, Status.ERR_BAD_HOSTNAME),
        ([], real.name, Status.ERR_EMPTY),
        (b"not a certificate", real.name, Status.ERR_BAD_ENCODING),
    ]:
        with pytest.raises(CallError) as caught:
            Context().verify(chain, name, real.time)
        assert caught.value.status is status


def test_arguments_of_the_wrong_type_are_refused(real: RealChain) -> None:
    context = Context()
    for wrong in ("text", ["text"], 7, [7]):
        with pytest.raises(TypeError):
            context.verify(wrong, real.name)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        context.verify(real.chain, b"letsencrypt.org")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        context.add_root("text")  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        context.mode = 4  # type: ignore[assignment]
    with pytest.raises(TypeError):
        context.set_hook("hook")  # type: ignore[arg-type]


def test_modes(real: RealChain) -> None:
    lines: list[tuple[tlsverify.LogLevel, str]] = []
    context = Context(Mode.WARN)
    context.set_log(lambda level, text: lines.append((level, text)))
    for _ in range(2):
        result = context.verify(real.chain, OTHER, real.time)
        assert result.status is Status.WARNED and not result and result.may_proceed
    assert [level for level, _ in lines] == [tlsverify.LogLevel.REFUSAL] and OTHER in lines[0][1]
    context.validate_certs()
    assert context.mode is Mode.ENFORCE
    context.disable_validation()
    assert context.mode is Mode.OFF
    assert context.verify(real.chain, OTHER).status is Status.UNCHECKED


def test_a_new_context_refuses() -> None:
    assert Context().mode is Mode.ENFORCE


def test_trust(real: RealChain, tmp_path: Path) -> None:
    end_entity, *issuers = real.chain
    pem = "".join(ssl.DER_cert_to_PEM_cert(der) for der in issuers)
    file = tmp_path / "roots.pem"
    file.write_text(pem)
    for add in (
        lambda context: context.add_roots_pem(pem),
        lambda context: context.add_roots_pem(pem.encode()),
        lambda context: context.add_roots_file(file),
        lambda context: context.add_roots_file(str(file)),
    ):
        context = Context()
        context.use_mozilla_roots(False)
        assert add(context) == len(issuers)
        assert context.verify(real.chain, real.name, real.time)

    context = Context()
    context.use_mozilla_roots(False)
    with pytest.raises(CallError) as caught:
        context.verify(real.chain, real.name, real.time)
    assert caught.value.status is Status.ERR_NO_ROOTS
    with pytest.raises(CallError, match="add_root") as caught:
        context.add_root(end_entity)
    assert caught.value.status is Status.ERR_NOT_A_CA
    with pytest.raises(CallError, match="missing.pem") as caught:
        context.add_roots_file(tmp_path / "missing.pem")
    assert caught.value.status is Status.ERR_IO
    with pytest.raises(ValueError, match="NUL"):
        context.add_roots_file("roots\0.pem")
    context.add_root(issuers[-1])
    context.add_intermediates(issuers)
    assert context.verify(end_entity, real.name, real.time)
    context.distrust(hashlib.sha256(end_entity).digest())
    assert context.judge(real.chain, real.name, real.time).reason is Reason.DISTRUSTED


def test_a_pin_trusts_one_certificate_for_one_host(real: RealChain) -> None:
    context = Context()
    context.add_cert(OTHER, real.chain[0])
    assert context.verify(real.chain, OTHER, real.time).source is Source.PIN
    assert context.judge(real.chain, "third.example", real.time).reason is Reason.PINNED_FOR_OTHER_HOST


def test_strictness(real: RealChain) -> None:
    context = Context()
    context.set_max_intermediates(0)
    assert context.judge(real.chain, real.name, real.time).reason is Reason.TOO_MANY_INTERMEDIATES
    for wrong in (-1, 2**32):
        with pytest.raises(ValueError):
            context.set_max_intermediates(wrong)
    client = Context(purpose=tlsverify.Purpose.CLIENT)
    assert client.judge(real.chain, None, real.time).reason in {Reason.WRONG_EXTENDED_KEY_USAGE, Reason.NONE}
    assert Context(rules=tlsverify.Rules.RFC5280).judge(real.chain, OTHER, real.time).reason is Reason.NAME_MISMATCH


def test_revocation_lists(servers: Servers) -> None:
    trust, good, other = servers.trust(), servers["good-tls13"], servers["wrong-name-tls13"]
    assert trust.verify(good.chain, good.host, crls=[])
    with pytest.raises(VerificationError) as refused:
        trust.verify(good.chain, good.host, crls=[servers.crl])
    assert (refused.value.reason, refused.value.depth) == (Reason.REVOKED, 0)
    assert trust.judge(good.chain, good.host, crls=iter([bytearray(servers.crl)])).reason is Reason.REVOKED
    assert trust.judge(other.chain, "other.test", crls=[servers.crl]).reason is Reason.REVOCATION_UNKNOWN
    with pytest.raises(CallError) as failed:
        trust.verify(good.chain, good.host, crls=[servers.crl, b"no list"])
    assert failed.value.status is Status.ERR_BAD_ENCODING
    for wrong in (servers.crl, "text"):
        with pytest.raises(TypeError):
            trust.verify(good.chain, good.host, crls=wrong)  # type: ignore[arg-type]
    trust.refuse_unknown_revocation()
    assert trust.judge(good.chain, good.host).reason is Reason.REVOCATION_UNKNOWN
    trust.refuse_unknown_revocation(False)
    assert trust.verify(good.chain, good.host)
    assert trust.judge(other.chain, "other.test", crls=[servers.crl]).may_proceed


def test_the_cache_has_a_size(real: RealChain) -> None:
    context = Context()
    for size in (0, 4096, 1 << 20):
        context.set_cache_size(size)
        assert context.verify(real.chain, real.name, real.time)
    with pytest.raises(CallError):
        context.set_cache_size(1 << 31)
    with pytest.raises(ValueError):
        context.set_cache_size(-1)


def test_many_peers_at_once(servers: Servers) -> None:
    """With and without a hook, on one thread and on several: as one by one."""
    peers = [(server.chain, server.host) for server in servers.all] + [(b"", "good.test"), (servers.all[0].chain, "")]
    context = servers.trust()
    alone = [Status[server.status] for server in servers.all] + [Status.ERR_EMPTY, Status.ERR_BAD_HOSTNAME]
    for threads in (0, 1, 4):
        assert context.verify_many(peers, threads) == alone
    context.set_hook(lambda *_: HookAnswer.DEFER)
    assert context.verify_many(peers) == alone
    context.set_hook(lambda *_: HookAnswer.REJECT)
    assert Status.OK not in context.verify_many(peers)
    assert context.verify_many([]) == []


def test_a_clone_is_independent(real: RealChain) -> None:
    context = Context()
    context.set_hook(lambda *_: HookAnswer.REJECT)
    clone = context.clone()
    clone.set_hook(None)
    clone.mode = Mode.WARN
    assert context.mode is Mode.ENFORCE
    assert context.judge(real.chain, real.name, real.time).reason is Reason.HOOK_REJECTED
    assert clone.verify(real.chain, real.name, real.time)
    assert copy.copy(context).judge(real.chain, real.name, real.time).reason is Reason.HOOK_REJECTED


def test_a_closed_context_says_so(real: RealChain) -> None:
    with Context() as context:
        context.verify(real.chain, real.name, real.time)
    assert context.closed and "closed" in repr(context)
    context.close()
    for call in (
        lambda: context.verify(real.chain, real.name),
        lambda: context.mode,
        lambda: context.clone(),
        lambda: context.__enter__(),
        lambda: context.set_hook(lambda *_: HookAnswer.DEFER),
    ):
        with pytest.raises(ValueError, match="closed"):
            call()


def test_a_context_may_be_closed_by_its_own_hook(real: RealChain) -> None:
    context = Context()

    def hook(*_: object) -> HookAnswer:
        context.close()
        gc.collect()
        return HookAnswer.DEFER

    context.set_hook(hook, HookStage.BEFORE)
    assert context.verify(real.chain, real.name, real.time)
    assert context.closed


def test_contexts_are_not_pickled() -> None:
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(Context())


def test_a_context_goes_with_its_last_reference() -> None:
    context = Context()
    gone = weakref.ref(context._open())
    del context
    gc.collect()
    assert gone() is None


def test_overrides_that_do_not_exist_are_refused() -> None:
    with pytest.raises((ValueError, CallError)):
        Context().set_hook(lambda *_: HookAnswer.DEFER, may_override=Override(16))
