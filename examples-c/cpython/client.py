"""A client of Python's ssl, whose server is judged by libtlsverify inside the handshake.

    client.py HOST PORT [CA.pem [NAME]]

Exit code: 0 connected, 1 refused, 2 anything else.
"""

import socket
import ssl
import sys

import tlsverify_attach

host, port, roots, name = (sys.argv[1:] + [None, None])[:4]
verdicts = []
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
tlsverify_attach.attach(context, roots, lambda *verdict: verdicts.append(verdict))
plain = socket.create_connection((host, int(port)))
try:
    secure = context.wrap_socket(plain, server_hostname=name or host)
except ssl.SSLCertVerificationError as error:
    _, reason, sentence, hint = verdicts[-1]
    print(f"{reason}: {sentence}\nhint: {hint}\n{error}")
    sys.exit(1)
with secure:
    secure.sendall(f"GET / HTTP/1.1\r\nHost: {name or host}\r\n\r\n".encode())
    while data := secure.recv(4096):
        print(data.decode(), end="")
    print("judged for", verdicts[-1][0])
