"""Calls every function of tlsverify.h from Python, with nothing but ctypes.

    ctypes_verify.py LIBRARY CHAIN.pem NAME UNIX-TIME

The chain has to be good under the bundled roots for that name at that time.
"""

import ctypes
import os
import ssl
import sys
import tempfile
from ctypes import (
    CFUNCTYPE, POINTER, byref, c_char_p, c_int32, c_int64, c_size_t, c_uint8, c_uint32, c_void_p,
)

status = c_int32
# Byte strings are passed as they are: ctypes hands over a pointer to their bytes.
data = c_char_p
sizes = POINTER(c_size_t)
objects = POINTER(c_void_p)



class Item(ctypes.Structure):
    """tv_verify_item"""

    _fields_ = [("hostname", c_char_p), ("der_chain", data), ("der_chain_len", c_size_t)]


items = POINTER(Item)

HOOK = CFUNCTYPE(c_int32, c_void_p, c_char_p, POINTER(c_uint8), c_size_t, c_void_p)
LOG = CFUNCTYPE(None, c_void_p, c_int32, c_char_p)
DESTROY = CFUNCTYPE(None, c_void_p)

FUNCTIONS = {
    "tv_version": (c_char_p,),
    "tv_abi_version": (c_uint32,),
    "tv_roots_version": (c_char_p,),
    "tv_status_message": (c_char_p, c_int32),
    "tv_context_new": (c_void_p,),
    "tv_context_ref": (c_void_p, c_void_p),
    "tv_context_clone": (c_void_p, c_void_p),
    "tv_context_free": (None, c_void_p),
    "tv_set_mode": (status, c_void_p, c_int32),
    "tv_get_mode": (c_int32, c_void_p),
    "tv_validate_certs": (status, c_void_p),
    "tv_add_cert": (status, c_void_p, c_char_p, data, c_size_t),
    "tv_add_root": (status, c_void_p, data, c_size_t),
    "tv_disable_validation": (status, c_void_p),
    "tv_use_mozilla_roots": (status, c_void_p, c_int32),
    "tv_add_system_roots": (status, c_void_p, sizes),
    "tv_add_roots_pem": (status, c_void_p, data, c_size_t, sizes),
    "tv_add_roots_file": (status, c_void_p, c_char_p, sizes),
    "tv_add_intermediates": (status, c_void_p, data, c_size_t),
    "tv_distrust": (status, c_void_p, data, c_size_t),
    "tv_set_rules": (status, c_void_p, c_int32),
    "tv_set_purpose": (status, c_void_p, c_int32),
    "tv_set_max_intermediates": (status, c_void_p, c_uint32),
    "tv_refuse_unknown_revocation": (status, c_void_p, c_int32),
    "tv_set_cache_size": (status, c_void_p, c_size_t),
    "tv_verify_chain": (status, c_void_p, c_char_p, data, c_size_t, objects),
    "tv_verify_chain_with": (status, c_void_p, c_char_p, data, c_size_t, c_void_p, objects),
    "tv_verify_many": (status, c_void_p, items, c_size_t, POINTER(status), c_uint32),
    "tv_may_proceed": (c_int32, status),
    "tv_evidence_new": (c_void_p,),
    "tv_evidence_set_time": (status, c_void_p, c_int64),
    "tv_evidence_add_crl": (status, c_void_p, c_char_p, c_size_t),
    "tv_evidence_free": (None, c_void_p),
    "tv_set_hook": (status, c_void_p, c_int32, c_uint32, HOOK, c_void_p, DESTROY),
    "tv_result_status": (status, c_void_p),
    "tv_result_reason": (c_int32, c_void_p),
    "tv_result_depth": (c_int32, c_void_p),
    "tv_result_source": (c_int32, c_void_p),
    "tv_result_message": (c_char_p, c_void_p),
    "tv_result_hint": (c_char_p, c_void_p),
    "tv_result_path_count": (c_size_t, c_void_p),
    "tv_result_path_der": (c_void_p, c_void_p, c_size_t, sizes),
    "tv_result_finding_count": (c_size_t, c_void_p),
    "tv_result_finding_reason": (c_int32, c_void_p, c_size_t),
    "tv_result_finding_depth": (c_int32, c_void_p, c_size_t),
    "tv_result_finding_message": (c_char_p, c_void_p, c_size_t),
    "tv_result_finding_hint": (c_char_p, c_void_p, c_size_t),
    "tv_result_finding_subject": (c_char_p, c_void_p, c_size_t),
    "tv_result_finding_sha256": (c_void_p, c_void_p, c_size_t),
    "tv_result_finding_expected": (c_char_p, c_void_p, c_size_t),
    "tv_result_finding_found": (c_char_p, c_void_p, c_size_t),
    "tv_result_finding_severity": (c_int32, c_void_p, c_size_t),
    "tv_result_json": (c_char_p, c_void_p),
    "tv_result_text": (c_char_p, c_void_p),
    "tv_result_free": (None, c_void_p),
    "tv_reason_name": (c_char_p, c_int32),
    "tv_reason_message": (c_char_p, c_int32),
    "tv_reason_x509_v_err": (c_int32, c_int32),
    "tv_reason_tls_alert": (c_int32, c_int32),
    "tv_set_log": (status, c_void_p, LOG, c_void_p, DESTROY),
}

