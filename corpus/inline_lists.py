"""Numbers that stand in the middle of a paragraph although the list goes on below on lines of its own.

"2.4. Về kiểm tra văn bản a) Là đầu mối …" above "b) Tham mưu …": what is printed before the first line break
is item a), and only the paragraph after it proves that. A number is put on its own line only when the next
paragraph carries the number that follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.numbering import Marker, Style, follows, marker_readings, opens_list

_STYLES = (Style.LETTER_PAREN, Style.ROMAN, Style.NUMBER)
_INLINE = re.compile(r"(?<=[^\s(“\"]) (?=(?:[a-zđ]\)|[IVX]{1,4}\.|\d{1,2}\.) [^\W\d_])")
_NAMES_A_PLACE = re.compile(r"(?:điểm|khoản|mục|phần|số|điều|và|,|hoặc)$", re.IGNORECASE)
_MOST = 4


def separated(paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs with the first numbers of a list on lines of their own; wording unchanged."""
    result: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        below = paragraphs[number + 1] if number + 1 < len(paragraphs) else ""
        cuts = [] if "\t" in paragraph else _cuts(paragraph, below)
        ends = [*cuts, len(paragraph)]
        result.extend(paragraph[start:end].strip() for start, end in zip([0, *cuts], ends, strict=True))
    return result


def _cuts(paragraph: str, below: str) -> list[int]:
    """Return where the numbers between the paragraph's own and the one below begin, in order; [] when unsure."""
    for following in marker_readings(below):
        if following.style not in _STYLES or opens_list(following):
            continue
        own = next((m for m in marker_readings(paragraph) if m.style is following.style), None)
        if own and follows(following, own):
            return []
        inline = _inline(paragraph, following.style)
        run = inline[-_MOST:]
        while run and not _leads(own, [marker for _, marker in run], following):
            run = run[1:]
        if run:
            return [place for place, _ in run]
    return []


def _inline(paragraph: str, style: Style) -> list[tuple[int, Marker]]:
    found: list[tuple[int, Marker]] = []
    for gap in _INLINE.finditer(paragraph):
        marker = next((m for m in marker_readings(paragraph[gap.end() :]) if m.style is style), None)
        starts = marker is not None and paragraph[gap.end() + marker.body :][:1].isupper()
        if marker and starts and not _NAMES_A_PLACE.search(paragraph[: gap.start()]):
            found.append((gap.end(), marker))
    return found


def _leads(own: Marker | None, run: Sequence[Marker], following: Marker) -> bool:
    """Tell whether a run of numbers leads without a gap from the paragraph's own, or from the first, to the next."""
    if own is None and not opens_list(run[0]):
        return False
    chain = [*([own] if own else []), *run, following]
    return all(follows(after, before) for before, after in pairwise(chain))
