"""How each client asks a server for its page, through an ssl context.

Every function returns the body, or raises what the client raises.
"""

from __future__ import annotations

import asyncio
import http.client
import ssl
import urllib.request
from collections.abc import Callable
from typing import Any

Client = Callable[[Any, str, Any], bytes]


def by_http_client(server: Any, host: str, context: Any) -> bytes:
    connection = http.client.HTTPSConnection(host, server.port, context=context, timeout=20)
    try:
        connection.request("GET", "/")
        return connection.getresponse().read()
    finally:
        connection.close()


def by_urllib(server: Any, host: str, context: Any) -> bytes:
    handler = urllib.request.HTTPSHandler(context=context)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), handler)
    with opener.open(server.url(host), timeout=20) as answer:
        return answer.read()


def by_urllib3(server: Any, host: str, context: Any) -> bytes:
    import urllib3

    with urllib3.PoolManager(ssl_context=context, retries=False) as pool:
        return pool.request("GET", server.url(host), timeout=20).data


def by_requests(server: Any, host: str, context: Any) -> bytes:
    import requests
    from requests.adapters import HTTPAdapter

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
            super().init_poolmanager(*arguments, ssl_context=context, **more)

    with requests.Session() as session:
        session.trust_env = False
        session.mount("https://", Adapter())
        return session.get(server.url(host), timeout=20).content


def by_httpx(server: Any, host: str, context: Any) -> bytes:
    import httpx

    with httpx.Client(verify=context, trust_env=False, timeout=20) as client:
        return client.get(server.url(host)).content


def by_httpx_async(server: Any, host: str, context: Any) -> bytes:
    import httpx

    async def get() -> bytes:
        async with httpx.AsyncClient(verify=context, trust_env=False, timeout=20) as client:
            return (await client.get(server.url(host))).content

    return asyncio.run(get())


def by_aiohttp(server: Any, host: str, context: Any) -> bytes:
    import aiohttp

    async def get() -> bytes:
        connector = aiohttp.TCPConnector(resolver=aiohttp.ThreadedResolver())
        async with aiohttp.ClientSession(connector=connector) as session, session.get(server.url(host), ssl=context) as answer:
            return await answer.read()

    return asyncio.run(get())


def by_asyncio(server: Any, host: str, context: Any) -> bytes:
    async def get() -> bytes:
        reader, writer = await asyncio.open_connection(host, server.port, ssl=context)
        try:
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            return (await reader.read()).partition(b"\r\n\r\n")[2]
        finally:
            writer.close()
            try:
                await writer.wait_closed()
            except (ssl.SSLError, OSError):
                pass

    return asyncio.run(get())


CLIENTS: list[Client] = [
    by_http_client,
    by_urllib,
    by_urllib3,
    by_requests,
    by_httpx,
    by_httpx_async,
    by_aiohttp,
    by_asyncio,
]


# asyncio closes a connection whose handshake has failed without sending what OpenSSL wanted to say.
SEND_NO_ALERT = [by_httpx_async, by_aiohttp, by_asyncio]


def ssl_error_in(error: BaseException | None) -> ssl.SSLError | None:
    """The error of `ssl` that a client has wrapped."""
    seen: set[int] = set()
    waiting: list[Any] = [error]
    while waiting:
        found = waiting.pop()
        if not isinstance(found, BaseException) or id(found) in seen:
            continue
        if isinstance(found, ssl.SSLError) and not isinstance(found.__cause__, ssl.SSLError):
            return found
        seen.add(id(found))
        waiting += [found.__cause__, found.__context__, *found.args, *(vars(found).values())]
    return None