TV_OK, TV_WARNED, TV_UNCHECKED, TV_REJECTED = 0, -1, -2, -3
TV_ERR_BAD_ENCODING, TV_ERR_NOT_A_CA = -19, -23
MODE_WARN, MODE_ENFORCE, MODE_OFF = 1, 2, 3
HOOK_BEFORE, HOOK_AFTER = 1, 2
DEFER, ACCEPT, REJECT = 0, 1, 2
OVERRIDE_NAME = 2
SOURCE_PATH, SOURCE_PIN, SOURCE_HOOK, SOURCE_MODE = 1, 2, 3, 4
NAME_MISMATCH = 301

OTHER = b"other.example"


class Library:
    """The functions with their types, and the names of those that were called."""

    def __init__(self, path):
        loaded = ctypes.CDLL(path)
        self.called = set()
        for name, (answer, *arguments) in FUNCTIONS.items():
            function = getattr(loaded, name)
            function.restype, function.argtypes = answer, arguments
            setattr(self, name.removeprefix("tv_"), self._noting(name, function))

    def _noting(self, name, function):
        def call(*arguments):
            self.called.add(name)
            return function(*arguments)
        return call


def read_chain(path):
    """The DER certificates of a PEM file."""
    with open(path, encoding="ascii") as file:
        blocks = file.read().split("-----END CERTIFICATE-----")[:-1]
    return [ssl.PEM_cert_to_DER_cert(block[block.index("-----BEGIN"):] + "-----END CERTIFICATE-----")
            for block in blocks]


def same(got, wanted):
    if got != wanted:
        raise AssertionError(f"got {got!r} instead of {wanted!r}")


class Judge:
    """One context and the time to judge at."""

    def __init__(self, tv, certificates, then):
        self.tv = tv
        self.chain = b"".join(certificates)
        self.context = tv.context_new()
        self.evidence = tv.evidence_new()
        same(tv.evidence_set_time(self.evidence, then), TV_OK)

    def close(self):
        self.tv.evidence_free(self.evidence)
        self.tv.context_free(self.context)

    def judge(self, name, wanted, look=None):
        """Verifies, compares the status, and lets `look` read the result."""
        result = c_void_p()
        got = self.tv.verify_chain_with(
            self.context, name, self.chain, len(self.chain), self.evidence, byref(result))
        try:
            if got != wanted and result:
                print(self.tv.result_text(result).decode(), file=sys.stderr)
            same(got, wanted)
            same(self.tv.result_status(result), wanted)
            if look is not None:
                look(result)
        finally:
            self.tv.result_free(result)


