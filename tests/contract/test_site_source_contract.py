"""One suite for every `api.access.register.SiteSource`: the store in the ledger's file, and its double."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.access.register import Register, SiteSource
from api.testing import MemorySites
from corpus.model import DocumentId
from corpus.sites import Site, SiteScope, SiteStore

FIRST = Site("0123456789abcdef", "Cổng", ("https://portal.example",), created_at="2026-01-01T00:00:00+00:00")
SECOND = Site(
    "fedcba9876543210",
    "Trang xã",
    ("http://xa.example:8080", "https://xa.example"),
    SiteScope((DocumentId("a"),), "xã Tân Mẫu", "Kế hoạch"),
    "Hỏi đáp",
    "Xin chào",
)
Filled = Callable[[Site], SiteSource]


@pytest.fixture(params=["store", "double"])
def registered(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Filled]:
    """Return a function that registers a site and returns the source."""
    if request.param == "double":
        double = MemorySites()

        def hold(site: Site) -> SiteSource:
            double.registered.append(site)
            return double

        yield hold
        return
    with SiteStore(tmp_path / "ledger.sqlite3") as store:

        def add(site: Site) -> SiteSource:
            store.add(site)
            return store

        yield add


def test_sites_are_returned_as_they_were_registered_first_first(registered: Filled) -> None:
    registered(FIRST)
    found = registered(SECOND).sites()
    assert [replace(site, created_at="") for site in sorted(found, key=lambda s: s.id)] == [
        replace(FIRST, created_at=""),
        SECOND,
    ]


async def test_the_register_finds_sites_and_knows_their_origins_exactly(registered: Filled) -> None:
    registered(FIRST)
    register = Register(registered(SECOND))
    found = await register.site(SECOND.id)
    assert found is not None
    assert found.scope == SECOND.scope
    assert await register.site(SECOND.id.upper()) is None
    assert await register.site("Trang xã") is None  # a name is for the operator, not for pages
    for origin in (*FIRST.origins, *SECOND.origins):
        assert await register.knows(origin)
    for stranger in ("https://xa.example:8080", "http://xa.example", "https://portal.example.", "null", ""):
        assert not await register.knows(stranger)


async def test_the_register_reads_anew_after_a_second_also_when_the_clock_is_put_back(registered: Filled) -> None:
    now = [1000.0]
    source = registered(FIRST)
    register = Register(source, lambda: now[0])
    assert await register.site(SECOND.id) is None
    registered(SECOND)
    now[0] += 0.9
    assert await register.site(SECOND.id) is None
    now[0] += 0.1
    assert await register.site(SECOND.id) is not None
    now[0] -= 500
    assert await register.site(SECOND.id) is not None
