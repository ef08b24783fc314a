"""Hosts: where the operator has said which name is ours, another public name is not."""

from __future__ import annotations

import pytest

from api.access.hosts import is_ours

URL = "https://tro-ly.example"


@pytest.mark.parametrize(
    "host",
    [
        "tro-ly.example", "TRO-LY.example", "tro-ly.example:443", "tro-ly.example:8443", "tro-ly.example.", "127.0.0.1",
        "127.0.0.1:8000", "10.0.0.5", "[::1]:8000", "[2001:db8::1]", "localhost", "localhost:8000", "danvan:8000",
        "may-chu.local", "x.localhost",
    ],
)  # fmt: skip
def test_our_name_addresses_and_local_names_are_ours(host: str) -> None:
    assert is_ours(host, URL)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "tro-ly.example.evil.example", "evil-tro-ly.example", "a.tro-ly.example",
        "127.0.0.1.evil.example",
        "evil.example:8000", "user@evil.example", "tro-ly.example@evil.example", "", ":8000", "[::1", "1.2.3.4.5",
        "local.evil.example", "evillocal.example",
    ],
)  # fmt: skip
def test_other_public_names_are_not(host: str) -> None:
    assert not is_ours(host, URL)


def test_any_name_is_ours_while_nobody_has_said_which() -> None:
    assert is_ours("evil.example", None)
