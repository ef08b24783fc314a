"""Bodies and persons in official prose, in full extent: "Chủ tịch Ủy ban nhân dân huyện", "bà Quách Thị Ngọc Hiền"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.verification.tokens import Token

# Heads of names of bodies and offices; those of one syllable count only before what can follow them.
_HEADS = frozenset(
    tuple(words.split())
    for words in (
        "ủy ban|uỷ ban|văn phòng|công an|mặt trận|trung tâm|bí thư|phó bí thư|chủ tịch|phó chủ tịch|trưởng thôn"
        "|trưởng bản|trưởng ấp|trưởng xóm|hội đồng|ngân hàng|kho bạc|chi cục|thường trực|giám đốc|thủ trưởng|thủ tướng"
        "|chính phủ|đảng ủy|huyện ủy|tỉnh ủy|thành ủy|thị ủy|quận ủy|chi bộ|huyện đoàn|tỉnh đoàn|thành đoàn|chi đoàn"
        "|bộ chính trị|ban bí thư|khối dân vận|tổ tự quản|tổ công tác|tổ dân vận|ban dân vận|ban chỉ đạo|ban giám sát"
        "|ban quản lý|ban thường vụ|ban chấp hành|ban thường trực|cấp ủy|trưởng ban|phó trưởng ban|bộ chỉ huy"
        "|thanh tra|tòa án|viện kiểm sát|đồn biên phòng|trạm y tế|hiệu trưởng|trưởng phòng|chánh văn phòng"
        "|ban tổ chức|ban tuyên giáo|ban nội chính|ban tôn giáo|ban dân tộc|ban kiểm tra"
        "|chủ đầu tư|chánh thanh tra"
        "|hạt kiểm lâm|chi ủy|ban công tác mặt trận"
        "|ban chỉ huy|nhà trường|hợp tác xã|người đứng đầu"
    ).split("|")
)
_LENGTHS = {first: sorted({len(h) for h in _HEADS if h[0] == first}, reverse=True) for first in {h[0] for h in _HEADS}}
_SHORT_HEADS = frozenset({"sở", "phòng", "ban", "hội", "đoàn", "bộ", "cục", "đài", "trạm", "tổ", "khối", "trường"})
_TITLES = frozenset({"ông", "bà", "chí"})
_PLACES = frozenset({"xã", "huyện", "tỉnh", "phường", "trấn", "phố", "thôn", "bản", "ấp", "quận"})  # before a name
_OPENING = _SHORT_HEADS | _TITLES | _PLACES
LEVELS = frozenset({"tinh", "huyen", "xa", "phuong", "quan", "thon", "ap", "cap", "tran"})
_OFFICES = frozenset({"chu", "tich", "bi", "thu", "giam", "truong"})  # who heads a body is not the body
_CARRIES = frozenset({"nhân", "dân", "vận", "ủy", "uỷ", "các", "thị", "cấp", "thành", "phố"})
# Words that open like a body, in a heading of capitals.
_NO_BODY = frozenset(
    tuple(words.split())
    for words in (
        "tổ chức|ban hành|bộ phận|hội nghị|hội họp|hội thi|đoàn kết|đoàn thể|phòng chống|phòng cháy|phòng ngừa"
        "|trường hợp|khối lượng|cục bộ|bản đồ|bản sắc|thôn bản|tỉnh táo|quận huyện|ban đầu|phố phường|bà con"
    ).split("|")
)


@dataclass(frozen=True, slots=True)
class Body:
    """A body or person at `text[start:end]`, and the syllables of its name."""

    name: tuple[str, ...]
    start: int
    end: int


def bodies_of(tokens: Sequence[Token]) -> tuple[Body, ...]:
    """Return the bodies and persons that a text names, in order, never overlapping."""
    found: list[Body] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        may_open = token.low in _LENGTHS or token.low in _OPENING or token.shown.isupper()
        end = _end_of_name(tokens, place) if may_open else place
        if end > place:
            named = tokens[place:end]
            found.append(Body(tuple(t.syllable for t in named), named[0].start, named[-1].end))
            place = end
        else:
            place += 1
    return tuple(found)


def same_body(one: Body, other: Body) -> bool:
    """Tell whether two names may be of one body: one is part of the other, and no level differs."""
    ours, theirs = set(one.name), set(other.name)
    if ours & _OFFICES != theirs & _OFFICES:
        return False
    levels = ours & LEVELS, theirs & LEVELS
    if levels[0] and levels[1] and not (levels[0] <= levels[1] or levels[1] <= levels[0]):
        return False
    return ours - LEVELS <= theirs or theirs - LEVELS <= ours


def _end_of_name(tokens: Sequence[Token], first: int) -> int:
    """Return where the name that opens at a token ends; `first` itself when none opens there."""
    at = _after_head(tokens, first)
    if at == first:
        return first
    proper = tokens[first].low in _PLACES | _TITLES  # every syllable of a place or person has its capital
    while at < len(tokens) and (not tokens[at].soft or _joined_by_dash(tokens[at - 1], tokens[at])):
        token, last = tokens[at], tokens[at - 1]
        shared = token.start == last.start  # of one abbreviation
        follows = (
            not proper
            and last.shown[0].isupper()
            and not token.free
            and not last.shown.isupper()
            and last.low not in _SHORT_HEADS
        )
        joined = token.shown == "và" and at + 1 < len(tokens) and tokens[at + 1].shown[0].isupper()
        if token.low == "các" and not (at + 1 < len(tokens) and tokens[at + 1].syllable in LEVELS):
            break
        if not (
            shared
            or token.shown[0].isupper()
            or follows
            or joined
            or not proper
            and (token.syllable in LEVELS or token.shown in _CARRIES)
        ):
            break
        at += 1
    return at


def _joined_by_dash(last: Token, token: Token) -> bool:
    """Tell "Văn hóa - Thông tin" from what other marks part."""
    return not token.stop and token.start - last.end == len(" - ") and token.shown[0].isupper()


def _after_head(tokens: Sequence[Token], first: int) -> int:
    """Return where the head of a name ends that opens at a token; the token itself when none does."""
    token = tokens[first]
    shown = token.low
    if shown == "thanh" and first and not token.stop and not token.shown[0].isupper():
        return first  # "được thanh tra"
    for length in _LENGTHS.get(shown, ()):
        if tuple(t.low for t in tokens[first : first + length]) in _HEADS and not any(
            t.soft for t in tokens[first + 1 : first + length]
        ):
            return first + length
    if shown not in _OPENING and not token.shown.isupper():
        return first
    following = tokens[first + 1] if first + 1 < len(tokens) else None
    if following is None or following.soft:
        return first
    if following.start == token.start and token.shown.isupper():
        return first + 1  # an abbreviation that is spelled out
    before = tokens[first - 1].low if first else ""
    if before in {"xã", "đại"} or (shown, following.low) in _NO_BODY:
        return first  # xã hội, đại hội; "TỔ CHỨC THỰC HIỆN"
    if shown in _OPENING and following.shown[0].isupper():
        return first + 1
    return first
