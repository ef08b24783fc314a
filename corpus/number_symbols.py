"""The symbols of document numbers: known bodies, their spelling, and types fused with bodies."""

from __future__ import annotations

import re
from functools import cache

from corpus.doctypes import canonical_type_symbols, is_type_symbol
from corpus.folding import fold

# Bodies by the house they belong to; the list only helps to spell and to repair, unknown bodies are read too.
_PARTY_BODIES = (
    "TW", "TU", "HU", "ĐU", "QU", "ThU", "TVTU", "BTVTU", "BTVHU", "VPTW", "ĐUK", "QUTW", "UBKTTW", "UBKTTU",
    "BDVTW", "BDVTU", "BDVHU", "BTGTW", "BTGTU", "BTCTW", "BTCTU", "BCĐTW",
)  # fmt: skip
_STATE_BODIES = (
    "UBND", "HĐND", "TTg", "CP", "QH", "UBTVQH", "CTN", "VPCP", "BNV", "BTC", "BTP", "BCA", "BQP", "BYT", "BGDĐT",
    "BXD", "BGTVT", "BCT", "BKHĐT", "BTTTT", "BTNMT", "BVHTTDL", "BLĐTBXH", "BNNPTNT", "BNNMT", "BKHCN", "BNG",
    "NHNN", "TTCP", "UBDT", "TANDTC", "VKSNDTC", "HĐTP", "HĐBT", "TLĐ", "MTTQ", "MTTW", "SNV", "STC", "STP", "SYT",
    "SXD", "SCT", "SKHĐT", "SGDĐT", "SVHTTDL", "SLĐTBXH", "SNN", "SNNMT", "STNMT", "SKHCN", "STTTT", "BCĐ", "BCH",
    "BQL", "VP", "VPUBND", "BDTTG", "BHXH", "KTNN",
)  # fmt: skip
_SPELLING = {fold(body): body for body in (*_STATE_BODIES, *_PARTY_BODIES)}
_PARTY = frozenset(fold(body) for body in _PARTY_BODIES)
_STATE = frozenset(fold(body) for body in _STATE_BODIES)
# Symbols that may stand alone after a serial.
_ALONE = re.compile(r"(?:qh|ubtvqh|hdnd|nqhdnd)\d{0,2}|hdbt|cp|ttg|ctn|tw|tu|hu|ubnd")


def is_body(part: str) -> bool:
    """Return whether a folded part is the symbol of a known body."""
    return part in _SPELLING


def is_party(part: str) -> bool:
    """Return whether a folded part is the symbol of a known Party body."""
    return part in _PARTY


def is_state(part: str) -> bool:
    """Return whether a folded part is the symbol of a known State body, with or without a term ("hdnd13")."""
    return re.sub(r"\d+$", "", part) in _STATE


def stands_alone(part: str) -> bool:
    """Return whether a folded part makes a symbol without a type ("qh14", "hdbt")."""
    return _ALONE.fullmatch(part) is not None


def looks_like_symbol(shown: str) -> bool:
    """Return whether a part is printed as symbols are: capitals, perhaps with a few small letters ("TTg")."""
    letters = [ch for ch in shown if ch.isalpha()]
    capitals = sum(ch.isupper() for ch in letters)
    return bool(letters) and letters[0].isupper() and (capitals * 2 >= len(letters) or is_type_symbol(shown))


def spell(shown: str) -> str:
    """Spell one part of a symbol as officials do where it is known; else as printed, with small letters raised."""
    known = canonical_type_symbols().get(fold(shown)) or _SPELLING.get(fold(shown))
    if known is not None and (shown.lower() == known.lower() or fold(shown) == shown.lower()):
        return known
    return shown.upper() if shown.islower() else shown


@cache
def split_fused(part: str) -> tuple[str, str] | None:
    """Split a type and a body printed as one word: "ctttg" -> ("CT", "TTg"); None for anything else."""
    for cut in range(len(part) - 2, 0, -1):
        kind, body = part[:cut], part[cut:]
        if body in _SPELLING and len(body) > 1 and is_type_symbol(kind):
            return canonical_type_symbols()[kind], _SPELLING[body]
    return None
