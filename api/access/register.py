"""The registered sites as the server sees them: read anew every second, so that a command's change needs no restart."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import anyio.to_thread

from corpus.sites import Site

_FRESH_S = 1.0


class SiteSource(Protocol):
    """Where registered sites are kept; `corpus.sites.SiteStore` is one."""

    def sites(self) -> Sequence[Site]:
        """Return every registered site."""
        ...


class NoSites:
    """A source for a server that no site is registered with."""

    def sites(self) -> Sequence[Site]:
        """Return nothing."""
        return ()


class Register:
    """Registered sites by id. Used by one event loop; what it reads is at most a second old."""

    def __init__(self, source: SiteSource, clock: Callable[[], float] = time.time) -> None:
        self._source = source
        self._clock = clock
        self._read_at = float("-inf")
        self._sites: Mapping[str, Site] = {}

    async def site(self, site_id: str) -> Site | None:
        """Return a site, None when none of this id is registered."""
        return (await self._current()).get(site_id)

    async def knows(self, origin: str) -> bool:
        """Tell whether a page of this origin belongs to some site."""
        return any(origin in site.origins for site in (await self._current()).values())

    async def _current(self) -> Mapping[str, Site]:
        if not 0 <= self._clock() - self._read_at < _FRESH_S:  # a clock that was put back must not keep it old
            found = await anyio.to_thread.run_sync(self._source.sites)
            self._sites = {site.id: site for site in found}
            self._read_at = self._clock()
        return self._sites
