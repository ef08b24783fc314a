"""What the settings make of the door: the key of tokens, the limits, the address that people open; what doctor says."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from api.access.doorkeeper import Doorkeeper
from api.app import create_app
from api.testing import SampleAssistant
from corpus.errors import StoreDamaged
from corpus.ledger import Ledger
from corpus.sites import Site, SiteStore
from danvan.access import KEY_FILE, access, public_origin, token_key
from danvan.checks import Finding, examine
from danvan.commands.serve import server_config
from danvan.settings import Settings
from danvan.store import LEDGER_FILE


def settings_of(data_dir: Path, **fields: object) -> Settings:
    return Settings(_env_file=None, data_dir=data_dir, **fields)  # type: ignore[arg-type]


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    key = token_key(tmp_path)
    assert len(key) == 32
    assert token_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


def test_each_store_has_a_key_of_its_own(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    assert token_key(tmp_path / "a") != token_key(tmp_path / "b")


def test_who_comes_at_the_same_time_gets_the_same_key(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(token_key(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_key_that_is_none_is_told_with_how_to_mend_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY_FILE).write_bytes(content)
    with pytest.raises(StoreDamaged, match="Hãy xóa tệp này"):
        token_key(tmp_path)
    assert (tmp_path / KEY_FILE).read_bytes() == content


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        (None, None),
        ("https://Tro-Ly.example/", "https://tro-ly.example"),
        ("https://tro-ly.example/dan-van/", "https://tro-ly.example"),
        ("http://10.0.0.5:8080", "http://10.0.0.5:8080"),
    ],
)
def test_the_address_that_people_open_has_an_origin(tmp_path: Path, url: str | None, origin: str | None) -> None:
    assert public_origin(settings_of(tmp_path, public_url=url)) == origin


def test_settings_become_rules_and_off_takes_any_number(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, limit_visitor="off", limit_address="7/minute", token_minutes=3)
    with access(settings) as rules:
        assert (rules.rates.visitor, rules.rates.address, rules.token_s) == ("", "7/minute", 180)
        assert rules.rates.free == ("127.0.0.0/8, ::1",)
        assert rules.key == token_key(tmp_path)
        assert "key" not in repr(rules).replace("SiteStore", "")
        Doorkeeper(rules)
        assert rules.sites.sites() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("limit_site", "nhiều"), ("limit_address", "10"), ("limit_free", "x"), ("trusted_proxies", "10.0.0.0/33, a")],
)
def test_a_limit_or_network_that_is_not_understood_is_told_in_vietnamese(
    tmp_path: Path, field: str, value: str
) -> None:
    with pytest.raises(ValidationError, match="hãy viết"):
        settings_of(tmp_path, **{field: value})


@pytest.mark.parametrize(
    ("trusted", "peer", "statuses"),
    [
        ("", "10.0.0.5", [200, 429, 429]),  # nobody is believed: one address asks
        ("10.0.0.5, 10.9.0.0/16", "10.0.0.5", [200, 200, 429]),
        ("10.0.0.5, 10.9.0.0/16", "10.9.8.7", [200, 200, 429]),
        ("10.0.0.5, 10.9.0.0/16", "10.0.0.6", [200, 429, 429]),
    ],
)
def test_only_trusted_proxies_may_name_an_address(tmp_path: Path, trusted: str, peer: str, statuses: list[int]) -> None:
    settings = settings_of(tmp_path, trusted_proxies=trusted, limit_address="1/hour")
    assistant = SampleAssistant()
    with access(settings) as rules:
        app = create_app(assistant, assistant.documents, assistant.documents.readiness, access=rules)
        config = server_config(app, settings)
        config.load()
        client = TestClient(config.loaded_app, client=(peer, 50_000))
        told = [
            client.get("/api/v1/facets", headers={"x-forwarded-for": f"127.0.0.1, {named}"}).status_code
            for named in ("203.0.113.1", "203.0.113.2", "203.0.113.2")
        ]
    assert told == statuses


def finding(settings: Settings) -> Finding | None:
    return next((found for found in examine(settings) if found.name == "Trang được phép"), None)


def test_doctor_counts_the_sites_and_looks_at_the_key(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert finding(settings) is None  # nothing is made by looking
    Ledger.open(tmp_path / LEDGER_FILE).close()
    assert finding(settings) == Finding("Trang được phép", ok=True, words="chưa đăng ký trang nào")
    with SiteStore(tmp_path / LEDGER_FILE) as store:
        store.add(Site("0123456789abcdef", "Cổng", ("https://portal.example",)))
    token_key(tmp_path)
    assert finding(settings) == Finding("Trang được phép", ok=True, words="1 trang đã đăng ký")
    (tmp_path / KEY_FILE).chmod(0o644)
    found = finding(settings)
    assert found is not None
    assert not found.ok
    assert "chmod 600" in found.words
