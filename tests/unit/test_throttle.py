"""Limits: counted apart by subject, told how long to wait, nothing counted for who is turned away."""

from __future__ import annotations

import pytest

from api.access.throttle import RateRules, Throttle


def test_without_rules_anybody_may_ask_any_number_of_times() -> None:
    throttle = Throttle(RateRules())
    assert [throttle.take({"address": "203.0.113.1", "site": "s", "visitor": "v"}) for _ in range(100)] == [None] * 100


def test_what_is_too_much_is_told_how_long_to_wait() -> None:
    throttle = Throttle(RateRules(address="3/minute"))
    assert [throttle.take({"address": "203.0.113.1"}) for _ in range(3)] == [None] * 3
    wait_s = throttle.take({"address": "203.0.113.1"})
    assert wait_s is not None
    assert 58 <= wait_s <= 60
    assert throttle.take({"address": "203.0.113.2"}) is None


def test_of_several_limits_the_longest_wait_is_told() -> None:
    throttle = Throttle(RateRules(address="1/minute; 1/hour"))
    throttle.take({"address": "203.0.113.1"})
    wait_s = throttle.take({"address": "203.0.113.1"})
    assert wait_s is not None
    assert wait_s > 3000


def test_a_request_turned_away_for_its_address_is_not_counted_for_its_site() -> None:
    throttle = Throttle(RateRules(site="2/minute", address="1/minute"))
    assert throttle.take({"site": "s", "address": "203.0.113.1"}) is None
    assert throttle.take({"site": "s", "address": "203.0.113.1"}) is not None
    assert throttle.take({"site": "s", "address": "203.0.113.2"}) is None
    assert throttle.take({"site": "s", "address": "203.0.113.3"}) is not None


def test_visitors_and_sites_of_one_name_are_counted_apart() -> None:
    throttle = Throttle(RateRules(site="1/minute", visitor="1/minute"))
    assert throttle.take({"site": "a"}) is None
    assert throttle.take({"visitor": "a"}) is None
    assert throttle.take({"site": "a"}) is not None


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "10.0.0.7"])
def test_addresses_that_are_free_are_never_counted(address: str) -> None:
    throttle = Throttle(RateRules(address="1/hour", free=("127.0.0.0/8, ::1", "10.0.0.0/24")))
    assert [throttle.take({"address": address}) for _ in range(3)] == [None] * 3


@pytest.mark.parametrize("address", ["128.0.0.1", "::2", "10.0.1.7", "", "unix", "localhost"])
def test_every_other_address_is_counted_whatever_it_looks_like(address: str) -> None:
    throttle = Throttle(RateRules(address="1/hour", free=("127.0.0.0/8, ::1", "10.0.0.0/24")))
    assert throttle.take({"address": address}) is None
    assert throttle.take({"address": address}) is not None


def test_who_has_half_of_an_ipv6_address_is_one() -> None:
    throttle = Throttle(RateRules(address="1/hour"))
    assert throttle.take({"address": "2001:db8:1:2::1"}) is None
    assert throttle.take({"address": "2001:db8:1:2:ffff::9"}) is not None
    assert throttle.take({"address": "2001:db8:1:3::1"}) is None


def test_an_ipv4_address_written_as_ipv6_is_the_same_one() -> None:
    throttle = Throttle(RateRules(address="1/hour"))
    assert throttle.take({"address": "203.0.113.1"}) is None
    assert throttle.take({"address": "::ffff:203.0.113.1"}) is not None


@pytest.mark.parametrize("rule", ["nhiều", "10", "10/fortnight", "-"])
def test_a_rule_that_is_not_understood_is_refused(rule: str) -> None:
    with pytest.raises(ValueError):
        Throttle(RateRules(address=rule))
