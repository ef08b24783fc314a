"""The words of a question that carry no content: politeness, interrogatives, talk about the document.

Content words are what remains. Spans are removed rather than words, so that adjacent pairs are never made of
words that did not stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.folding import fold

_POLITE = (
    r"(?:de nghi|vui long|lam on|xin|nho|phien|mong|can|muon)?\s?(?:anh chi|anh|chi|ban|em|toi|minh|chau|bac|tro ly"
    r"|dong chi)?\s?"
    r"(?:cho|giup|hoi|muon hoi|muon biet|can biet|can hoi|tra loi|chi|noi)\s(?:toi|em|minh|chau|biet|hoi|ro|giup|xem)"
    r"(?:\s(?:biet|hoi|voi|xem|ro|nhe|la|ve|them))*"
    r"|\b(?:vui long|lam on|kinh thua|thua|xin chao|chao (?:ban|anh|chi|em)|cam on|xin cam on|em cam on)\b"
    r"|\b(?:ad|admin|tro ly|ban|anh|chi|sep|bac) oi\b|\bda[,.]|(?:\s|^)(?:a|nhe|nhi|vay|the|ha|nha|voi|day|do|ne"
    r"|luon|may ban)(?=\s*[?.!,]|\s*$)"
    r"|\b(?:theo do|cu the la|cu the|chinh xac la|thuc te|hien nay|hien tai)\b"
    r"|\b(?:toi|em|minh) (?:dang|can|muon|la)\b|\bvay (?:a|minh|em|anh|chi|ban)\b|\bduoc khong\b|\bdung khong\b"
    r"|\bphai khong\b"
    r"|\bco (?:phai|dung)\b|\bhay khong\b"
)
_INTERROGATIVE = (
    r"\b(?:duoc |phai |co )?(?:giao|phan cong|thuc hien|dam nhiem)?(?: cho)?(?: nhung| cac)? ?(?:nhiem vu"
    r"|trach nhiem|viec|cong viec) (?:gi|nao|nhung gi)\b|"
    r"\b(?:phai |can |duoc giao |se )?lam (?:nhung )?(?:viec )?gi\b|"
    r"\b(?:(?:may|bao nhieu) lan(?: (?:(?:mot|moi|trong|tren)(?: mot)? )?(?:nam|thang|quy|tuan|ky))?"
    r"|(?:may|bao nhieu) (?:nam|thang|quy|tuan|ngay) (?:mot|1) lan|bao lau(?: (?:mot|1) lan)?)\b|"
    r"\b(?:la (?:gi|ai|bao nhieu|ngay nao|khi nao|nhung gi|dau)|nhu the nao|the nao|nhu nao|ra sao|lam sao|vi sao"
    r"|tai sao|the la sao"
    r"|nhung gi|viec gi|lam gi|cai gi|dieu gi|noi gi|gi|nhung ai|ai|nao|bao nhieu|khi nao|bao gio|luc nao|hom nao"
    r"|o dau|vao dau|dau|sao"
    r"|nhung (?=\w+ nao)|cac (?=\w+ nao)|co (?=\w+ (?:nao|gi))|gom|bao gom|(?<!bo )(?<!tinh gon bo )may(?= (?:ngay"
    r"|thang|nam|lan|doan|nguoi|thon|xa|huyen|noi|van ban|co quan|muc|phan)))\b"
    r"|\b(?:noi dung|quy dinh|noi|neu|ghi|yeu cau|de cap|nhac|nhac den|dan|dan ra) (?:gi|the nao|ra sao|nhung gi"
    r"|sao|lam sao)\b"
    r"|\b(?:hay cho biet|cho biet|hay neu|hay liet ke|liet ke|trinh bay|tom tat|hay|neu ro)\b|\b(?:co"
    r"|khong)(?=\s*\?|\s*$)"
)
_DOCUMENT = r"(?:ban ke hoach|ke hoach|cong van|van ban|tai lieu|kh|cv|vb)"
_TITLE_WORDS = (
    r"(?:(?: (?:cong tac|phoi hop|thuc hien|dan van|chinh quyen|nam|kheo|ve|trien khai))*(?: (?:19|20)\d\d)?)"
)
_TALK = (
    rf"\b(?:duoc )?(?:nhac|neu|de cap|vien dan|trich dan|ghi|noi)(?: den| toi| ra)? (?:o|trong|tai"
    rf"|theo) {_DOCUMENT}\b{_TITLE_WORDS}"
    rf"|\b(?:theo|trong|tai|cua|o|ben|tu)?\s?(?:ban |cac |nhung )?{_DOCUMENT}\b{_TITLE_WORDS} (?:nay|tren|do"
    rf"|vua neu|da neu|noi tren|cua|o|tai)\b"
    rf"|\b(?:theo|trong) {_DOCUMENT}\b{_TITLE_WORDS}(?=\s*[,.?]|\s*$)|\b(?:trong kho)(?: van ban)?\b"
)
_SPEAKER = r"(?:van ban|tai lieu|ke hoach|cong van|chi thi|quyet dinh|huong dan|thong bao|dia phuong|noi|tinh|huyen|xa)"
# "Những văn bản nào nói về …": what they are asked to speak of is the content.
_WHICH_SPEAK = (
    rf"(?:\b(?:(?:liet ke|ke ten) )?(?:nhung|cac|tat ca) {_SPEAKER}|\b(?:liet ke|ke ten) {_SPEAKER}"
    rf"|\b{_SPEAKER}(?=(?: trong kho)? nao))(?: trong kho)?(?: nao)?(?: trong kho)?(?: co| deu| cung)?(?: van ban)?"
    r" (?:(?:noi|nhac|de cap|quy dinh|huong dan|neu|ghi|chi dao|ban)(?: den| toi| ve)?|ve|den)(?: viec)?\b"
)
_PATTERN = re.compile("|".join((_POLITE, _INTERROGATIVE)))
_TALK_PATTERN = re.compile(f"{_WHICH_SPEAK}|{_TALK}")


_FEWEST_WORDS = 2  # words of a sentence that can ask or tell anything
_LOOK_ALIKE = re.compile(r"\b(?:máy|mây|mày|kỳ|kỹ|kì|kĩ|đầu|dầu|dâu|số(?= nào))\b", re.IGNORECASE)


def fold_apart(question: str) -> str:
    """Fold a question, keeping words that only look like "mấy", "ký", "đâu" or "sở" without marks apart from them.

    The last letter of such a word becomes "_"; the length stays.
    """
    return fold(_LOOK_ALIKE.sub(lambda match: match.group()[:-1] + "_", question))


def content_segments(question: str, cut: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """Return what is left of a question without `cut` spans, politeness and interrogatives, in order.

    The segments keep the question's own letters; each stood as one piece in the question.
    """
    folded = fold(question)
    removed = [False] * len(question)
    spans = [*cut, *(m.span() for m in _PATTERN.finditer(folded)), *(m.span() for m in _TALK_PATTERN.finditer(folded))]
    for start, end in spans:
        removed[start:end] = [True] * (end - start)
    segments: list[str] = []
    current: list[str] = []
    for char, gone in zip(question, removed, strict=True):
        if gone:
            segments.append("".join(current))
            current = []
        else:
            current.append(char)
    segments.append("".join(current))
    return tuple(s for s in (segment.strip(" ,.?!;:-\"'“”") for segment in segments) if s)


_FOCUS = re.compile(
    r"((?:\w+ ){1,5})(?:la )?(?:nao|gi|ra sao|the nao|nhu the nao|bao nhieu|la ai|khi nao|o dau|lam sao|ngay nao"
    r"|ten gi)\b"
)
_WEAK = frozenset(
    "nhung cac la co duoc theo cua cho voi va o tai ve den tu trong nay do phai can dat thi ma bi se da"
    " dang cung deu vao ra noi neu"
    " yeu cau quy dinh ke hoach cong van van ban nhu the mot bao may so hay cai viec".split()
)


def focus_words(folded_question: str) -> tuple[str, ...]:
    """Return the content words right before the interrogatives: what the asker wants to be told of."""
    words = [word for match in _FOCUS.finditer(folded_question) for word in match.group(1).split()]
    return tuple(dict.fromkeys(word for word in words if word not in _WEAK))


_SENTENCE = re.compile(r"(?:[^.!?;\n]|(?<=\d)\.(?=\d))+[.!?;\n]*")
_ASKS = re.compile(
    r"\?|\b(?:gi|nao|ai|bao nhieu|may|the nao|ra sao|khi nao|bao gio|o dau|khong|liet ke|cho biet|neu ro|hay neu)\b"
)


def beside_the_question(question: str) -> list[tuple[int, int]]:
    """Return the sentences that ask nothing, when there is one that does: what led somebody to ask is not asked."""
    sentences = [m.span() for m in _SENTENCE.finditer(question) if len(m.group().split()) > _FEWEST_WORDS]
    asking = [_ASKS.search(fold_apart(question[start:end])) is not None for start, end in sentences]
    return [span for span, asks in zip(sentences, asking, strict=True) if not asks] if any(asking) else []
