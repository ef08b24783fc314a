"""Making paragraphs whole again: which line continues the one above it.

A text extracted from a PDF breaks every line, sometimes with blank lines in between; a page break cuts a
paragraph in two; a heading is torn over two lines. What decides is the wording at the cut and, for a whole
document, how its lines are broken (`Layout`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus import anatomy, wrapping
from corpus.folding import fold
from corpus.markdown import Line
from corpus.numbering import PART_STYLES, WORD_STYLES, Marker, Style, marker_readings

_ENDS_SENTENCE = re.compile(r"[.!?…;:][\"”’')\]]*$")
_ENDS_SOFT = re.compile(r"[,]$")
_DANGLING = re.compile(
    r"(?:\b(?:khoản|Khoản|điểm|Điều|điều|số|Số|ngày|tháng|năm|mục|Mục|Chương|của|và|các|về|tại|cho|với|theo|từ|đến|trong|"
    r"là|được|do|bằng|hoặc|những|một|để|khi|thuộc|nhằm|trên|bởi|như|vào|ra|có|không|phải|đã|đang|sẽ|Luật|Nghị|Thông|"
    r"Quyết định số|Ủy ban nhân|Ủy ban|UBND|Bộ|Sở|Ban)|[-–(/“])$"
)
_STUCK = re.compile(r"\s+((?:1\s*[.)]|1\.1\.?|a\)|[-–])\s+[^\W\d_])")
_UNFINISHED = re.compile(
    r"\b(?:của|và|các|về|tại|cho|với|theo|từ|đến|trong|là|được|do|bằng|hoặc|những|một|để|khi|thuộc|nhằm|trên|bởi|như)$"
)
_PAGE_MARKS = ("CÔNG BÁO", "Ký bởi", "Ngày ký", "Người ký:", "Cơ quan:")
_SHORTEST_PROSE = 80
_FEWEST_BOLD = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document breaks its lines.

    `width` is how long they get, in characters, 0 when lines are whole paragraphs. `spaced`: paragraphs are
    apart by blank lines. `loose`: single blank lines fall anywhere, also inside sentences. `soft`: a line end
    never ends a paragraph, only blank lines and numbers do. `ragged`: lines end anywhere, short or long.
    `bold`: headings are set in bold. `dashed` are the words that it writes with a dash between them.
    """

    width: int
    spaced: bool
    loose: bool
    soft: bool
    ragged: bool = False
    bold: bool = False
    dashed: frozenset[tuple[str, str]] = frozenset()


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """Return the paragraphs that broken lines make up, in order, each on one line."""
    lines = unstuck(lines)
    layout = layout_of(lines)
    result: list[str] = []
    pieces: list[str] = []
    above: Line | None = None
    for line in lines:
        if above is not None and continues(above, line, layout, pieces):
            pieces.append(line.text)
        else:
            if pieces:
                result.append(" ".join(pieces))
            pieces = [line.text]
        above = line
    if pieces:
        result.append(" ".join(pieces))
    return result


def unstuck(lines: Sequence[Line]) -> list[Line]:
    """Put a first item that hangs on the end of a heading in capitals onto a line of its own."""
    result: list[Line] = []
    for line in lines:
        above = result[-1].text if result else ""
        cut = 0 if line.row else _hanging_item(line.text, _is_open_heading(above))
        if cut:
            result.append(replace(line, text=line.text[:cut].rstrip()))
            result.append(replace(line, text=line.text[cut:], gap=0, hard=True))
        else:
            result.append(line)
    return result


def _hanging_item(text: str, below_heading: bool) -> int:
    """Return where a first item begins after a heading in capitals on the same line, 0 when none does."""
    for found in _STUCK.finditer(text):
        head, rest = text[: found.start()], text[found.start(1) :]
        if not head.isupper():
            return 0
        if not rest.isupper() and (below_heading or _opens_part(head)) and len(head.split()) + below_heading > 1:
            return found.start(1)
    return 0


def _opens_part(text: str) -> bool:
    return any(m.style in PART_STYLES for m in marker_readings(text))


def _is_open_heading(text: str) -> bool:
    return text.isupper() and _opens_part(text) and not _ENDS_SENTENCE.search(text)


