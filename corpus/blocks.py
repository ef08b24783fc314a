"""Which lines of a text belong to the frame of a document: letterhead, preamble, closing, signature and so on.

A document is cut into stretches. Each body (the document's own, and that of every appendix or attached
document) has a front, numbered or plain content, and an end. What is left is content, for `corpus.outline`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus import anatomy
from corpus.endings import end_blocks, name_below
from corpus.model import SectionKind
from corpus.numbering import PART_STYLES, Marker, Style, marker_readings
from corpus.text_lines import Block, TextLine

_LONGEST_FRONT = 60
_LONGEST_TITLE_LINE = 400
_LINES_ABOVE_MOTTO = 5
_SHORTEST_TITLE = 12


def find_blocks(lines: Sequence[TextLine]) -> list[Block]:
    """Return the anatomical blocks in document order; they do not overlap. Lines in none are content."""
    blocks: list[Block] = []
    bodies = list(_bodies(lines))
    for first, last, is_appendix in bodies:
        begin = first
        if is_appendix:
            begin = _appendix_title_end(lines, first, last)
            blocks.append(Block(SectionKind.APPENDIX, first, begin))
        begin = _add_front(lines, begin, last, blocks, whole=not is_appendix)
        blocks.extend(end_blocks(lines, begin, last))
    return sorted(blocks, key=lambda block: block.first)


def _bodies(lines: Sequence[TextLine]) -> Iterator[tuple[int, int, bool]]:
    """Cut a document where an appendix or an attached document begins; yield (first, last, is an appendix)."""
    cuts = [0]
    signed = listed = False
    for number, line in enumerate(lines):
        if line.is_row or number == 0:
            continue
        if anatomy.opens_recipients(line.text) or name_below(lines, number):
            signed = True
            continue
        listed = _lists_forms(lines[number - 1].text, line.text, listed)
        if listed:
            continue
        if anatomy.opens_appendix(line.text) or (signed and _opens_attached(lines, number)):
            cuts.append(number)
            signed = False
    for first, last in zip(cuts, [*cuts[1:], len(lines)], strict=True):
        yield first, last, first > 0


def _lists_forms(above: str, text: str, listed: bool) -> bool:
    """Tell whether a line names a form in a list of forms ("Tên mẫu đơn: / Mẫu số 01. Đơn đề nghị"), opening none.

    `listed`: the line above does.
    """
    announced = above.endswith(":") and any(word in above.lower() for word in ("mẫu", "biểu", "phụ lục"))
    return (listed or announced) and anatomy.opens_appendix(text) is not None and not text[:5].isupper()


def _opens_attached(lines: Sequence[TextLine], number: int) -> bool:
    """Tell whether what is issued with this document begins here: "QUY CHẾ", or a title "(Kèm theo …)"."""
    text = lines[number].text
    if anatomy.is_type_line(text):
        below = " ".join(line.text for line in lines[number + 1 : number + 5]).lower()
        return "kèm theo" in below or text.isupper()
    if not text.isupper() or len(text) < _SHORTEST_TITLE or anatomy.is_capacity(text) or marker_readings(text):
        return False
    end = number + 1
    while end < min(len(lines), number + 4) and lines[end].text.isupper() and not lines[end].is_row:
        end += 1
    if end == len(lines) or lines[end].is_row:
        return False
    below = lines[end].text
    return (below.startswith("(") and "kèm theo" in below.lower()) or _opens_numbers(below)


def _opens_numbers(text: str) -> bool:
    return any(marker.style in (Style.NUMBER, Style.ROMAN) and marker.value == 1 for marker in marker_readings(text))


def _appendix_title_end(lines: Sequence[TextLine], first: int, last: int) -> int:
    end = first + 1
    while end < min(last, first + 6) and _is_title_line(lines[end].text) and not lines[end].is_row:
        end += 1
    return end


def _is_title_line(text: str) -> bool:
    if text.startswith("("):
        return True
    if any(_can_open_body(marker) for marker in marker_readings(text)):
        return False
    return text.isupper() and len(text) <= _LONGEST_TITLE_LINE


def _add_front(lines: Sequence[TextLine], first: int, last: int, blocks: list[Block], whole: bool) -> int:
    """Find letterhead, addressees and preamble from `first`; return where the content begins."""
    place, head_end = _letterhead_core(lines, first, last) if whole else (first, first)
    content = _content_start(lines, max(first, head_end), last, place)
    if place > first:
        blocks.append(Block(SectionKind.PREAMBLE, first, place))
    if whole:
        end = max(head_end, _letterhead_end(lines, max(place, head_end), content))
        if end > place:
            blocks.append(Block(SectionKind.LETTERHEAD, place, end))
        place = end
        addressed = next((n for n in range(place, content) if anatomy.opens_addressees(lines[n].text)), place)
        if addressed > place:
            blocks.append(Block(SectionKind.PREAMBLE, place, addressed))
            place = addressed
    if place < content and anatomy.opens_addressees(lines[place].text):
        end = _addressees_end(lines, place, content)
        blocks.append(Block(SectionKind.ADDRESSEES, place, end))
        place = end
    bare = not whole and (content == last or any(line.is_row for line in lines[place:content]))
    if place < content and not bare:
        blocks.append(Block(SectionKind.PREAMBLE, place, content))
    return place if bare else content


def _letterhead_core(lines: Sequence[TextLine], first: int, last: int) -> tuple[int, int]:
    """Return the lines that a letterhead with the national motto spans at least; none: (first, first).

    What stands more than a few lines above the motto (a web page's own words) is no part of it.
    """
    reach = range(first, min(last, first + _LONGEST_FRONT))
    motto = next((number for number in reach if any(map(anatomy.is_motto, lines[number].text.split("\t")))), None)
    if motto is None:
        return first, first
    begin = motto
    while begin > first and motto - begin < _LINES_ABOVE_MOTTO and _names_issuer(lines[begin - 1].text):
        begin -= 1
    if begin - first <= _LINES_ABOVE_MOTTO:
        begin = first
    end = motto + 1
    for number in range(motto + 1, min(last, motto + 7)):
        text = lines[number].text
        if anatomy.opens_addressees(text) or anatomy.is_strict_basis(text):
            break
        if anatomy.is_number_line(text) or anatomy.is_place_and_date(text) or anatomy.is_motto(text):
            end = number + 1
    return begin, end


def _names_issuer(text: str) -> bool:
    return text.isupper() or anatomy.is_number_line(text) or anatomy.is_letter_subject(text)


def _content_start(lines: Sequence[TextLine], first: int, last: int, body: int) -> int:
    """Return the line of the first number or bullet of the body, or of the signature when there is none.

    The search begins at `first`; `body` is where the letterhead begins.
    """
    addressed = -1
    for number in range(first, last):
        text = lines[number].text
        if lines[number].is_row or anatomy.is_debris(text):
            continue
        if anatomy.opens_addressees(text):
            addressed = number
            continue
        markers = marker_readings(text)
        if any(_can_open_body(marker) for marker in markers) and not _belongs_to_front(lines, number, first, addressed):
            return number
        if anatomy.opens_recipients(text) or (name_below(lines, number) and _says_something(lines, body, number)):
            return number
    return last


def _can_open_body(marker: Marker) -> bool:
    if marker.style is Style.BULLET:
        return True
    return marker.value == 1 or marker.style in PART_STYLES or marker.style is Style.ARTICLE


def _belongs_to_front(lines: Sequence[TextLine], number: int, first: int, addressed: int) -> bool:
    """Tell whether a numbered or bulleted line is an addressee or a legal basis rather than content.

    `addressed` is the line that opens the address, -1 when none does.
    """
    text = lines[number].text
    marker = marker_readings(text)[0]
    if anatomy.is_strict_basis(text[marker.body :]):
        return marker.style is Style.BULLET or number - first < _LONGEST_FRONT
    if marker.style is not Style.BULLET:
        return False
    above = lines[number - 1].text if number > first else ""
    if addressed >= 0 and (anatomy.opens_addressees(above) or marker_readings(above)) and not above.endswith("./."):
        return not any(len(line.text) > 150 and not marker_readings(line.text) for line in lines[addressed:number])
    return False


def _says_something(lines: Sequence[TextLine], first: int, number: int) -> bool:
    """Tell whether more than a letterhead stands above: only then may a signature come."""
    return any(
        anatomy.opens_addressees(line.text) or (len(line.text) > 40 and line.text[-1] in ".;:")
        for line in lines[first:number]
    )


def _letterhead_end(lines: Sequence[TextLine], first: int, content: int) -> int:
    end = first
    titled = False
    for number in range(first, content):
        text = lines[number].text
        if anatomy.opens_addressees(text) or anatomy.is_strict_basis(text):
            break
        if not _fits_letterhead(text, titled):
            break
        titled = titled or anatomy.opens_with_type(text)
        end = number + 1
    return end


def _fits_letterhead(text: str, titled: bool) -> bool:
    if anatomy.is_number_line(text) or anatomy.is_motto(text) or anatomy.is_place_and_date(text):
        return True
    if anatomy.opens_with_type(text) or anatomy.is_letter_subject(text) or text.isupper() or "\t" in text:
        return True
    if text.endswith((":", ";", ".", ",")) and len(text) > 60:
        return False
    return len(text) <= (_LONGEST_TITLE_LINE if titled else 220)


def _addressees_end(lines: Sequence[TextLine], first: int, content: int) -> int:
    end = first + 1
    while end < content:
        text = lines[end].text
        bulleted = bool(marker_readings(text)) or (text.startswith("(") and text.endswith(")"))
        if not bulleted and (len(text) > 150 or anatomy.opens_basis(text) or not text.endswith((";", ".", ","))):
            break
        if not bulleted and not lines[end - 1].text.endswith((":", ";", ",")):
            break
        end += 1
    return end