def check_library(tv):
    print("libtlsverify", tv.version().decode(), "with", tv.roots_version().decode())
    same(tv.abi_version(), 0)
    same([tv.may_proceed(s) for s in (0, -1, -2, -3, -16, 1)], [1, 1, 1, 0, 0, 0])
    same(tv.reason_name(NAME_MISMATCH), b"NAME_MISMATCH")
    assert tv.reason_message(NAME_MISMATCH)
    same(tv.status_message(-3), b"The peer is refused.")
    same(tv.reason_x509_v_err(NAME_MISMATCH), 62)
    same(tv.reason_tls_alert(NAME_MISMATCH), 42)


def check_verdicts(tv, judge, name, end_entity):
    same(tv.get_mode(judge.context), MODE_WARN)
    same(tv.validate_certs(judge.context), TV_OK)
    same(tv.get_mode(judge.context), MODE_ENFORCE)

    def trusted(result):
        same(tv.result_source(result), SOURCE_PATH)
        same(tv.result_reason(result), 0)
        same(tv.result_depth(result), -1)
        assert tv.result_path_count(result) >= 2
        length = c_size_t()
        der = tv.result_path_der(result, 0, byref(length))
        same(ctypes.string_at(der, length.value), end_entity)
        assert tv.result_text(result) and tv.result_json(result).startswith(b"{")

    def refused(result):
        same(tv.result_reason(result), NAME_MISMATCH)
        same(tv.result_depth(result), 0)
        assert OTHER in tv.result_message(result)
        assert tv.result_hint(result) is not None
        reasons = [tv.result_finding_reason(result, i) for i in range(tv.result_finding_count(result))]
        at = reasons.index(NAME_MISMATCH)
        same(tv.result_finding_depth(result, at), 0)
        assert tv.result_finding_message(result, at)
        assert tv.result_finding_hint(result, at) is not None
        assert tv.result_finding_subject(result, at)
        assert tv.result_finding_sha256(result, at)
        assert tv.result_finding_expected(result, at) is not None
        assert tv.result_finding_found(result, at) is not None
        assert tv.result_finding_severity(result, at) != 0

    judge.judge(name, TV_OK, trusted)
    judge.judge(OTHER, TV_REJECTED, refused)


def check_warnings(tv, judge):
    lines, destroyed = [], []
    log = LOG(lambda user_data, level, text: lines.append(text))
    destroy = DESTROY(lambda user_data: destroyed.append(user_data))
    same(tv.set_mode(judge.context, MODE_WARN), TV_OK)
    same(tv.set_log(judge.context, log, 42, destroy), TV_OK)
    judge.judge(OTHER, TV_WARNED)
    judge.judge(OTHER, TV_WARNED)
    same(len(lines), 1)
    same(tv.set_log(judge.context, LOG(), None, DESTROY()), TV_OK)
    same(destroyed, [42])
    same(tv.set_mode(judge.context, MODE_ENFORCE), TV_OK)


def check_hook(tv, judge, name):
    """A Python function decides, and is told what the library thinks."""
    told, destroyed = [], []

    def decide(user_data, hostname, der_chain, der_chain_len, normal):
        same(ctypes.string_at(der_chain, der_chain_len), judge.chain)
        told.append((user_data, hostname, tv.result_reason(normal)))
        return ACCEPT if hostname == OTHER else DEFER

    hook, destroy = HOOK(decide), DESTROY(lambda user_data: destroyed.append(user_data))
    same(tv.set_hook(judge.context, HOOK_AFTER, OVERRIDE_NAME, hook, 7, destroy), TV_OK)
    judge.judge(OTHER, TV_OK, lambda result: same(tv.result_source(result), SOURCE_HOOK))
    judge.judge(b"third.example", TV_REJECTED)
    judge.judge(name, TV_OK)
    same(told, [(7, OTHER, NAME_MISMATCH), (7, b"third.example", NAME_MISMATCH), (7, name, 0)])
    same(tv.set_hook(judge.context, HOOK_AFTER, 0, HOOK(), None, DESTROY()), TV_OK)
    same(destroyed, [7])

    veto = HOOK(lambda *arguments: REJECT)
    same(tv.set_hook(judge.context, HOOK_BEFORE, 0, veto, None, DESTROY()), TV_OK)
    judge.judge(name, TV_REJECTED)
    same(tv.set_hook(judge.context, HOOK_BEFORE, 0, HOOK(), None, DESTROY()), TV_OK)