def layout_of(lines: Sequence[Line]) -> Layout:
    """Measure how a document breaks its lines."""
    broken: list[int] = []
    pairs = ended = marked = marked_apart = single_gaps = torn_gaps = 0
    for above, line in pairwise(lines):
        if above.row or line.row:
            continue
        markers = marker_readings(line.text)
        if markers:
            marked += 1
            marked_apart += line.gap > 0
            continue
        goes_on = anatomy.opens_lower(line.text) and not _ENDS_SENTENCE.search(above.text)
        pairs += line.gap == 0
        ended += line.gap == 0 and not goes_on and _ENDS_SENTENCE.search(above.text) is not None
        single_gaps += line.gap == 1
        torn_gaps += line.gap == 1 and goes_on
        if goes_on and line.gap <= 1:
            broken.append(len(above.text))
    wraps = len(broken) >= 3 and len(broken) >= 0.12 * (pairs + single_gaps)
    broken.sort()
    width = broken[min(len(broken) - 1, int(0.9 * len(broken)))] if wraps else 0
    spaced = marked > 0 and marked_apart >= 0.6 * marked
    return Layout(
        width if width <= 160 else 0,
        spaced,
        torn_gaps >= 4 and torn_gaps >= 0.2 * single_gaps,
        spaced and width > 0 and ended <= 0.12 * pairs,
        wrapping.is_ragged(broken, width if width <= 160 else 0),
        sum(line.strong and not line.text.isupper() for line in lines) >= _FEWEST_BOLD,
        wrapping.dashed_words(line.text for line in lines) if wraps else frozenset(),
    )


def continues(above: Line, line: Line, layout: Layout, pieces: Sequence[str]) -> bool:
    """Tell whether `line` goes on with the paragraph that `above` ends."""
    if above.row or line.row or (line.hard and _asks_for_break(above.text, line.text)):
        return False
    gap = 0 if layout.loose and line.gap == 1 else line.gap
    if gap == 0 and wrapping.is_torn_mark(above.text, line.text):
        return True
    markers = marker_readings(line.text)
    if markers:
        return gap == 0 and _only_looks_marked(above, line, markers, layout, pieces)
    if _is_torn_motto(above.text, line.text) or (gap == 0 and _runs_on_heading(above, line)):
        return True
    if anatomy.is_place_and_date(line.text):
        return gap == 0 and layout.width > 0 and _is_torn_place(above.text)
    if _opens_block(line.text, gap > 0 or not layout.soft or _ends(above.text)) or _stands_apart(above.text, pieces):
        return False
    if anatomy.opens_addressees(pieces[0]) and anatomy.opens_letter_body(line.text):
        return False
    if anatomy.is_debris(line.text) and _is_page_mark(line.text):
        return gap == 0 and layout.soft and _DANGLING.search(above.text) is not None
    if anatomy.opens_lower(line.text):
        return _goes_on_lower(above, line, gap, layout)
    return _goes_on_upper(above, line, gap, layout, pieces)


def _asks_for_break(above: str, line: str) -> bool:
    return not anatomy.opens_lower(line) or _ends(above)


def _runs_on_heading(above: Line, line: Line) -> bool:
    return line.run and line.text.isupper() and _is_open_heading(above.text)


def _goes_on_lower(above: Line, line: Line, gap: int, layout: Layout) -> bool:
    end = _ENDS_SENTENCE.search(above.text)
    if end is None or end[0][0] == ";":
        return True
    return gap == 0 and layout.width > 0 and (layout.spaced or _is_full(above.text, line.text, layout.width))


def _goes_on_upper(above: Line, line: Line, gap: int, layout: Layout, pieces: Sequence[str]) -> bool:
    if line.run and gap == 0:
        signs = above.text.isupper() and anatomy.is_person_name(line.text)
        return not (signs or anatomy.is_capacity(line.text))
    if _tears_heading(above, line, gap, layout):
        return True
    if gap > 0 or layout.width == 0:
        return _is_unfinished(above, line)
    if wrapping.is_bare_number(above.text):
        return True
    if above.strong != line.strong and not layout.soft and not _ENDS_SOFT.search(above.text):
        return False
    return _breaks_off(above, line, layout, pieces)


def _breaks_off(above: Line, line: Line, layout: Layout, pieces: Sequence[str]) -> bool:
    """Tell whether a broken line goes on with a capital, by where it breaks and what room was left."""
    no_room = layout.spaced or _is_full(above.text, line.text, layout.width)
    if _ENDS_SOFT.search(above.text) or _UNFINISHED.search(above.text):
        return True
    if _DANGLING.search(above.text):
        return no_room or layout.ragged
    alone = _is_name_alone(above.text, line.text, layout)
    if layout.ragged and not alone and wrapping.breaks_off(pieces, line.text, layout.bold):
        return True
    if above.text.isupper() or line.text.isupper():
        return False
    end = _ENDS_SENTENCE.search(above.text)
    if end is not None and end[0][0] in ";:":
        return layout.soft
    return no_room and len(above.text) <= 1.6 * layout.width and not alone


