"""Whether a page is our own: what a browser says of where a request comes from."""

from __future__ import annotations

from starlette.requests import Request

from corpus.sites import read_origin


def foreign_origin(request: Request, public_url: str | None = None) -> str | None:
    """Return the origin of a page of somebody else, as the browser sent it; None for our own pages and for programs.

    After the checks of Go's net/http.CrossOriginProtection: `Sec-Fetch-Site`, which no page can set, decides; without
    it an `Origin` is ours when it is that of `public_url` or names the host that was asked. A request without `Origin`
    comes from a program, or cannot read what it is answered.
    """
    origin = request.headers.get("origin")
    if origin is None or request.headers.get("sec-fetch-site") == "same-origin":
        return None
    return None if is_own(origin, request.headers.get("host", ""), public_url) else origin


def is_own(origin: str, host: str, public_url: str | None) -> bool:
    """Tell whether an origin is that of `public_url` or names the host that was asked, under either scheme."""
    read = read_origin(origin)
    if read is None or read != origin:
        return False
    scheme = read.partition("://")[0]
    return read in (read_origin(f"{scheme}://{host}"), read_origin((public_url or "").rstrip("/")))
