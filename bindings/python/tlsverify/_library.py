"""Finds the shared library, loads it, and gives every function its types.

Nothing here knows what the functions are for; the other modules call them and know nothing of loading.
"""

from __future__ import annotations

import ctypes
import os
import sys
import weakref
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int32, c_int64, c_size_t, c_uint8, c_uint32, c_void_p
from pathlib import Path
from typing import Any

ABI_VERSION = 0

HOOK = CFUNCTYPE(c_int32, c_void_p, c_char_p, POINTER(c_uint8), c_size_t, c_void_p)
LOG = CFUNCTYPE(None, c_void_p, c_int32, c_char_p)
DESTROY = CFUNCTYPE(None, c_void_p)

_status = c_int32
# Byte strings are handed over as they are: ctypes passes a pointer to their bytes, and the length goes beside it.
_data = c_char_p
_sizes = POINTER(c_size_t)
_objects = POINTER(c_void_p)


class VerifyItem(ctypes.Structure):
    """tv_verify_item: one peer of tv_verify_many."""

    _fields_ = (("hostname", c_char_p), ("der_chain", c_char_p), ("der_chain_len", c_size_t))


FUNCTIONS: dict[str, tuple[Any, ...]] = {
    # name: (answer, arguments...)
    "tv_version": (c_char_p,),
    "tv_abi_version": (c_uint32,),
    "tv_roots_version": (c_char_p,),
    "tv_context_new": (c_void_p,),
    "tv_context_ref": (c_void_p, c_void_p),
    "tv_context_clone": (c_void_p, c_void_p),
    "tv_context_free": (None, c_void_p),
    "tv_set_mode": (_status, c_void_p, c_int32),
    "tv_get_mode": (c_int32, c_void_p),
    "tv_validate_certs": (_status, c_void_p),
    "tv_disable_validation": (_status, c_void_p),
    "tv_set_rules": (_status, c_void_p, c_int32),
    "tv_set_purpose": (_status, c_void_p, c_int32),
    "tv_set_max_intermediates": (_status, c_void_p, c_uint32),
    "tv_refuse_unknown_revocation": (_status, c_void_p, c_int32),
    "tv_set_cache_size": (_status, c_void_p, c_size_t),
    "tv_add_cert": (_status, c_void_p, c_char_p, _data, c_size_t),
    "tv_add_root": (_status, c_void_p, _data, c_size_t),
    "tv_use_mozilla_roots": (_status, c_void_p, c_int32),
    "tv_add_system_roots": (_status, c_void_p, _sizes),
    "tv_add_roots_pem": (_status, c_void_p, _data, c_size_t, _sizes),
    "tv_add_roots_file": (_status, c_void_p, c_char_p, _sizes),
    "tv_add_intermediates": (_status, c_void_p, _data, c_size_t),
    "tv_distrust": (_status, c_void_p, _data, c_size_t),
    "tv_verify_chain": (_status, c_void_p, c_char_p, _data, c_size_t, _objects),
    "tv_verify_chain_with": (_status, c_void_p, c_char_p, _data, c_size_t, c_void_p, _objects),
    "tv_verify_many": (_status, c_void_p, POINTER(VerifyItem), c_size_t, POINTER(c_int32), c_uint32),
    "tv_may_proceed": (c_int32, c_int32),
    "tv_evidence_new": (c_void_p,),
    "tv_evidence_set_time": (_status, c_void_p, c_int64),
    "tv_evidence_add_crl": (_status, c_void_p, _data, c_size_t),
    "tv_evidence_free": (None, c_void_p),
    "tv_result_status": (_status, c_void_p),
    "tv_result_reason": (c_int32, c_void_p),
    "tv_result_depth": (c_int32, c_void_p),
    "tv_result_source": (c_int32, c_void_p),
    "tv_result_message": (c_char_p, c_void_p),
    "tv_result_hint": (c_char_p, c_void_p),
    "tv_result_path_count": (c_size_t, c_void_p),
    "tv_result_path_der": (c_void_p, c_void_p, c_size_t, _sizes),
    "tv_result_finding_count": (c_size_t, c_void_p),
    "tv_result_finding_reason": (c_int32, c_void_p, c_size_t),
    "tv_result_finding_depth": (c_int32, c_void_p, c_size_t),
    "tv_result_finding_severity": (c_int32, c_void_p, c_size_t),
    "tv_result_finding_message": (c_char_p, c_void_p, c_size_t),
    "tv_result_finding_hint": (c_char_p, c_void_p, c_size_t),
    "tv_result_finding_subject": (c_char_p, c_void_p, c_size_t),
    "tv_result_finding_sha256": (c_void_p, c_void_p, c_size_t),
    "tv_result_finding_expected": (c_char_p, c_void_p, c_size_t),
    "tv_result_finding_found": (c_char_p, c_void_p, c_size_t),
    "tv_result_json": (c_char_p, c_void_p),
    "tv_result_text": (c_char_p, c_void_p),
    "tv_result_free": (None, c_void_p),
    # The callbacks go in as addresses, so that NULL needs no special case.
    "tv_set_hook": (_status, c_void_p, c_int32, c_uint32, c_void_p, c_void_p, c_void_p),
    "tv_set_log": (_status, c_void_p, c_void_p, c_void_p, c_void_p),
    "tv_status_message": (c_char_p, c_int32),
    "tv_reason_name": (c_char_p, c_int32),
    "tv_reason_message": (c_char_p, c_int32),
    "tv_reason_x509_v_err": (c_int32, c_int32),
    "tv_reason_tls_alert": (c_int32, c_int32),
}


