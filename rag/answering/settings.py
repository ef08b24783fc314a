"""The numbers that answering depends on: weights of the ranking and limits, as calibrated on the dev split."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rag.answering.clause_answers import Limits
from rag.answering.ranking import FEATURE_NAMES, Linear, Weights
from rag.answering.sureness import SIGN_NAMES
from rag.errors import ConfigurationError


def vietnam_today() -> date:
    """Return the date in Viet Nam, wherever the server stands."""
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """Weights of the ranking's features, where to cut, and what day it is."""

    weights: Weights
    limits: Limits
    today: Callable[[], date] = vietnam_today


def load_answer_settings(path: Path) -> AnswerSettings:
    """Read weights and limits from a JSON file. Raises `ConfigurationError` when it does not fit this version."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        weights = Weights(
            _linear(held["relevance"], FEATURE_NAMES),
            _linear(held["answers"], FEATURE_NAMES),
            _linear(held["answers_open"], FEATURE_NAMES),
            _linear(held["sureness"], SIGN_NAMES),
        )
        return AnswerSettings(weights, Limits(**held["limits"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(
            f"Tệp hiệu chỉnh xếp hạng {path.name} không đọc được hoặc không khớp phiên bản."
        ) from error


def _linear(held: Mapping[str, Any], names: Sequence[str]) -> Linear:
    return Linear(tuple(float(held["weights"][name]) for name in names), float(held["bias"]))
