"""Who may talk to the review page: this machine, this browser, this session.

A page on the internet can send requests to a local port, and can make its own name point to it. So a request must name
a loopback host (or it is another site's), come from our own page when it changes something, and know the token.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
READING = frozenset({"GET", "HEAD"})

Next = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Guard:
    """Checks every request before anything else looks at it, and sets the headers of every answer."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @property
    def cookie(self) -> str:
        """The cookie's name; cookies of one host are shared by its ports, so the port is in it."""
        return f"fuhe_{self.port}"

    @property
    def url(self) -> str:
        """The address to open, with the token."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    async def __call__(self, request: Request, forward: Next) -> Response:
        """The answer to a request that may be made; 403 for any other."""
        answer = self._refused(request) or self._entered(request) or await forward(request)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer

    def _refused(self, request: Request) -> Response | None:
        hosts = {f"127.0.0.1:{self.port}", f"localhost:{self.port}", f"[::1]:{self.port}"}
        if request.headers.getlist("host") not in [[host] for host in hosts]:
            return PlainTextResponse("wrong host", 403)
        origin = request.headers.get("origin")
        ours = origin in {f"http://{host}" for host in hosts}
        if request.method not in READING and not ours:
            return PlainTextResponse("wrong origin", 403)
        if origin is not None and not ours:
            return PlainTextResponse("wrong origin", 403)
        known = (request.cookies.get(self.cookie, ""), request.query_params.get("token", ""))
        if not any(hmac.compare_digest(self.token.encode(), given.encode()) for given in known):
            return PlainTextResponse("wrong or missing token: open the address that fuhe review printed", 403)
        return None

    def _entered(self, request: Request) -> Response | None:
        """The first visit: the token moves from the address into a cookie, out of sight and out of links."""
        if "token" not in request.query_params or request.method not in READING:
            return None
        answer = RedirectResponse(request.url.path, 303)
        answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
        return answer
