"""The register of administrative units before and since 1/7/2025, from the data of `vietnamadminunits`.

Only the package's data files are read, at first use: importing the package itself would load geometry and
network libraries that nothing here needs. Before: 63 provinces, districts, communes (as of June 2025). Since:
34 provinces and communes (Resolution 202/2025/QH15, Law 72/2025/QH15).
"""

from __future__ import annotations

import importlib.util
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.folding import fold
from corpus.model import Level

_PACKAGE = "vietnamadminunits"
_LEVELS = {
    "tỉnh": Level.PROVINCE, "huyện": Level.DISTRICT, "quận": Level.DISTRICT, "thị xã": Level.DISTRICT,
    "thành phố": Level.DISTRICT, "xã": Level.COMMUNE, "phường": Level.COMMUNE, "thị trấn": Level.COMMUNE,
    "đặc khu": Level.COMMUNE,
}  # fmt: skip
_WORDS = ("xã", "phường", "thị trấn", "huyện", "tỉnh", "quận", "thị xã", "thành phố", "đặc khu")


@dataclass(frozen=True, slots=True)
class Place:
    """One administrative unit: "Tây Sơn", "huyện", in the province "Bình Định"; `current` since 1/7/2025.

    `key` is the unit's key in the source data; `province` is its own name for a province.
    """

    name: str
    word: str
    level: Level
    province: str
    district: str | None
    current: bool
    key: str

    @property
    def full(self) -> str:
        """The name with its level word: "huyện Tây Sơn"."""
        return f"{self.word} {self.name}"


@dataclass(frozen=True, slots=True)
class Register:
    """All units by folded name, how many syllables names have that open with a syllable, the provinces by key."""

    by_name: dict[str, tuple[Place, ...]]
    sizes: dict[str, tuple[int, ...]]
    provinces: dict[tuple[str, bool], Place]


@cache
def register() -> Register:
    """Return the register; read once, in about 0.1 s."""
    places: dict[tuple[str, bool], Place] = {}
    connection = sqlite3.connect(f"file:{_data('dataset.db')}?mode=ro&immutable=1", uri=True)
    try:
        before = connection.execute(
            "select distinct province, district, ward, provinceKey, districtKey, wardKey from admin_units_legacy"
        )
        for province, district, ward, province_key, district_key, ward_key in before:
            _add(places, province, None, province, province_key, current=False)
            _add(places, district, None, province, f"{province_key}_{district_key}", current=False)
            _add(places, ward, district, province, f"{province_key}_{district_key}_{ward_key}", current=False)
        since = connection.execute("select distinct province, ward, provinceKey, wardKey from admin_units")
        for province, ward, province_key, ward_key in since:
            _add(places, province, None, province, province_key, current=True)
            _add(places, ward, None, province, f"{province_key}_{ward_key}", current=True)
    finally:
        connection.close()
    named: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places.values():
        named[plain_name(place.name)].append(place)
    provinces = {at: place for at, place in places.items() if place.level is Level.PROVINCE}
    return Register(
        by_name={name: tuple(units) for name, units in named.items()},
        sizes=_sizes(named),
        provinces=provinces,
    )


def _sizes(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for name in names:
        syllables = name.split()
        found[syllables[0]].add(len(syllables))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}


@cache
def successions() -> dict[str, tuple[str, ...]]:
    """Return old key -> keys of the units it lies in since 1/7/2025, for provinces and communes."""
    with Path(_data("converter_2025.json")).open(encoding="utf-8") as file:
        data = json.load(file)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for new, olds in data["DICT_PROVINCE"].items():
        for old in olds:
            found[old].append(new)
    for province, wards in data["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in wards.items():
            for old in olds:
                found[old].append(f"{province}_{new}")
    for province, wards in data["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in wards.items():
            for new in news:
                found[old].append(f"{province}_{new['newWardKey']}")
    return {old: tuple(dict.fromkeys(news)) for old, news in found.items()}


def _data(name: str) -> str:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the data of {_PACKAGE} is not installed", name=_PACKAGE)
    return str(Path(spec.submodule_search_locations[0]) / "data" / name)


def plain_name(name: str) -> str:
    """Return a name as the register finds it: folded, hyphens and apostrophes as spaces."""
    return " ".join(fold(name).replace("-", " ").replace("'", " ").split())


def _add(
    places: dict[tuple[str, bool], Place],
    full: str | None,
    district: str | None,
    province: str,
    key: str,
    *,
    current: bool,
) -> None:
    """Add the unit "Huyện Tây Sơn" unless it is there already."""
    if not full or (key, current) in places:
        return
    word, name = _split(full)
    level = Level.PROVINCE if full == province else _LEVELS[word]
    of = _split(province)[1]
    places[key, current] = Place(name, word, level, of, _split(district)[1] if district else None, current, key)


@cache
def _split(full: str) -> tuple[str, str]:
    lower = full.lower()
    for word in _WORDS:
        if lower.startswith(word) and lower[len(word)] == " ":
            return word, full[len(word) + 1 :]
    raise ValueError(f"no level word in {full!r}")
