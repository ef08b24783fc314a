"""The one analyser: text becomes terms, the same for documents and questions, for both indexes and the encoder.

A term is a folded syllable ("dan"), a pair of neighbours ("dan_van"), or a marked single token: a document
number ("no:33:ct_ttg"), a date ("d:2020-05-30", "d:05-30"), a percentage ("70%"). Case, diacritics, Unicode form and
tone style leave no trace; an abbreviation and its long form give the same terms. No word is dropped as a stopword.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from corpus.dates import find_dates
from corpus.folding import fold, nfc
from corpus.numbers import find_numbers
from rag.abbreviations import abbreviations, expand_question

ANALYSER_VERSION = "4"

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)?\s?%"  # a percentage
    r"|\d+(?:\s?-\s?[a-z]+)?\s?/\s?[a-z]{2,}[a-z0-9]*(?:\s?[-/]\s?[a-z0-9]+)*"  # a document number
    r"|/[a-z]{2,}[a-z0-9]*(?:-[a-z0-9]+)+"  # one whose digits are left blank
    r"|\d{1,3}(?:\.\d{3})+(?![\d.])"  # 8.000.000
    r"|[a-z0-9]+"
    r"|[.;:?!]"
    r"|\n\s*(?:[-+*•#|]|\d+[.)])"  # a new line that opens an item or a heading
)
# Most texts hold neither, and looking closely costs more than all the rest.
_MAYBE_DATE = re.compile(r"\d\s*(?:,\s*)?thang|\d\s?[/.-]\s?\d")
_MAYBE_NUMBER = re.compile(r"\d[\s\S]{0,9}[/-]")
_PART = re.compile(r"[a-z0-9]+")
_TYPE_AND_NUMBER = re.compile(r"([a-z]{2,5})(\d{1,4})")
_BREAK = ""
# "kỹ/kĩ", "sỹ/sĩ", "quý/quí": one syllable, two spellings.
_SPELLINGS = {"hy": "hi", "ky": "ki", "ly": "li", "my": "mi", "sy": "si", "ty": "ti", "vy": "vi", "qui": "quy"}


def terms(text: str, definitions: Mapping[str, str] | None = None) -> list[str]:
    """Return the terms of a text in reading order, syllables first, then pairs, then marked tokens; repeats count.

    Pairs cross commas, quotes, hyphens and wrapped lines, but not . ; : ? ! or the start of an item or heading.
    `definitions` are a document's own abbreviations (`rag.abbreviations.mine_definitions`).
    """
    stream, marked = _read(text, definitions)
    syllables = [syllable for syllable in stream if syllable]
    return syllables + _pairs(stream) + marked


def reading(text: str, definitions: Mapping[str, str] | None = None) -> list[str]:
    """Return the syllables of a text in reading order, with "" where no pair may cross; marked tokens are left out."""
    return _read(text, definitions)[0]


def question_terms(question: str) -> list[str]:
    """Return the terms of a question, with chat spelling and typed abbreviations spelled out first."""
    return terms(expand_question(question))


def question_reading(question: str) -> list[str]:
    """Return the syllables of a question in reading order, as `reading` does, in the words of `question_terms`."""
    return reading(expand_question(question))


def _read(text: str, definitions: Mapping[str, str] | None) -> tuple[list[str], list[str]]:
    """Return the syllables in reading order, with "" where no pair may cross, and the marked tokens."""
    folded = fold(_INVISIBLE.sub("", nfc(text)))
    own = {fold(short): tuple(fold(long).split()) for short, long in definitions.items()} if definitions else {}
    marked: list[str] = []
    if _MAYBE_DATE.search(folded):
        marked += _date_terms(folded)
    if _MAYBE_NUMBER.search(folded):
        folded, numbers = _with_clean_numbers(folded)
        marked += numbers
    return list(_stream(_TOKEN.findall(folded), marked, own)), marked


def _date_terms(folded: str) -> list[str]:
    """Return "d:2020-05-30" and "d:05-30" for each day; the second alone where no year is printed."""
    found: list[str] = []
    for day in find_dates(folded):
        if day.year:
            found.append(f"d:{day.iso}")
        found.append(f"d:{day.month:02d}-{day.day:02d}")
    return found


def _with_clean_numbers(folded: str) -> tuple[str, list[str]]:
    """Return the text with its document numbers in clean spelling, and a marked term for each of them.

    The numbers are looked for in the folded text, so that case and diacritics cannot change what is found.
    """
    pieces: list[str] = []
    keys: list[str] = []
    position = 0
    for found in find_numbers(folded):
        pieces += [folded[position : found.start], fold(found.number.canonical)]
        keys.append("no:" + found.number.key.replace(" ", "_"))
        position = found.end
    pieces.append(folded[position:])
    return "".join(pieces), keys


def _pairs(stream: list[str]) -> list[str]:
    """Return neighbours joined by "_"; "số" before a number is also stepped over, so that "CT số 33" meets "CT 33"."""
    pairs = [f"{left}_{right}" for left, right in pairwise(stream) if left and right]
    if "so" in stream:
        pairs += [
            f"{left}_{right}"
            for left, between, right in zip(stream, stream[1:], stream[2:], strict=False)
            if between == "so" and left and right[:1].isdigit()
        ]
    return pairs


def _stream(tokens: list[str], marked: list[str], own: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield syllables, with "" where a pair may not cross; put single-token forms into `marked`."""
    table = _rewritings()
    last = len(tokens) - 1
    for position, token in enumerate(tokens):
        if token in own:
            yield from own[token]
        elif token in table:
            following = tokens[position + 1] if position < last else _BREAK
            if following == "so" and position + 1 < last:
                following = tokens[position + 2]
            yield from _rewritten(token, following)
        elif token.isalpha():
            yield token
        else:
            yield from _unusual(token, marked)


@lru_cache(maxsize=1)
def _rewritings() -> frozenset[str]:
    known = abbreviations()
    return frozenset(known.always) | frozenset(known.document_type) | frozenset(known.before) | frozenset(_SPELLINGS)


@lru_cache(maxsize=4096)
def _rewritten(word: str, following: str) -> tuple[str, ...]:
    """Return the reading of an abbreviation or variant spelling, given the word that follows it."""
    known = abbreviations()
    if following in known.before.get(word, ()):
        return known.before[word][following]
    if word in known.document_type and following[:1].isdigit():
        return known.document_type[word]
    if word == "kt" and following == ".":  # "KT. CHỦ TỊCH": ký thay, not kinh tế
        return (word,)
    if word in _SPELLINGS:
        return (_SPELLINGS[word],)
    return known.always.get(word, (word,))


def _unusual(token: str, marked: list[str]) -> Iterator[str]:
    """Yield the plain parts of a token that is not letters only."""
    if token.isdigit():
        yield token
    elif token.endswith("%"):
        number = token[:-1].strip().replace(",", ".")
        marked.append(f"{number}%")
        yield number.split(".")[0]
    elif token.isalnum():
        yield from _letters_and_digits(token)
    elif token[0].isdigit() and "/" not in token:
        yield token.replace(".", "")
    elif "/" in token:
        yield from _PART.findall(token)
    else:
        yield _BREAK
        yield from _PART.findall(token)
        yield _BREAK


def _letters_and_digits(token: str) -> Iterator[str]:
    """Yield "ct33" as "chi", "thi", "33"; anything else as it is."""
    match = _TYPE_AND_NUMBER.fullmatch(token)
    readings = abbreviations().document_type
    if match and match[1] in readings:
        yield from readings[match[1]]
        yield match[2]
    else:
        yield token
