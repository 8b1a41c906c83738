"""Verifying inside OpenSSL's handshake, by its certificate verify callback.

The `_ssl` module has no function for this, so it is done on the `SSL_CTX` behind an `ssl.SSLContext`. That takes a pointer out of
a Python object whose layout is not public. So nothing is believed: the functions come from the very libssl that `_ssl` is
linked with; the place of the pointer is found on contexts made for the purpose, by changing settings in Python and seeing
them change through the pointer; each pointer afterwards has to lie in writable memory, name one of libssl's methods,
and agree with Python on every setting that both can read. Whatever cannot be proven is left to `_gate`.
"""

from __future__ import annotations

import _ssl
import ctypes
import functools
import ssl
import sys
import threading
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_long, c_uint64, c_ulong, c_void_p
from typing import Any, Protocol

from ._callbacks import immortal

X509_V_OK = 0
X509_V_ERR_APPLICATION_VERIFICATION = 50

_GET_MIN_PROTO_VERSION, _GET_MAX_PROTO_VERSION = 130, 131
_VERIFY_MODES = {0: ssl.CERT_NONE, 1: ssl.CERT_OPTIONAL, 3: ssl.CERT_REQUIRED}
_MAX_CERTIFICATES = 100

_FUNCTIONS: dict[str, tuple[Any, ...]] = {
    # name: (answer, arguments...)
    "OpenSSL_version_num": (c_ulong,),
    "TLS_method": (c_void_p,),
    "TLS_client_method": (c_void_p,),
    "TLS_server_method": (c_void_p,),
    "SSL_CTX_get_options": (c_uint64, c_void_p),
    "SSL_CTX_get_verify_mode": (c_int, c_void_p),
    "SSL_CTX_get_security_level": (c_int, c_void_p),
    "SSL_CTX_ctrl": (c_long, c_void_p, c_int, c_long, c_void_p),
    "SSL_CTX_get0_param": (c_void_p, c_void_p),
    "X509_VERIFY_PARAM_get_flags": (c_ulong, c_void_p),
    "SSL_CTX_set_cert_verify_callback": (None, c_void_p, c_void_p, c_void_p),
    "SSL_get_ex_data_X509_STORE_CTX_idx": (c_int,),
    "SSL_get_SSL_CTX": (c_void_p, c_void_p),
    "X509_STORE_CTX_get_ex_data": (c_void_p, c_void_p, c_int),
    "X509_STORE_CTX_get0_cert": (c_void_p, c_void_p),
    "X509_STORE_CTX_get0_untrusted": (c_void_p, c_void_p),
    "X509_STORE_CTX_set_error": (None, c_void_p, c_int),
    "X509_verify_cert": (c_int, c_void_p),
    "OPENSSL_sk_num": (c_int, c_void_p),
    "OPENSSL_sk_value": (c_void_p, c_void_p, c_int),
    "i2d_X509": (c_int, c_void_p, POINTER(c_char_p)),
}


class Handshake(Protocol):
    """A connection whose peer is judged when OpenSSL asks."""

    ssl_ctx: int | None

    def decide(self, chain: list[bytes]) -> int:
        """Judges the chain and remembers the verdict; returns an X509_V_... value, 0 to go on."""


class _Running(threading.local):
    def __init__(self) -> None:
        self.handshakes: list[Handshake] = []


running = _Running()


@functools.lru_cache(maxsize=1)
def _libssl() -> ctypes.CDLL | None:
    """The libssl that `_ssl` itself calls: the loader searches that module and what it is linked with, nothing else."""
    path = getattr(_ssl, "__file__", None)
    if sys.implementation.name != "cpython" or not path or not ssl.OPENSSL_VERSION.startswith("OpenSSL "):
        return None
    try:
        library = ctypes.CDLL(path)
        for name, (answer, *arguments) in _FUNCTIONS.items():
            function = getattr(library, name)
            function.restype, function.argtypes = answer, arguments
    except (AttributeError, OSError):
        return None
    return library if library.OpenSSL_version_num() == ssl.OPENSSL_VERSION_NUMBER else None