def _is_name_alone(above: str, line: str, layout: Layout) -> bool:
    return anatomy.is_person_name(line) and not _is_full(above, line, layout.width)


def _is_unfinished(above: Line, line: Line) -> bool:
    """Tell whether prose breaks off in the middle of a phrase and goes on below a blank line."""
    if above.strong or line.strong or line.text.isupper() or len(above.text) < _SHORTEST_PROSE:
        return False
    return _ENDS_SOFT.search(above.text) is not None or _UNFINISHED.search(above.text) is not None


def _tears_heading(above: Line, line: Line, gap: int, layout: Layout) -> bool:
    """Tell whether both lines are one heading in capitals, broken in two."""
    if not (above.text.isupper() and line.text.isupper()) or _ENDS_SENTENCE.search(above.text):
        return False
    if anatomy.is_capacity(line.text) or anatomy.is_type_line(line.text):
        return False
    if anatomy.is_capacity(above.text):
        return line.run and gap == 0
    if line.gap == 1:
        return _opens_part(above.text) and len(above.text.split()) > 2
    return gap == 0 and (line.run or layout.width > 0)


def _is_full(above: str, line: str, width: int) -> bool:
    """Tell whether the first word of `line` had no room left on the line above."""
    return len(above) + 1 + len(line.split(maxsplit=1)[0]) > 0.86 * width


def _ends(text: str) -> bool:
    return _ENDS_SENTENCE.search(text) is not None


def _is_torn_place(above: str) -> bool:
    """Tell whether the name of a place is broken over two lines ("Thành phố Hồ / Chí Minh, ngày …")."""
    words = above.split()
    return 0 < len(words) <= 4 and all(word[0].isalpha() and not word.isupper() for word in words) and not _ends(above)


def _is_torn_motto(above: str, line: str) -> bool:
    return above.isupper() and anatomy.is_motto(above) and fold(line).startswith(("viet nam", "nghia viet nam"))


def _opens_block(text: str, may_open_appendix: bool) -> bool:
    return (
        anatomy.opens_recipients(text)
        or anatomy.opens_addressees(text)
        or anatomy.is_number_line(text)
        or anatomy.is_motto(text)
        or anatomy.is_authority(text)
        or anatomy.is_type_line(text)
        or (may_open_appendix and anatomy.opens_appendix(text) is not None)
    )


def _stands_apart(text: str, pieces: Sequence[str]) -> bool:
    if len(pieces) > 1:
        return False
    if anatomy.is_type_line(text) or anatomy.is_motto(text) or anatomy.is_debris(text):
        return True
    if anatomy.is_number_line(text) or anatomy.is_place_and_date(text):
        return True
    if anatomy.opens_appendix(text) is not None and not _ENDS_SOFT.search(text):
        return True
    return any(m.body >= len(text) and m.style in WORD_STYLES for m in marker_readings(text))


def _is_page_mark(text: str) -> bool:
    return not any(char.isalpha() for char in text) or text.startswith(_PAGE_MARKS)


def _only_looks_marked(
    above: Line, line: Line, markers: Sequence[Marker], layout: Layout, pieces: Sequence[str]
) -> bool:
    """Tell whether what looks like a number or bullet is the middle of a sentence that was broken there."""
    if layout.width == 0 or _ENDS_SENTENCE.search(above.text):
        return False
    style = markers[0].style
    so_far = " ".join(pieces)
    if style is Style.BULLET and (
        wrapping.dash_goes_on(so_far, line.text, layout.dashed) or wrapping.is_long_prose(pieces)
    ):
        return True
    if not (layout.spaced or _is_full(above.text, line.text, layout.width)):
        return False
    if style is Style.BULLET:
        prose = not marker_readings(pieces[0]) and len(pieces[0]) > 0.9 * layout.width and not pieces[0].isupper()
        return so_far.count("“") > so_far.count("”") or (prose and not _ENDS_SOFT.search(above.text))
    if style is Style.ARTICLE or style in PART_STYLES:
        return _DANGLING.search(above.text) is not None
    return _DANGLING.search(above.text) is not None or _ENDS_SOFT.search(above.text) is not None
