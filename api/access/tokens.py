"""Tokens: what a registered page shows with each question. Signed, short-lived, good for one site and one origin."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

import jwt

from api import problems
from api.failures import RefusalError

_ALGORITHM = "HS256"
_CLAIMS = ["sub", "aud", "jti", "exp"]
_VISITOR_BYTES = 9


@dataclass(frozen=True, slots=True)
class Pass:
    """What a token says: the site it was given for, the origin it is good from, and an anonymous visitor."""

    site_id: str
    origin: str
    visitor: str


class TokenOffice:
    """Gives tokens out and checks them. Signatures are compared in constant time."""

    def __init__(self, key: bytes, lifetime_s: int, clock: Callable[[], float] = time.time) -> None:
        """`key` are at least 32 random bytes that nobody else knows; `clock` tells seconds since 1970."""
        self._key = key
        self.lifetime_s = lifetime_s
        self._clock = clock

    def give(self, site_id: str, origin: str) -> str:
        """Return a token for a new visitor of a site at an origin."""
        claims = {
            "sub": site_id,
            "aud": origin,
            "jti": secrets.token_urlsafe(_VISITOR_BYTES),
            "exp": int(self._clock()) + self.lifetime_s,
        }
        return jwt.encode(claims, self._key, algorithm=_ALGORITHM)

    def read(self, token: str) -> Pass:
        """Return what a token says; raise `RefusalError` (401) when it is not ours or has expired."""
        options: jwt.types.Options = {"require": _CLAIMS, "verify_exp": False, "verify_aud": False}
        try:
            claims = jwt.decode(token, self._key, algorithms=[_ALGORITHM], options=options)
            told = Pass(str(claims["sub"]), str(claims["aud"]), str(claims["jti"]))
            expired = int(claims["exp"]) <= self._clock()
        except (jwt.InvalidTokenError, ValueError, TypeError) as error:
            raise RefusalError(problems.TOKEN_INVALID, {"WWW-Authenticate": 'Bearer error="invalid_token"'}) from error
        if expired:
            raise RefusalError(problems.TOKEN_EXPIRED, {"WWW-Authenticate": 'Bearer error="invalid_token"'})
        return told
