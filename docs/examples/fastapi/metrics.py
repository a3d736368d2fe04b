"""HTTP metrics of an ASGI app, by StatsD datagrams to the collector on this host. Never blocks, never raises."""

import os
import socket
import time

UNMATCHED = "unmatched"
# What would end a tag. Templates of routes have none of them, as a rule.
MARKS = str.maketrans("|,\n", "___")


class Metrics:
    """Fires ResponseTime, RequestCount and ErrorCount for each request. Environment is the collector's to add."""

    def __init__(self, app, host=None, port=None):
        self.app = app
        host = host or os.environ.get("STATSD_HOST", "127.0.0.1")
        port = int(port or os.environ.get("STATSD_PORT", "8125"))
        # Resolved once: a name must not be looked up while a request waits.
        family, kind, _, _, self.address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        self.socket = socket.socket(family, kind)
        self.socket.setblocking(False)

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        status = 500  # If the app raises, that is what the server answers.

        async def watched(message):
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        start = time.perf_counter()
        try:
            await self.app(scope, receive, watched)
        finally:
            self.fire(scope.get("route"), status, (time.perf_counter() - start) * 1000)

    def fire(self, route, status, millis):
        # The template, never the path: each endpoint is a metric that costs money.
        endpoint = getattr(route, "path", UNMATCHED).translate(MARKS)
        lines = [
            f"ResponseTime:{millis:.3f}|ms|#Endpoint:{endpoint}",
            f"RequestCount:1|c|#Endpoint:{endpoint},StatusCode:{status // 100}xx",
        ]
        if status >= 500:
            lines.append(f"ErrorCount:1|c|#Endpoint:{endpoint}")
        try:
            self.socket.sendto("\n".join(lines).encode(), self.address)
        except OSError:
            pass  # A full buffer, or no network: the request matters, its metrics do not.
