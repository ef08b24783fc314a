"""Places: named in texts and questions, and what became of them on 1/7/2025."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.folding import fold
from corpus.model import Level
from corpus.place_register import Place, plain_name, register, successions
from corpus.place_words import (
    ALIASES,
    CUES,
    FUNCTION_WORDS,
    LEVEL_WORDS,
    NOT_LEVEL_AFTER,
    ORDINARY,
    ORDINARY_FOLDED,
    PERSONS,
    SPOILERS,
)

__all__ = ["FoundPlace", "Place", "find_places", "parent_province", "predecessors", "successor", "successor_phrase"]

_TOKEN = re.compile(r"[^\W_]+")
_RANK = {Level.PROVINCE: 0, Level.DISTRICT: 1, Level.COMMUNE: 2, Level.CENTRAL: 3}


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place named in a text at `text[start:end]`, its level word included when it is printed.

    `level` is the printed one, else the highest level that has such a name. `word` is the level word in
    accents, None when it is not printed. `known` is False for a name after a level word that no register has.
    """

    name: str
    level: Level
    start: int
    end: int
    level_printed: bool
    word: str | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class _Token:
    shown: str
    folded: str
    start: int
    end: int
    joined: bool  # only a space or a dash stands before it


def find_places(text: str) -> tuple[FoundPlace, ...]:
    """Return the places named in `text` (NFC; accented or not), in order, never overlapping.

    A level word makes any name count. Without one, provinces and districts count when no ordinary word reads
    the same; communes only as a whole run of capitals in accented text.
    """
    tokens = _tokens(text)
    shouted = text.isupper()
    found: list[FoundPlace] = []
    index = 0
    while index < len(tokens):
        place, used = _at(tokens, index, shouted=shouted, after=found[-1] if found else None)
        if place is not None:
            found.append(place)
        index += used
    return tuple(found)


def parent_province(name: str, level: Level) -> tuple[str, ...]:
    """Return the provinces that have or had a unit of this name and level; several when the name is ambiguous."""
    units = register().by_name.get(plain_name(name), ())
    same = [unit for unit in units if unit.level is level and _reads_as(name, unit.name)]
    return tuple(dict.fromkeys(unit.province for unit in same))


def successor(place: FoundPlace | Place) -> tuple[Place, ...]:
    """Return the units in which a former place lies since 1/7/2025; several when its name is ambiguous.

    A district gives the province it now lies in, because no unit followed it.
    """
    provinces = register().provinces
    units = _all_units()
    found: list[Place] = []
    for unit in _former(place):
        if unit.level is Level.COMMUNE:
            found += [units[key] for key in successions().get(unit.key, ()) if key in units]
        else:
            old = unit.key.split("_")[0]
            found += [provinces[new, True] for new in successions().get(old, ())]
    return tuple(dict.fromkeys(found))


def predecessors(province: str) -> tuple[str, ...]:
    """Return the former provinces that a province of today was made of, its own former self first."""
    current = [p for (_, now), p in register().provinces.items() if now and plain_name(p.name) == plain_name(province)]
    olds = [old for place in current for old, news in successions().items() if "_" not in old and place.key in news]
    names = [register().provinces[old, False].name for old in olds if (old, False) in register().provinces]
    return tuple(sorted(names, key=lambda name: (plain_name(name) != plain_name(province), name)))


def successor_phrase(locality: str) -> str | None:
    """Say in an official's words what became of "huyện …", "tỉnh …" or "xã …" on 1/7/2025; None when nothing did."""
    named = next(iter(find_places(locality)), None)
    if named is None:
        return None
    now = successor(named)
    if named.level is Level.DISTRICT:
        if len(now) != 1:
            return f"Từ ngày 1/7/2025 không còn cấp huyện; {locality} không còn là đơn vị hành chính."
        old = parent_province(named.name, Level.DISTRICT)
        of = f" (tỉnh {old[0]} cũ)" if old and old[0] != now[0].name and now[0].word == "tỉnh" else ""
        return f"Từ ngày 1/7/2025 không còn cấp huyện; {locality}{of} nay thuộc {now[0].full}."
    if named.level is Level.PROVINCE and len(now) == 1:
        merged = [name for name in predecessors(now[0].name) if plain_name(name) != plain_name(named.name)]
        if plain_name(now[0].name) != plain_name(named.name):
            return f"Từ ngày 1/7/2025, {locality} đã sáp nhập, nay thuộc {now[0].full}."
        if merged:
            return f"Từ ngày 1/7/2025, {now[0].full} gồm cả {' và '.join(merged)} cũ."
        return None
    sure = named.level is Level.COMMUNE and len(now) == 1 and len(_former(named)) == 1
    if sure and now[0].full.lower() != locality.lower():
        return f"Từ ngày 1/7/2025, {locality} nay thuộc {now[0].full}, {_of_province(now[0])}."
    return None


