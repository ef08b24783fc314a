"""Tokens: ours, untouched, in time; nothing else."""

from __future__ import annotations

import base64
import json
import string

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import problems
from api.access.tokens import TokenOffice
from api.failures import RefusalError
from api.problems import Problem

KEY = b"k" * 32
SITE, ORIGIN = "0123456789abcdef", "https://portal.example"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def refusal(office: TokenOffice, token: str) -> Problem:
    with pytest.raises(RefusalError) as caught:
        office.read(token)
    assert "WWW-Authenticate" in caught.value.headers
    return caught.value.problem


def test_a_token_says_for_which_site_and_origin_and_which_visitor_it_is() -> None:
    office = TokenOffice(KEY, 600)
    first, second = office.read(office.give(SITE, ORIGIN)), office.read(office.give(SITE, ORIGIN))
    assert (first.site_id, first.origin) == (SITE, ORIGIN)
    assert first.visitor != second.visitor


def test_a_token_expires_on_the_second() -> None:
    clock = Clock()
    office = TokenOffice(KEY, 600, clock)
    token = office.give(SITE, ORIGIN)
    clock.now += 599
    office.read(token)
    clock.now += 1
    assert refusal(office, token) is problems.TOKEN_EXPIRED


def test_a_token_outlives_a_restart_but_not_another_key() -> None:
    token = TokenOffice(KEY, 600).give(SITE, ORIGIN)
    assert TokenOffice(KEY, 600).read(token).site_id == SITE
    assert refusal(TokenOffice(b"x" * 32, 600), token) is problems.TOKEN_INVALID


@given(st.data())
def test_no_changed_letter_goes_unnoticed(data: st.DataObject) -> None:
    office = TokenOffice(KEY, 600)
    token = office.give(SITE, ORIGIN)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from(string.ascii_letters + string.digits + "-_."))
    changed = token[:at] + letter + token[at + 1 :]
    if _decoded(changed) != _decoded(token):  # the last letter of base64 holds bits that mean nothing
        assert refusal(office, changed) is problems.TOKEN_INVALID


def _decoded(token: str) -> list[bytes]:
    return [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split(".")]


@given(st.text(max_size=200))
def test_whatever_else_is_shown_is_no_token(text: str) -> None:
    assert refusal(TokenOffice(KEY, 600), text) is problems.TOKEN_INVALID


def _forged(header: dict[str, str], claims: dict[str, object]) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims))
    return ".".join([*parts, ""])


CLAIMS: dict[str, object] = {"sub": SITE, "aud": ORIGIN, "jti": "v", "exp": 4_000_000_000}


@pytest.mark.parametrize(
    "token",
    [
        _forged({"alg": "none", "typ": "JWT"}, CLAIMS),
        _forged({"alg": "HS256", "typ": "JWT"}, CLAIMS),
        _forged({"alg": "HS512", "typ": "JWT"}, CLAIMS),
        jwt.encode(CLAIMS, b"o" * 32, algorithm="HS256"),
        jwt.encode(CLAIMS, KEY * 2, algorithm="HS512"),
        *(jwt.encode({k: v for k, v in CLAIMS.items() if k != gone}, KEY, algorithm="HS256") for gone in CLAIMS),
        "",
        "..",
    ],
)
def test_a_forged_or_incomplete_token_is_refused(token: str) -> None:
    assert refusal(TokenOffice(KEY, 600), token) is problems.TOKEN_INVALID


def test_neither_the_office_nor_what_it_raises_shows_the_key_or_the_token() -> None:
    office = TokenOffice(b"bi-mat-bi-mat-bi-mat-bi-mat-bi-m", 600)
    token = office.give(SITE, ORIGIN)
    with pytest.raises(RefusalError) as caught:
        office.read(token[:-3])
    assert "bi-mat" not in repr(office)
    assert token[:-3] not in f"{caught.value!r}{caught.value.headers}"
