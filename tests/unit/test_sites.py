"""Origins as browsers write them; sites as the store keeps them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from corpus.errors import SiteExists, SiteUnknown, StoreDamaged
from corpus.ledger import Ledger
from corpus.model import DocumentId
from corpus.sites import Site, SiteScope, SiteStore, new_site_id, read_origin

PORTAL = Site("0123456789abcdef", "Cổng thông tin", ("https://portal.example",))
NARROW = Site(
    "fedcba9876543210",
    "Trang xã",
    ("http://xa.example:8080", "https://xa.example"),
    SiteScope((DocumentId("a"), DocumentId("b")), "xã Tân Mẫu", "Kế hoạch"),
    "Hỏi đáp",
    "Xin chào",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kho" / "ledger.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[SiteStore]:
    with SiteStore(path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("words", "origin"),
    [
        ("https://portal.example", "https://portal.example"),
        ("HTTPS://Portal.Example", "https://portal.example"),
        ("https://portal.example:443", "https://portal.example"),
        ("http://portal.example:80", "http://portal.example"),
        ("https://portal.example:80", "https://portal.example:80"),
        ("http://10.0.0.5:8080", "http://10.0.0.5:8080"),
        ("http://[2001:DB8::1]:8080", "http://[2001:db8::1]:8080"),
        ("https://xn--cng-1oa.example", "https://xn--cng-1oa.example"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(words: str, origin: str) -> None:
    assert read_origin(words) == origin
    assert read_origin(origin) == origin


@pytest.mark.parametrize(
    "words",
    [
        "", "null", "*", "https://", "https://*", "https://*.example", "portal.example", "//portal.example",
        "https://portal.example/", "https://portal.example/x", "https://portal.example?x", "https://portal.example#x",
        "https://portal.example?", "https://portal.example#", "https://user@portal.example", "https://@portal.example",
        "https://portal.example:", "https://portal.example:99999", "https://portal.example:x", "ftp://portal.example",
        "file://", "data:text/html,x", "https://cổng.example", "https://portal.example ", " https://portal.example",
        "https://portal.example\n", "https://por\ttal.example", "https://portal..example",
        "https://portal.example; script-src *",
        "https://portal.example,https://evil.example", "https://portal.example https://evil.example", "https://-",
        "https://portal.example\\@evil.example", "https://portal%2eexample", "chrome-extension://abc",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_none(words: str) -> None:
    assert read_origin(words) is None


def test_an_id_is_random_and_harmless_in_an_address_and_a_shell() -> None:
    ids = {new_site_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(r"[0-9a-f]{16}", name) for name in ids)


def test_a_site_is_found_as_it_was_registered_by_id_and_by_name(store: SiteStore) -> None:
    stored = store.add(NARROW)
    assert replace(stored, created_at="") == NARROW
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", stored.created_at)
    assert store.find(NARROW.id) == store.find(NARROW.name) == stored
    assert store.sites() == [stored]


def test_a_name_is_taken_once(store: SiteStore) -> None:
    store.add(PORTAL)
    with pytest.raises(SiteExists, match="Cổng thông tin"):
        store.add(replace(NARROW, name=PORTAL.name))
    assert len(store.sites()) == 1


def test_a_changed_site_keeps_its_id_and_the_day_it_was_registered(store: SiteStore) -> None:
    before = store.add(PORTAL)
    store.add(NARROW)
    changed = store.replace(replace(NARROW, id=PORTAL.id, name="Cổng mới", greeting=None))
    assert changed == replace(NARROW, id=PORTAL.id, name="Cổng mới", greeting=None, created_at=before.created_at)
    assert store.replace(replace(changed, title=None)).title is None  # its own name is not taken
    with pytest.raises(SiteExists, match="Trang xã"):
        store.replace(replace(changed, name=NARROW.name))
    with pytest.raises(SiteUnknown):
        store.replace(replace(changed, id=new_site_id(), name="Không có"))
    assert len(store.sites()) == 2


def test_a_removed_site_is_gone_and_its_name_free_again(store: SiteStore) -> None:
    store.add(PORTAL)
    assert store.remove(PORTAL.name).id == PORTAL.id
    assert store.sites() == []
    for lookup in (store.find, store.remove):
        with pytest.raises(SiteUnknown, match="danvan sites list"):
            lookup(PORTAL.id)
    store.add(replace(NARROW, name=PORTAL.name))


def test_a_ledger_from_before_there_were_sites_only_gains_a_table(path: Path) -> None:
    Ledger.open(path).close()
    with Ledger.open(path) as ledger:
        before = ledger.content_fingerprint()
    with SiteStore(path) as store:
        store.add(PORTAL)
    with Ledger.open(path) as ledger:  # and the program of before still opens it
        assert ledger.content_fingerprint() == before
        assert ledger.check() == []
    with SiteStore(path) as store:
        assert [site.id for site in store.sites()] == [PORTAL.id]


def test_what_one_process_registers_another_sees_at_once(path: Path) -> None:
    with SiteStore(path) as server, SiteStore(path) as command:
        assert server.sites() == []
        command.add(PORTAL)
        assert [site.id for site in server.sites()] == [PORTAL.id]
        command.remove(PORTAL.id)
        assert server.sites() == []


def test_sites_of_another_version_are_refused(path: Path) -> None:
    SiteStore(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE versions SET version = 9 WHERE name = 'sites'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreDamaged, match="phiên bản 9"):
        SiteStore(path)


def test_a_line_that_cannot_be_read_is_told(path: Path) -> None:
    with SiteStore(path) as store:
        store.add(PORTAL)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE sites SET origins = 'hỏng'")
    connection.commit()
    connection.close()
    with SiteStore(path) as store, pytest.raises(StoreDamaged):
        store.sites()


def test_sites_are_read_and_written_from_several_threads(store: SiteStore) -> None:
    def register(number: int) -> None:
        store.add(Site(new_site_id(), f"Trang {number}", PORTAL.origins))
        store.sites()

    threads = [Thread(target=register, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.sites()) == 8
