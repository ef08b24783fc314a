"""Pinned figures: what each question set must at least reach, and what fell.

`eval/gate.toml` holds a value and a tolerance per set and metric. A figure has fallen when it is worse than the pinned
value by more than the tolerance; getting better is never a fault.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from eval.metrics import METRICS
from eval.rows import Figure

PINS_FILE = Path(__file__).with_name("gate.toml")
_HEAD = """\
# What the question sets must reach over the shipped documents: `danvan eval gate` fails when a figure is worse than its
# value by more than its tolerance. `danvan eval gate --update` writes the values as they are now; tolerances stay.
"""
_SLACK = 1e-9  # of floating point
_DIGITS = 4


class PinsUnreadable(Exception):
    """The file of pins cannot be read; the sentence, in Vietnamese, says why."""


class Pin(BaseModel):
    """A pinned value and by how much a figure may be worse."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float = Field(ge=0, le=1)
    tolerance: float = Field(ge=0, le=1)


Pins = Mapping[str, Mapping[str, Pin]]
"""Pins by set and metric."""

_PINS: TypeAdapter[dict[str, dict[str, Pin]]] = TypeAdapter(dict[str, dict[str, Pin]])


@dataclass(frozen=True, slots=True)
class Held:
    """A pin beside the figure of now; `figure` is None when the set no longer gives it."""

    set_name: str
    key: str
    name_vi: str
    pin: Pin
    figure: Figure | None

    @property
    def fell(self) -> bool:
        """Say whether the figure is worse than the pin allows, or gone."""
        return self.figure is None or -self.gain > self.pin.tolerance + _SLACK

    @property
    def gain(self) -> float:
        """Return by how much the figure is better than the pinned value; negative when it is worse."""
        if self.figure is None:
            return -1.0
        change = round(self.figure.value, _DIGITS) - self.pin.value
        return -change if self.figure.at_most else change


def read_pins(file: Path = PINS_FILE) -> dict[str, dict[str, Pin]]:
    """Return the pins of a file. Raises PinsUnreadable when it is no such file or names no known metric."""
    known = {metric.key for metric in METRICS}
    try:
        pins = _PINS.validate_python(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise PinsUnreadable(f"Không đọc được {file}.") from error
    except tomllib.TOMLDecodeError as error:
        raise PinsUnreadable(f"{file} không phải TOML hợp lệ: {error}") from error
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise PinsUnreadable(f"{file}: giá trị ghim “{place}” không hợp lệ.") from error
    unknown = [f"{name}.{key}" for name, keys in pins.items() for key in keys if key not in known]
    if unknown:
        raise PinsUnreadable(f"{file}: không có chỉ số “{unknown[0]}”.")
    return pins


def write_pins(file: Path, pins: Pins) -> None:
    """Write pins so that `read_pins` reads them; values with four digits."""
    tables = [
        f"\n[{_name(name)}.{_name(key)}]\nvalue = {round(pin.value, _DIGITS)}\ntolerance = {pin.tolerance}\n"
        for name, keys in pins.items()
        for key, pin in keys.items()
    ]
    file.write_text(_HEAD + "".join(tables), encoding="utf-8")


def held(pins: Pins, figures: Mapping[str, Iterable[Figure]]) -> list[Held]:
    """Return every pin beside its figure of now; a figure without data counts as gone."""
    names = {metric.key: metric.name_vi for metric in METRICS}
    now = {(name, figure.key): figure for name, found in figures.items() for figure in found if figure.n}
    return [
        Held(name, key, names[key], pin, now.get((name, key)))
        for name, keys in pins.items()
        for key, pin in keys.items()
    ]


def repinned(pins: Pins, figures: Mapping[str, Iterable[Figure]]) -> dict[str, dict[str, Pin]]:
    """Return the pins with the values of now; those whose figure is gone stay as they are."""
    updated = {name: dict(keys) for name, keys in pins.items()}
    for one in held(pins, figures):
        if one.figure is not None:
            value = round(one.figure.value, _DIGITS)
            updated[one.set_name][one.key] = Pin(value=value, tolerance=one.pin.tolerance)
    return updated


def _name(key: str) -> str:
    """Return a key of TOML, in quotes where it needs them."""
    return key if re.fullmatch(r"[\w-]+", key, re.ASCII) else f'"{key}"'
