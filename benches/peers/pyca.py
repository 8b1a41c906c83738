"""Verifies chains with pyca/cryptography, for the benchmark.

A line of input: DIRECTORY COUNT. A line of output: ACCEPT or REFUSE, and the nanoseconds of CPU time that COUNT
verifications took, parsing included.
"""

import datetime
import pathlib
import signal
import sys
import time

import cryptography
from cryptography import x509
from cryptography.x509 import verification


def certificates(der: bytes):
    """Cuts concatenated certificates apart: each says how long it is."""
    at = 0
    while at < len(der):
        first = der[at + 1]
        octets = first & 0x7F if first & 0x80 else 0
        length = int.from_bytes(der[at + 2 : at + 2 + octets], "big") if octets else first
        end = at + 2 + octets + length
        yield der[at:end]
        at = end


# Seconds on the clock after which the process ends: it can be made to search for hours. A timer of CPU time would make the
# system count CPU time in ticks of milliseconds.
LIMIT = 2


class Subject:
    def __init__(self, directory: str):
        place = pathlib.Path(directory)
        self.chain = list(certificates((place / "chain.der").read_bytes()))
        roots = []
        for der in certificates((place / "roots.der").read_bytes()):
            try:
                roots.append(x509.load_der_x509_certificate(der))
            except ValueError:
                pass
        now = datetime.datetime.fromtimestamp(int((place / "time").read_text()), datetime.timezone.utc)
        builder = verification.PolicyBuilder().store(verification.Store(roots)).time(now.replace(tzinfo=None))
        self.verifier = builder.build_server_verifier(x509.DNSName((place / "host").read_text()))

    def verify(self) -> bool:
        try:
            first, *others = (x509.load_der_x509_certificate(der) for der in self.chain)
            self.verifier.verify(first, others)
        except (verification.VerificationError, ValueError):
            return False
        return True


def main() -> None:
    if sys.argv[1:] == ["version"]:
        print("pyca", cryptography.__version__)
        return
    known = {}
    for line in sys.stdin:
        directory, count = line.split()
        subject = known.get(directory) or known.setdefault(directory, Subject(directory))
        accepted = True
        signal.setitimer(signal.ITIMER_REAL, LIMIT)
        start = time.process_time_ns()
        for _ in range(int(count)):
            accepted &= subject.verify()
        signal.setitimer(signal.ITIMER_REAL, 0)
        print("ACCEPT" if accepted else "REFUSE", time.process_time_ns() - start, flush=True)


main()
