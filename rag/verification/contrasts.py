"""Words that stand for one another only at the price of the meaning: "tăng" and "giảm", "cấp xã" and "cấp huyện"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.verification.tokens import Token

# Words of which a clause that has one, and not the other, says something else.
_OPPOSED = tuple(
    frozenset(words.split("|"))
    for words in (
        "sang|chieu|toi",
        "cap xa|cap huyen|cap tinh|cap trung uong",
        "tang cuong|giam bot",
        "tang|giam",
        "rut ngan|keo dai",
        "mo rong|thu hep",
        "bat dau|ket thuc",
        "bi thu|chu tich",
        "truc tiep|gian tiep",
        "cong khai|bi mat",
        "bat buoc|tu nguyen",
    )
)
# Words that behind, or before, the same word make something else of it.
_EXCHANGEABLE = tuple(
    frozenset(words.split())
    for words in ("tinh huyen xa phuong quan thon", "truoc sau", "toan moi", "tren duoi", "dau cuoi giua")
)
_OF_ANY = frozenset().union(*_EXCHANGEABLE)
# Words that widen or close what is said: a sentence may not add them.
_SWEEPING = re.compile(
    r"\b(?:kể cả|ngay cả|bất kỳ|bất kể|bất cứ|duy nhất|vĩnh viễn|vô thời hạn|mọi|luôn luôn|hoàn toàn|toàn bộ"
    r"|đương nhiên|mặc nhiên|chắc chắn)\b"
)
_ONLY = re.compile(
    r"\bchỉ\b(?! (?:thị|đạo|định|tiêu|số|huy|dẫn|rõ|khi|được .{0,60}\b(?:khi|nếu|sau)\b|[^,;.]{0,60}\b(?:khi|nếu)\b"
    r"|cần\b|còn\b|[^,;.]{0,30}\b(?:tối đa|không quá|nhiều nhất)\b|được [^,;.]{1,30}\b\d+ lần\b))"
)
_WORD = re.compile(r"[a-z0-9]+")


def opposites_of(folded: str) -> tuple[frozenset[str], ...]:
    """Return for each contrast which of its words a folded text has."""
    said = f" {' '.join(_WORD.findall(folded))} "
    return tuple(frozenset(word for word in words if f" {word} " in said) for words in _OPPOSED)


def contradicts(ours: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> bool:
    """Tell whether a sentence has one word of a contrast, and a clause only the other."""
    return any(said and held and not said <= held for said, held in zip(ours, theirs, strict=True))


def substitutes(tokens: Sequence[Token], pairs: frozenset[tuple[str, str]]) -> bool:
    """Tell whether a sentence has a word behind another behind which the clause only has one it is exchanged with."""
    for place, token in enumerate(tokens):
        if token.syllable not in _OF_ANY or not place or token.soft:
            continue
        before = tokens[place - 1].syllable
        if (before, token.syllable) in pairs:
            continue
        if any((before, word) in pairs for words in _EXCHANGEABLE if token.syllable in words for word in words):
            return True
    return False


def sweeping_of(text: str) -> frozenset[str]:
    """Return the words of a text that widen or close what is said."""
    lowered = text.lower()
    found = {match.group() for match in _SWEEPING.finditer(lowered)}
    return frozenset(found | {"chỉ"} if _ONLY.search(lowered) else found)


def has_only(text: str) -> bool:
    """Tell whether a text says of anything that it is so only there."""
    return re.search(r"\b(?:chỉ(?! thị| đạo| định| tiêu| số| huy| dẫn)|duy nhất|riêng)\b", text.lower()) is not None
