"""Which lines end a document: the closing sentence, the signatures, the recipients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus import anatomy
from corpus.model import SectionKind
from corpus.numbering import Style, marker_readings
from corpus.text_lines import Block, TextLine

_SIGNATURE_REACH = 7


def end_blocks(lines: Sequence[TextLine], first: int, last: int) -> Iterator[Block]:
    """Yield closing, signatures and recipients of one body whose content begins at `first`."""
    found: list[Block] = []
    number = first
    while number < last:
        if lines[number].is_row:
            number += 1
            continue
        if anatomy.opens_recipients(lines[number].text):
            end = _recipients_end(lines, number, last)
            found.append(Block(SectionKind.RECIPIENTS, number, end))
        elif name_below(lines, number):
            end = _signature_end(lines, number, last)
            found.append(Block(SectionKind.SIGNATURE, number, end))
        else:
            end = number + 1
        number = end
    if found:
        begin = _closing_start(lines, first, found[0].first)
        if begin < found[0].first:
            yield Block(SectionKind.CLOSING, begin, found[0].first)
    yield from found


def _recipients_end(lines: Sequence[TextLine], first: int, last: int) -> int:
    end = first + 1
    while end < last:
        text = lines[end].text
        if anatomy.is_capacity(text) or name_below(lines, end) or lines[end].is_row:
            break
        markers = marker_readings(text)
        if _is_torn_recipient(lines[end - 1].text):
            end += 1
            continue
        if (
            not markers
            and not _goes_on_as_recipient(lines[end - 1].text, text)
            and not _bullet_at(lines, end + 1, last)
        ):
            break
        if markers and markers[0].style is not Style.BULLET and end > first + 1:
            break
        end += 1
    return end


def _is_torn_recipient(above: str) -> bool:
    """Tell whether a recipient's line goes on in the next one: a bracket is open, or a comma ends it."""
    opened = above.rfind("(") > above.rfind(")")
    return opened and len(above) <= 160 and above.endswith((",", "-"))


def _bullet_at(lines: Sequence[TextLine], number: int, last: int) -> bool:
    if number >= last:
        return False
    return any(marker.style is Style.BULLET for marker in marker_readings(lines[number].text))


def _goes_on_as_recipient(above: str, text: str) -> bool:
    if len(text) > 160:
        return False
    if above.endswith((";", ",", ":")):
        return True
    return anatomy.opens_lower(text) or text.startswith(("Lưu", "("))


def name_below(lines: Sequence[TextLine], number: int) -> bool:
    """Tell whether a signature begins at this line: offices in capitals, and a person's name soon below."""
    text = lines[number].text
    if anatomy.is_signature_line(text):
        return True
    if not (text.isupper() or anatomy.is_authority(text)) or len(text) > 120 or lines[number].is_row:
        return False
    if (marker_readings(text) or any(map(str.isdigit, text))) and not anatomy.is_authority(text):
        return False
    seen_office = False
    for line in lines[number : number + _SIGNATURE_REACH]:
        if anatomy.is_capacity(line.text):
            seen_office = True
        elif anatomy.is_person_name(line.text):
            return seen_office
        elif not (line.text.isupper() or _is_signature_note(line.text)) or anatomy.is_type_line(line.text):
            return False
    return False


def _is_signature_note(text: str) -> bool:
    """Tell whether a line may stand between office and name: "(Đã ký)", "Handwritten signature", a seal."""
    return len(text) <= 45 and not text.endswith((";", ":", ",")) and not marker_readings(text)


def _signature_end(lines: Sequence[TextLine], first: int, last: int) -> int:
    for number in range(first, min(last, first + _SIGNATURE_REACH)):
        if anatomy.is_person_name(lines[number].text) or anatomy.is_signature_line(lines[number].text):
            return number + 1
    return first + 1


def _closing_start(lines: Sequence[TextLine], first: int, end: int) -> int:
    begin = end
    while begin > first:
        text = lines[begin - 1].text
        if lines[begin - 1].is_row or marker_readings(text):
            break
        ends_body = begin == end and text.rstrip('”" ').endswith("./.") and _after_leaf(lines, first, begin - 1)
        if not (anatomy.opens_closing(text) or ends_body or (anatomy.is_debris(text) and begin < end)):
            break
        if not anatomy.is_closing_formula(text) and _is_bare_heading(lines, first, begin - 2):
            break
        begin -= 1
    return begin


def _is_bare_heading(lines: Sequence[TextLine], first: int, number: int) -> bool:
    """Tell whether a line is a numbered heading: what stands right below it is its content, and ends nothing."""
    if number < first or lines[number].is_row:
        return False
    text = lines[number].text
    numbered = any(marker.style is not Style.BULLET for marker in marker_readings(text))
    return numbered and (text.endswith(":") or text.isupper() or text[-1].isalnum())


def _after_leaf(lines: Sequence[TextLine], first: int, number: int) -> bool:
    return number > first and len(lines[number - 1].text) > 80
