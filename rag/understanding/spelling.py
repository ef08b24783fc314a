"""Undo slips of the keyboard and of scans: Telex letters left in a word, a doubled letter, two words run together.

Only words that cannot be Vietnamese syllables are touched, and only where the repair gives syllables that the
store knows; everything else stays as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from corpus.folding import fold
from corpus.places import find_places
from rag.understanding.bodies import names_body
from rag.understanding.lookalikes import unlike, with_letters

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?(?:(?:a|e|i|y|oa|ue|uy|oe)(?:ch|nh)"
    r"|(?:uye|uyu|oai|oay|uay|uoi|uou|ieu|yeu|oeo|uya|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye"
    r"|[aeiouy])(?:ng|[cmnpt])?)"
)
_WORD = re.compile(r"[^\W\d_]+")
_TONE = re.compile(r"(?<=[aeiouywd])([sfrxj])|([sfrxj])$")
_SHORTEST = 3
_LETTERS = "abcdeghiklmnopqrstuvxy"
# Words by which questions are understood; a store need not hold them to know them.
_CUES = frozenset(
    "ai nao gi bao nhieu may khi ngay thang nam hom luc dau muc khoan diem dieu phan chuong gach dong doan ky ban hanh"
    " so tinh huyen xa van cong ke hoach chi thi quyet dinh nghi luat gui nhan han nop truoc sau chuc vu la lam".split()
)


def is_syllable(folded_word: str) -> bool:
    """Tell whether a folded word has the shape of a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(folded_word) is not None


def repaired(question: str, known: Callable[[str], bool]) -> str:
    """Return the question with slips undone; `known` tells whether the store holds a folded syllable or pair.

    A repaired word comes without diacritics; all matching downstream is on folded text. Of several repairs the one
    is taken that stands beside its neighbours in the store ("ke hoch" -> "ke hoach"). Names of places stay.
    """
    question = with_letters(question, lambda syllable: is_syllable(syllable) and _familiar(syllable, known))
    words = list(_WORD.finditer(question))
    folded = [fold(word.group()) for word in words]
    fixed = [word.group() for word in words]
    slips = [i for i, word in enumerate(words) if _is_slip(word.group(), folded[i], known)]
    named = [(place.start, place.end) for place in find_places(question)] if slips else []
    for index in slips:
        word = words[index]
        before = folded[index - 1] if index else ""
        after = folded[index + 1] if index + 1 < len(folded) else ""
        if _is_name(word.group(), first=index == 0):
            fixed[index] = _name_repair(word.group(), folded[index], before, after, known)
        elif not any(start <= word.start() < end for start, end in named):
            fixed[index] = _repair(word.group(), folded[index], before, after, known)
        folded[index] = fold(fixed[index]).split()[-1]
    pieces = [question[: words[0].start()]] if words else [question]
    for index, word in enumerate(words):
        end = words[index + 1].start() if index + 1 < len(words) else len(question)
        pieces += [fixed[index], question[word.end() : end]]
    return "".join(pieces)


def _is_slip(word: str, folded: str, known: Callable[[str], bool]) -> bool:
    return len(folded) >= _SHORTEST and not word.isupper() and not is_syllable(folded) and not known(folded)


def _is_name(word: str, *, first: bool) -> bool:
    """A capital inside a question is a name ("Đắk Lắk"), which need not have the shape of a Vietnamese syllable."""
    return word[0].isupper() and not first


def _name_repair(word: str, folded: str, before: str, after: str, known: Callable[[str], bool]) -> str:
    """Undo a scan's slips in a name, where the name then stands beside its neighbours in the store."""
    parted = (f"{folded[:i]} {folded[i:]}" for i in range(2, len(folded) - 1))
    meant = [m for m in (*unlike(folded), *parted) if all(is_syllable(s) and known(s) for s in m.split())]
    beside = [m for m in meant if _stands_beside(m, before, after, known)]
    return max(beside, key=lambda m: _stands_beside(m, before, after, known)).title() if beside else word


def _repair(word: str, folded: str, before: str, after: str, known: Callable[[str], bool]) -> str:
    held = [r for r in _repairs(folded) if all(is_syllable(s) and _familiar(s, known) for s in r.split())]
    bodies = [r for r in held if " " in r and names_body(r)]
    careful = next(iter([*bodies, *held]), word)
    beside = [r for r in [*held, *_edits(folded, known)] if _stands_beside(r, before, after, known)]
    return max(beside, key=lambda r: _stands_beside(r, before, after, known)) if beside else careful


def _stands_beside(repair: str, before: str, after: str, known: Callable[[str], bool]) -> int:
    """Count the neighbours beside which a repaired word stands in the store, its own two parts among them."""
    first, last = repair.split()[0], repair.split()[-1]
    parted = " " in repair and known(f"{first}_{last}")
    return int(parted) + int(known(f"{before}_{first}")) + int(known(f"{last}_{after}"))


def _familiar(syllable: str, known: Callable[[str], bool]) -> bool:
    return syllable in _CUES or known(syllable)


def _repairs(folded: str) -> Iterator[str]:
    """Yield careful repairs, likeliest first: Telex, a scan, a letter too many, two swapped, a space missing."""
    yield from _without_telex(folded)
    yield from unlike(folded)
    yield from (folded[:i] + folded[i + 1 :] for i in range(1, len(folded)) if folded[i] == folded[i - 1])
    yield from (folded[:i] + folded[i + 1] + folded[i] + folded[i + 2 :] for i in range(len(folded) - 1))
    yield from (folded[:i] + folded[i + 1 :] for i in range(len(folded)))
    yield from (f"{folded[:i]} {folded[i:]}" for i in range(2, len(folded) - 1))


def _edits(folded: str, known: Callable[[str], bool]) -> Iterator[str]:
    """Yield the known syllables one letter away: one left out, or one in the place of another."""
    for i in range(len(folded) + 1):
        for letter in _LETTERS:
            for word in (folded[:i] + letter + folded[i:], folded[:i] + letter + folded[i + 1 :]):
                if is_syllable(word) and _familiar(word, known):
                    yield word


def _without_telex(folded: str) -> Iterator[str]:
    plain = re.sub(r"([aeod])\1", r"\1", folded).replace("w", "")
    yield from (plain[: m.start()] + plain[m.end() :] for m in reversed(list(_TONE.finditer(plain))))
    if plain != folded:
        yield plain
