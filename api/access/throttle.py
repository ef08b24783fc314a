"""How often somebody may ask: for each site, each visitor of a site, each address."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Literal

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

Subject = Literal["site", "visitor", "address"]

_HOUSEHOLD_BITS = 64  # of an IPv6 address: what one subscriber is given, and may pick from at will


@dataclass(frozen=True, slots=True)
class RateRules:
    """How many requests are taken, in words such as "30/minute; 300/hour"; "" takes any number.

    `free` are networks, such as "127.0.0.0/8", whose addresses are not counted.
    """

    site: str = ""
    visitor: str = ""
    address: str = ""
    free: tuple[str, ...] = ()


def read_rate(words: str) -> list[RateLimitItem]:
    """Return the limits that the words name; raise ValueError when they are not understood."""
    return parse_many(words) if words.strip() else []


def read_networks(words: str) -> list[IPv4Network | IPv6Network]:
    """Return networks and single addresses parted by commas; raise ValueError when one is none."""
    return [ip_network(part.strip()) for part in words.split(",") if part.strip()]


class Throttle:
    """Counts requests in this process. Used by one event loop."""

    def __init__(self, rules: RateRules) -> None:
        """Raise ValueError when a rule is not understood."""
        self._rates: dict[Subject, list[RateLimitItem]] = {
            "site": read_rate(rules.site),
            "visitor": read_rate(rules.visitor),
            "address": read_rate(rules.address),
        }
        self._free = [network for words in rules.free for network in read_networks(words)]

    @cached_property
    def _limiter(self) -> MovingWindowRateLimiter:
        return MovingWindowRateLimiter(MemoryStorage())  # starts a thread: only where something is counted

    def take(self, asking: Mapping[Subject, str]) -> int | None:
        """Count a request of these subjects and return None; or return in how many seconds to try again, at least 1.

        A request that is turned away for one of its subjects is counted for none.
        """
        counted = [
            (rate, f"{kind}:{self._key(kind, name)}")
            for kind, name in asking.items()
            if kind != "address" or not self._is_free(name)
            for rate in self._rates[kind]
        ]
        full = [(rate, key) for rate, key in counted if not self._limiter.test(rate, key)]
        if full:
            return max(self._wait_s(rate, key) for rate, key in full)
        for rate, key in counted:
            self._limiter.hit(rate, key)
        return None

    def _is_free(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
        return any((mapped or found) in network for network in self._free)

    def _key(self, kind: Subject, name: str) -> str:
        return _household(name) if kind == "address" else name

    def _wait_s(self, rate: RateLimitItem, key: str) -> int:
        return max(1, math.ceil(self._limiter.get_window_stats(rate, key).reset_time - time.time()))


def _household(address: str) -> str:
    """Return what stands for an address: itself, of IPv6 its first half."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, _HOUSEHOLD_BITS), strict=False))
    return str(found.ipv4_mapped or found) if isinstance(found, IPv6Address) else str(found)