def _of_province(place: Place) -> str:
    province = next(p for p in register().provinces.values() if p.current and p.name == place.province)
    return province.full


def _all_units() -> dict[str, Place]:
    return {unit.key: unit for units in register().by_name.values() for unit in units if unit.current}


def _former(place: FoundPlace | Place) -> list[Place]:
    if isinstance(place, Place):
        return [] if place.current else [place]
    units = register().by_name.get(plain_name(place.name), ())
    return [
        unit
        for unit in units
        if not unit.current
        and unit.level is place.level
        and _reads_as(place.name, unit.name)
        and (place.word is None or place.word == unit.word)
    ]


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    folded = fold(text)
    end = 0
    for match in _TOKEN.finditer(text):
        gap = text[end : match.start()]
        joined = end > 0 and (gap == " " or (gap.strip(" ") in {"-", "–", "'"} and "\n" not in gap))
        tokens.append(_Token(match.group(), folded[match.start() : match.end()], match.start(), match.end(), joined))
        end = match.end()
    return tokens


def _at(
    tokens: Sequence[_Token], index: int, *, shouted: bool, after: FoundPlace | None
) -> tuple[FoundPlace | None, int]:
    """Read a place at a token; return it, or None, and how many tokens to go on by."""
    word, length = _level_word(tokens, index)
    if word is not None:
        place, used = _after_level(tokens, index, word, length, shouted=shouted)
        return (place, used) if place is not None else (None, length)
    return _bare(tokens, index, shouted=shouted, after=after)


def _level_word(tokens: Sequence[_Token], index: int) -> tuple[str | None, int]:
    """Return the accented level word that stands at a token and its length in tokens; (None, 1) for none."""
    for length in (2, 1):
        span = tokens[index : index + length]
        if len(span) < length or (length == 2 and not span[1].joined):
            continue
        word = LEVEL_WORDS.get(" ".join(token.folded for token in span))
        if word is None or not _reads_as(" ".join(token.shown for token in span), word, abbreviation=True):
            continue
        if index and tokens[index].joined and tokens[index - 1].folded in NOT_LEVEL_AFTER.get(tokens[index].folded, ()):
            return None, 1
        return word, length
    return None, 1


def _after_level(
    tokens: Sequence[_Token], index: int, word: str, length: int, *, shouted: bool
) -> tuple[FoundPlace | None, int]:
    """Read the name behind a level word: the longest registered one of that level, else a run of capitals."""
    first = index + length
    for size in _sizes_at(tokens, first):
        span = tokens[first : first + size]
        if not all(
            _follows(token, before) for token, before in zip(span, tokens[first - 1 : first + size - 1], strict=True)
        ):
            continue
        name = " ".join(token.folded for token in span)
        units = [
            unit
            for unit in (*register().by_name.get(name, ()), *_aliased(name))
            if _has_word(unit, word)
            and (name in ALIASES or _reads_as(" ".join(token.shown for token in span), unit.name))
        ]
        if units:
            best = Counter(unit.name for unit in units).most_common(1)[0][0]
            level = min((unit.level for unit in units if unit.name == best), key=_RANK.__getitem__)
            printed = next(unit.word for unit in units if unit.name == best)
            return FoundPlace(best, level, tokens[index].start, span[-1].end, True, printed), length + size
    run = 0 if shouted else _run_of_capitals(tokens, first)
    if run and word in {"tỉnh", "huyện", "quận", "xã", "phường", "thị xã", "thị trấn"} and tokens[index].shown != "T":
        name = " ".join(token.shown for token in tokens[first : first + run])
        level = {"tỉnh": Level.PROVINCE, "huyện": Level.DISTRICT, "quận": Level.DISTRICT, "thị xã": Level.DISTRICT}.get(
            word, Level.COMMUNE
        )
        if not any(ch.isdigit() for ch in name) and not name.isupper():
            return FoundPlace(
                name, level, tokens[index].start, tokens[first + run - 1].end, True, word, False
            ), length + run
    return None, length


def _sizes_at(tokens: Sequence[_Token], index: int) -> tuple[int, ...]:
    """How many tokens a name that opens at `index` may have, the most first."""
    if index >= len(tokens):
        return ()
    first = tokens[index].folded
    sizes = register().sizes.get(first, ())
    if first in _ALIAS_SIZES:
        sizes = tuple(sorted({*sizes, *_ALIAS_SIZES[first]}, reverse=True))
    return tuple(size for size in sizes if index + size <= len(tokens))


_ALIAS_SIZES = {alias.split()[0]: (len(alias.split()),) for alias in sorted(ALIASES)}


