"""Who comes in: our own pages and programs freely, registered pages with a token, nobody else; and none too often."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.requests import Request

from api import problems
from api.access.hosts import is_ours
from api.access.origins import foreign_origin, is_own
from api.access.register import NoSites, Register, SiteSource
from api.access.throttle import RateRules, Subject, Throttle
from api.access.tokens import Pass, TokenOffice
from api.failures import RefusalError
from corpus.sites import Site

_BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class AccessRules:
    """What an operator decides: which sites there are, how often may be asked, and the key that tokens are signed with.

    Without `key` no token is given out. `public_url` is the origin at which people open the server, when that is not
    the host that requests name. `clock` tells seconds since 1970.
    """

    sites: SiteSource = field(default_factory=NoSites)
    rates: RateRules = field(default_factory=RateRules)
    key: bytes | None = field(default=None, repr=False)
    token_s: int = 600
    public_url: str | None = None
    clock: Callable[[], float] = time.time


@dataclass(frozen=True, slots=True)
class Visit:
    """One request that was let in: for a visitor of `site`, or, when it is None, for our own pages and programs."""

    site: Site | None = None


Visiting = Callable[[Request], Awaitable[Visit]]
"""How a route asks who comes in: `Doorkeeper.visit`."""


class Doorkeeper:
    """Lets requests in or raises `RefusalError`. Used by one event loop."""

    def __init__(self, rules: AccessRules) -> None:
        """Raise ValueError when a rate is not understood."""
        self._register = Register(rules.sites, rules.clock)
        self._throttle = Throttle(rules.rates)
        self._tokens = TokenOffice(rules.key, rules.token_s, rules.clock) if rules.key is not None else None
        self._public_url = rules.public_url

    async def visit(self, request: Request) -> Visit:
        """Let a request in; raise `RefusalError` (401, 403 or 429)."""
        token = _token_of(request)
        if token is None:
            if self.foreign_origin(request) is not None:
                raise RefusalError(problems.TOKEN_MISSING, {"WWW-Authenticate": "Bearer"})
            self._take(request)
            return Visit()
        site, told = await self._shown(request, token)
        self._take(request, {"site": site.id, "visitor": told.visitor})
        return Visit(site)

    async def visit_page(self, request: Request) -> Visit:
        """Let a request for one of our pages in; raise `RefusalError` (429).

        A form of ours may come with the origin "null", since our pages send no referrer.
        """
        self._take(request)
        return Visit()

    async def visit_program(self, request: Request) -> Visit:
        """Let a program in, whatever key it shows; raise `RefusalError` (403 for pages of other origins, 429)."""
        if self.foreign_origin(request) is not None:
            raise RefusalError(problems.ORIGIN_REFUSED)
        self._take(request)
        return Visit()

    async def trade(self, request: Request, site_id: str) -> tuple[Site, str, int]:
        """Return a site, a new token for it, and how many seconds that is good for.

        Raises `RefusalError`: 403 when no such site is registered for the `Origin` of the request, 429.
        """
        origin = request.headers.get("origin")
        site = await self._register.site(site_id)
        if self._tokens is None or site is None or origin is None or not self._may_show(request, site, origin):
            raise RefusalError(problems.ORIGIN_REFUSED)
        self._take(request, {"site": site.id})
        return site, self._tokens.give(site.id, origin), self._tokens.lifetime_s

    @property
    def public_url(self) -> str | None:
        """Return the origin at which people open the server, None when that is the host that requests name."""
        return self._public_url

    async def site(self, site_id: str) -> Site | None:
        """Return a registered site, None when there is none of this id."""
        return await self._register.site(site_id)

    async def knows(self, origin: str) -> bool:
        """Tell whether a page of this origin belongs to some registered site."""
        return await self._register.knows(origin)

    def is_meant(self, request: Request) -> bool:
        """Tell whether a request names this server, and not another that borrows its address."""
        return is_ours(request.headers.get("host", ""), self._public_url)

    def foreign_origin(self, request: Request) -> str | None:
        """Return the origin of a page that is not our own, None for our own pages and for programs."""
        return foreign_origin(request, self._public_url)

    async def _shown(self, request: Request, token: str) -> tuple[Site, Pass]:
        """Return what a token stands for; raise `RefusalError` unless it is good for this request."""
        if self._tokens is None:
            raise RefusalError(problems.TOKEN_INVALID, {"WWW-Authenticate": "Bearer"})
        told = self._tokens.read(token)
        site = await self._register.site(told.site_id)
        origin = request.headers.get("origin")
        comes_from_there = origin == told.origin if origin is not None else self._is_own(request, told.origin)
        if site is None or not comes_from_there or not self._may_show(request, site, told.origin):
            raise RefusalError(problems.ORIGIN_REFUSED)
        return site, told

    def _may_show(self, request: Request, site: Site, origin: str) -> bool:
        """Tell whether an origin is one of the site's, or our own, where the page to be framed asks."""
        return origin in site.origins or self._is_own(request, origin)

    def _is_own(self, request: Request, origin: str) -> bool:
        return is_own(origin, request.headers.get("host", ""), self._public_url)

    def _take(self, request: Request, asking: dict[Subject, str] | None = None) -> None:
        address = request.client.host if request.client is not None else ""
        wait_s = self._throttle.take({"address": address, **(asking or {})})
        if wait_s is not None:
            raise RefusalError(problems.TOO_MANY, {"Retry-After": str(wait_s)})


def _token_of(request: Request) -> str | None:
    """Return the token that a request shows, None when it shows none."""
    shown = request.headers.get("authorization", "")
    return shown[len(_BEARER) :].strip() if shown[: len(_BEARER)].lower() == _BEARER else None