def check_trust(tv, judge, name, certificates):
    context, added = judge.context, c_size_t()
    end_entity, issuers = certificates[0], certificates[1:]
    rest = b"".join(issuers)
    pem = "".join(ssl.DER_cert_to_PEM_cert(der) for der in issuers).encode()
    same(tv.add_root(context, end_entity, len(end_entity)), TV_ERR_NOT_A_CA)
    same(tv.add_intermediates(context, rest, len(rest)), TV_OK)
    same(tv.use_mozilla_roots(context, 0), TV_OK)
    same(tv.add_root(context, issuers[-1], len(issuers[-1])), TV_OK)
    same(tv.add_roots_pem(context, pem, len(pem), byref(added)), TV_OK)
    same(added.value, len(issuers))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "roots.pem")
        with open(path, "wb") as file:
            file.write(pem)
        same(tv.add_roots_file(context, os.fsencode(path), byref(added)), TV_OK)
    judge.judge(name, TV_OK)
    # Not every machine has a system store.
    if tv.add_system_roots(context, byref(added)) == TV_OK:
        assert added.value > 0

    same(tv.add_cert(context, OTHER, end_entity, len(end_entity)), TV_OK)
    judge.judge(OTHER, TV_OK, lambda result: same(tv.result_source(result), SOURCE_PIN))
    same(tv.set_rules(context, 1), TV_OK)
    same(tv.set_purpose(context, 1), TV_OK)
    same(tv.set_max_intermediates(context, 8), TV_OK)
    same(tv.set_cache_size(context, 65536), TV_OK)
    same(tv.refuse_unknown_revocation(context, 1), TV_OK)
    judge.judge(name, TV_REJECTED)
    same(tv.refuse_unknown_revocation(context, 0), TV_OK)
    same(tv.evidence_add_crl(judge.evidence, end_entity, len(end_entity)), TV_ERR_BAD_ENCODING)
    judge.judge(name, TV_OK)
    same(tv.distrust(context, bytes(32), 32), TV_OK)


def check_contexts(tv, judge, name):
    copy = tv.context_clone(judge.context)
    same(tv.context_ref(copy), copy)
    hosts = [OTHER, b"third.example"]
    many = (Item * 2)(*(Item(host, judge.chain, len(judge.chain)) for host in hosts))
    statuses = (status * 2)(TV_OK, TV_OK)
    same(tv.verify_many(copy, many, 2, statuses, 2), TV_REJECTED)
    same(list(statuses), [TV_REJECTED, TV_REJECTED])
    same(tv.disable_validation(copy), TV_OK)
    same(tv.get_mode(copy), MODE_OFF)
    result = c_void_p()
    same(tv.verify_chain(copy, OTHER, judge.chain, len(judge.chain), byref(result)), TV_UNCHECKED)
    same(tv.result_source(result), SOURCE_MODE)
    tv.result_free(result)
    tv.context_free(copy)
    tv.context_free(copy)
    same(tv.get_mode(judge.context), MODE_ENFORCE)


def main():
    library, chain_path, name, then = sys.argv[1:]
    name = name.encode()
    tv = Library(library)
    certificates = read_chain(chain_path)
    judge = Judge(tv, certificates, int(then))
    check_library(tv)
    check_verdicts(tv, judge, name, certificates[0])
    check_warnings(tv, judge)
    check_hook(tv, judge, name)
    check_contexts(tv, judge, name)
    check_trust(tv, judge, name, certificates)
    judge.close()
    same(sorted(set(FUNCTIONS) - tv.called), [])
    print("every function answered:", len(tv.called))


if __name__ == "__main__":
    main()
