"""Numbers, days and sizes as Vietnamese readers write them: decimal comma, thousands dot, day before month."""

from __future__ import annotations

from datetime import datetime

_NO_SHARES = ("mrr@", "ndcg@")
"""What the keys of scores hold that are no share of anything."""


def decimal(value: float, places: int = 2) -> str:
    """Return a number with a decimal comma and dots between thousands."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def percent(share: float) -> str:
    """Return a share in [0, 1] as a percentage with one decimal; a whole one has none."""
    shown = decimal(100 * share, 1)
    return f"{shown.removesuffix(',0')}%"


def milliseconds(value: float) -> str:
    """Return a duration in milliseconds, from a second on in seconds."""
    if value >= 1000:
        return f"{decimal(value / 1000, 1)} giây"
    return f"{decimal(value, 1 if value < 10 else 0)} ms"


def figure_value(key: str, value: float) -> str:
    """Return the value of a figure: a percentage, or a plain decimal for scores that are no share."""
    return decimal(value, 3) if any(mark in key for mark in _NO_SHARES) else percent(value)


def figure_difference(key: str, value: float) -> str:
    """Return a difference of two figures with its sign: in points of percent, or a plain decimal for other scores."""
    shown = decimal(abs(value), 3) if any(mark in key for mark in _NO_SHARES) else percent(abs(value))
    if not any(digit in shown for digit in "123456789"):
        return shown
    return f"+{shown}" if value > 0 else f"−{shown}"


def moment(iso: str) -> str:
    """Return an ISO 8601 time as "14 giờ 05 ngày 21/11/2026 (UTC)"; what is no time is returned as it is."""
    try:
        made = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    zone = f" ({made.tzname()})" if made.tzinfo else ""
    return f"{made.hour} giờ {made.minute:02d} ngày {made.day}/{made.month}/{made.year}{zone}"