def _follows(token: _Token, before: _Token) -> bool:
    return (
        token.joined
        or token.start - before.end <= 2
        and before.shown.upper() in {"TP", "TX", "TT", "Q", "P", "H", "X", "T"}
    )


def _has_word(unit: Place, word: str) -> bool:
    return unit.word == word or (word == "thành phố" and unit.word == "tỉnh" and unit.name == "Huế")


def _aliased(name: str) -> tuple[Place, ...]:
    return register().by_name.get(ALIASES[name], ()) if name in ALIASES else ()


def _run_of_capitals(tokens: Sequence[_Token], first: int) -> int:
    run = 0
    while first + run < len(tokens) and run < 4:
        token = tokens[first + run]
        if not token.joined or not token.shown[0].isupper() or (token.shown.isupper() and len(token.shown) > 1):
            break
        run += 1
    return run


def _bare(
    tokens: Sequence[_Token], index: int, *, shouted: bool, after: FoundPlace | None
) -> tuple[FoundPlace | None, int]:
    """Read a name without a level word."""
    for size in _sizes_at(tokens, index):
        span = tokens[index : index + size]
        if not all(token.joined for token in span[1:]):
            continue
        name = " ".join(token.folded for token in span)
        shown = " ".join(token.shown for token in span)
        units = [
            u
            for u in (*register().by_name.get(name, ()), *_aliased(name))
            if _reads_as(shown, u.name) or name in ALIASES
        ]
        if not units or name.isdigit():
            continue
        listed = after is not None and after.level_printed and _in_list(tokens, index, after)
        level = min((unit.level for unit in units), key=_RANK.__getitem__)
        if listed and after is not None and any(unit.level is after.level for unit in units):
            level = after.level
        best = next(unit for unit in units if unit.level is level)
        if _counts(tokens, index, size, best, name, shouted=shouted) or (listed and span[0].shown[0].isupper()):
            return FoundPlace(best.name, level, span[0].start, span[-1].end, False), size
    return None, 1


def _in_list(tokens: Sequence[_Token], index: int, after: FoundPlace) -> bool:
    """Whether only "và" or a comma stands between the last place and this one: "các huyện A, B và C"."""
    between = [token.folded for token in tokens[max(0, index - 2) : index] if token.start >= after.end]
    return tokens[index].start - after.end <= 6 and all(word in {"va", "voi"} for word in between)


def _counts(tokens: Sequence[_Token], index: int, size: int, unit: Place, name: str, *, shouted: bool) -> bool:
    """Whether a bare name means the place here."""
    span = tokens[index : index + size]
    before = tokens[index - 1].folded if index and span[0].joined else ""
    cue = before in CUES
    if before in SPOILERS.get(name.split()[0], ()):
        return False
    if name in PERSONS and not cue:
        return False
    capital = all(token.shown[0].isupper() for token in span) and not shouted
    if capital:
        alone = _is_whole_run(tokens, index, size)
        if unit.level is Level.COMMUNE:
            return (
                alone
                and size > 1
                and any(fold(t.shown) != t.shown.lower() for t in span)
                and name not in ORDINARY_FOLDED
            )
        return alone and (size > 1 or cue or name == "hue")
    if unit.level is Level.COMMUNE or size == 1:
        return size == 1 and cue and unit.level is Level.PROVINCE
    accented = any(fold(token.shown) != token.shown.lower() for token in span)
    ordinary = name in ORDINARY if accented else name in ORDINARY_FOLDED
    return cue if ordinary else True


def _is_whole_run(tokens: Sequence[_Token], index: int, size: int) -> bool:
    """Whether no further word in capitals touches the name, but for acronyms and a sentence's first word."""
    last = index + size
    if last < len(tokens) and tokens[last].joined and _is_name_word(tokens[last]):
        return False
    if index == 0 or not tokens[index].joined or not _is_name_word(tokens[index - 1]):
        return True
    return tokens[index - 1].folded in FUNCTION_WORDS


def _is_name_word(token: _Token) -> bool:
    return token.shown[0].isupper() and not (token.shown.isupper() and len(token.shown) > 1)


def _reads_as(shown: str, name: str, *, abbreviation: bool = False) -> bool:
    """Whether `shown` is `name` with its accents, or without any in each syllable; tone-mark style aside."""
    ours, theirs = _plain_marks(shown), _plain_marks(name)
    if len(ours) != len(theirs):
        return abbreviation
    return all(
        a == b or fold(a) == a or sorted(_letters(a)) == sorted(_letters(b)) for a, b in zip(ours, theirs, strict=True)
    )


def _plain_marks(name: str) -> list[str]:
    return name.lower().replace("-", " ").replace("–", " ").replace("'", " ").split()


def _letters(syllable: str) -> str:
    """Letters with marks apart, so that "hoà" and "hòa" are equal."""
    return unicodedata.normalize("NFD", syllable)