def _candidates() -> list[str]:
    """Where the library may be, best first. What TLSVERIFY_LIBRARY names is the only candidate if it is set."""
    given = os.environ.get("TLSVERIFY_LIBRARY")
    if given:
        return [given]
    bundled, installed = {
        "darwin": ("libtlsverify.dylib", "libtlsverify.0.dylib"),
        "win32": ("tlsverify.dll", "tlsverify.dll"),
    }.get(sys.platform, ("libtlsverify.so", "libtlsverify.so.0"))
    return [str(Path(__file__).with_name(bundled)), installed]


def _load() -> ctypes.CDLL:
    failures = []
    for candidate in _candidates():
        try:
            return ctypes.CDLL(candidate)
        except OSError as error:
            failures.append(str(error))
    raise ImportError(
        "libtlsverify cannot be loaded: " + "; ".join(failures) + ". Install this package from a wheel, or set "
        "TLSVERIFY_LIBRARY to the library."
    )


# These may call Python back, briefly. They keep the interpreter's lock meanwhile, so that a thread cannot lose it there for
# good when the interpreter ends: see `_callbacks.inside`.
_KEEPING_THE_LOCK = ("tv_context_free", "tv_set_hook", "tv_set_log")


def _declare(library: ctypes.CDLL) -> None:
    try:
        found = int(library.tv_abi_version())
        for name, (answer, *arguments) in FUNCTIONS.items():
            keeps = name in _KEEPING_THE_LOCK
            function = getattr(ctypes.PyDLL(library._name, handle=library._handle) if keeps else library, name)
            function.restype, function.argtypes = answer, arguments
            setattr(library, name, function)
    except AttributeError as error:
        raise ImportError(f"{library._name} is not the libtlsverify that this package needs: {error}") from None
    if found != ABI_VERSION:
        raise ImportError(f"{library._name} has interface {found}; this package needs interface {ABI_VERSION}.")


lib = _load()
_declare(lib)


def text(answer: bytes | None) -> str:
    """A string that the library has returned."""
    return (answer or b"").decode("utf-8", "replace")


class Handle:
    """Owns one object of the library and frees it when nothing uses it any more.

    Whoever calls the library holds the handle in a local variable meanwhile, so a `close` in another thread takes
    nothing away from under a running call. When the interpreter ends, objects are left to the system: daemon threads
    may still be inside the library.
    """

    __slots__ = ("__weakref__", "pointer")

    def __init__(self, pointer: int | None, free: Any) -> None:
        if not pointer:
            raise MemoryError("libtlsverify could not make an object")
        self.pointer = pointer
        weakref.finalize(self, free, pointer).atexit = False