# The proof


def _is_writable(address: int, size: int) -> bool:
    """Whether this memory is there and can be written to, as the SSL_CTX of a living context can."""
    if address % ctypes.sizeof(c_void_p):
        return False
    try:
        with open("/proc/self/maps", "rb") as maps:
            for line in maps:
                span, permissions = line.split(None, 2)[:2]
                begin, end = (int(number, 16) for number in span.split(b"-"))
                if begin <= address and address + size <= end:
                    return permissions.startswith(b"rw")
    except OSError:
        pass
    return False


def _names_a_method(libssl: ctypes.CDLL, pointer: int) -> bool:
    """Whether the object begins as an SSL_CTX does: with its method (1.1.1), or with that in the second place (3.0)."""
    methods = {libssl.TLS_method(), libssl.TLS_client_method(), libssl.TLS_server_method()}
    return any(word in methods for word in (c_void_p * 2).from_address(pointer))


def _seen_by_python(context: Any) -> dict[str, int]:
    """The settings of a context, read through `_ssl` itself and past every Python class."""
    names = ["options", "verify_mode", "verify_flags", "minimum_version", "maximum_version", "security_level"]
    descriptors = {name: getattr(_ssl._SSLContext, name, None) for name in names}
    return {name: int(found.__get__(context)) for name, found in descriptors.items() if found is not None}


def _seen_through_pointer(libssl: ctypes.CDLL, pointer: int) -> dict[str, int]:
    minimum = libssl.SSL_CTX_ctrl(pointer, _GET_MIN_PROTO_VERSION, 0, None)
    maximum = libssl.SSL_CTX_ctrl(pointer, _GET_MAX_PROTO_VERSION, 0, None)
    return {
        "options": libssl.SSL_CTX_get_options(pointer),
        "verify_mode": int(_VERIFY_MODES.get(libssl.SSL_CTX_get_verify_mode(pointer), -1)),
        "verify_flags": libssl.X509_VERIFY_PARAM_get_flags(libssl.SSL_CTX_get0_param(pointer)),
        "minimum_version": minimum or int(ssl.TLSVersion.MINIMUM_SUPPORTED),
        "maximum_version": maximum or int(ssl.TLSVersion.MAXIMUM_SUPPORTED),
        "security_level": libssl.SSL_CTX_get_security_level(pointer),
    }


def _pointer_at(libssl: ctypes.CDLL, context: Any, offset: int) -> int | None:
    """The SSL_CTX at this place of a context, if everything that can be known about it agrees."""
    pointer = c_void_p.from_address(id(context) + offset).value
    if not pointer or not _is_writable(pointer, 256) or not _names_a_method(libssl, pointer):
        return None
    through_pointer = _seen_through_pointer(libssl, pointer)
    by_python = _seen_by_python(context)
    agrees = all(through_pointer[name] == value for name, value in by_python.items())
    return pointer if agrees and len(by_python) >= 5 else None


@functools.lru_cache(maxsize=1)
def _offset() -> int | None:
    """Where a context keeps its SSL_CTX, tried out on contexts that nobody else has."""
    libssl = _libssl()
    if libssl is None:
        return None
    word = ctypes.sizeof(c_void_p)
    one, two = (_ssl._SSLContext(ssl.PROTOCOL_TLS_CLIENT) for _ in range(2))
    for offset in range(object.__basicsize__, _ssl._SSLContext.__basicsize__ - word + 1, word):
        pointers = {_pointer_at(libssl, one, offset), _pointer_at(libssl, two, offset)}
        if None not in pointers and len(pointers) == 2 and _follows(libssl, one, two, offset):
            return offset
    return None


def _follows(libssl: ctypes.CDLL, one: Any, two: Any, offset: int) -> bool:
    """Whether a change of one context in Python is seen through its pointer, and through no other."""
    changes = [
        ("options", one.options ^ ssl.OP_NO_TICKET),
        ("options", one.options ^ ssl.OP_CIPHER_SERVER_PREFERENCE),
        ("minimum_version", int(ssl.TLSVersion.TLSv1_3)),
        ("minimum_version", int(ssl.TLSVersion.TLSv1_2)),
        ("maximum_version", int(ssl.TLSVersion.TLSv1_2)),
        ("verify_flags", one.verify_flags ^ ssl.VERIFY_CRL_CHECK_LEAF),
    ]
    untouched = _seen_by_python(two)
    for name, value in changes:
        setattr(one, name, value)
        pointer = _pointer_at(libssl, one, offset)
        other = _pointer_at(libssl, two, offset)
        if pointer is None or other is None:
            return False
        if _seen_through_pointer(libssl, pointer)[name] != value:
            return False
        seen = _seen_through_pointer(libssl, other)
        if any(seen[key] != was for key, was in untouched.items()):
            return False
    return True


# The callback


def _certificates(libssl: ctypes.CDLL, store_ctx: int) -> list[bytes]:
    """The chain as the peer has sent it, its own certificate first."""
    first = libssl.X509_STORE_CTX_get0_cert(store_ctx)
    stack = libssl.X509_STORE_CTX_get0_untrusted(store_ctx)
    sent = [libssl.OPENSSL_sk_value(stack, i) for i in range(libssl.OPENSSL_sk_num(stack))] if stack else []
    if not first or len(sent) > _MAX_CERTIFICATES:
        raise ssl.SSLError("the peer has sent no certificate, or too many")
    return [_der(libssl, x509) for x509 in [first, *(x509 for x509 in sent if x509 != first)]]


def _der(libssl: ctypes.CDLL, x509: int) -> bytes:
    length = libssl.i2d_X509(x509, None)
    if length <= 0:
        raise ssl.SSLError("a certificate of the peer cannot be encoded")
    buffer = ctypes.create_string_buffer(length)
    end = c_char_p(ctypes.addressof(buffer))
    libssl.i2d_X509(x509, ctypes.byref(end))
    return buffer.raw


_INJECTED = 1


def _answer(libssl: ctypes.CDLL, store_ctx: int, argument: int | None) -> int:
    handshake = running.handshakes[-1] if running.handshakes else None
    if handshake is None:
        if argument == _INJECTED:
            # After `extract` a context verifies as it did before.
            return int(libssl.X509_verify_cert(store_ctx))
        code = X509_V_ERR_APPLICATION_VERIFICATION
    else:
        connection = libssl.X509_STORE_CTX_get_ex_data(store_ctx, libssl.SSL_get_ex_data_X509_STORE_CTX_idx())
        if not connection or libssl.SSL_get_SSL_CTX(connection) != handshake.ssl_ctx:
            code = X509_V_ERR_APPLICATION_VERIFICATION
        else:
            code = handshake.decide(_certificates(libssl, store_ctx))
    libssl.X509_STORE_CTX_set_error(store_ctx, code)
    return int(code == X509_V_OK)


def _callback(store_ctx: int, argument: int | None) -> int:
    try:
        libssl = _libssl()
        return 0 if libssl is None else _answer(libssl, store_ctx, argument)
    except BaseException:
        # An exception must not leave: what ctypes returns then is undefined, and might be a 1.
        return 0


_CALLBACK = immortal(CFUNCTYPE(c_int, c_void_p, c_void_p)(_callback))


def attach(context: Any, *, injected: bool = False) -> int | None:
    """Makes OpenSSL ask this package about every peer of a context.

    Returns the SSL_CTX, or None if it cannot be proven to be that, in which case nothing has happened.
    """
    libssl, offset = _libssl(), _offset()
    if libssl is None or offset is None:
        return None
    pointer = _pointer_at(libssl, context, offset)
    if pointer is not None:
        libssl.SSL_CTX_set_cert_verify_callback(pointer, _CALLBACK, _INJECTED if injected else None)
    return pointer


def detach(ssl_ctx: int) -> None:
    """Makes OpenSSL verify the peers of a context by itself again."""
    libssl = _libssl()
    if libssl is not None:
        libssl.SSL_CTX_set_cert_verify_callback(ssl_ctx, None, None)
