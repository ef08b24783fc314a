"""What can be wrong with one question: its shape, its style, and whether its evidence stands in the documents."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from corpus.folding import fold
from corpus.notations import contains
from eval.question_clauses import clauses, clauses_of, whole
from eval.question_set import LONGEST_SNIPPET, SHORTEST_SNIPPET, Question, plain

_FEWEST_WORDS_OF_A_PREAMBLE = 35
_FEWEST_CAPITALS = 0.4  # share of the letters
_OLD_TONE = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)
_LONGEST_TITLE = 130  # characters; headings, letterheads and signatures are shorter, few clauses are


def _shape_faults(question: Question) -> list[str]:
    faults = []
    if question.answerable != bool(question.gold):
        faults.append("câu trả lời được phải có bằng chứng (gold), câu không trả lời được thì không")
    if question.gold and not question.docs:
        faults.append("có bằng chứng nhưng không ghi văn bản nào (docs)")
    if question.style == "followup" and not question.history:
        faults.append("câu hỏi nối tiếp mà không có phần hội thoại trước đó (history)")
    repeated = [s for s, n in Counter(s for group in question.gold for s in group).items() if n > 1]
    return faults + [f"đoạn trích ghi hai lần: {snippet!r}" for snippet in repeated]


def _in_capitals(text: str) -> float:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) / max(1, len(letters))


_LOOKS: dict[str, tuple[Callable[[str], bool], str]] = {
    "nodiac": (lambda text: fold(text) == text.lower(), "câu không dấu (nodiac) mà còn dấu"),
    "oldtone": (lambda text: _OLD_TONE.search(text) is not None, "câu kiểu oldtone phải có chữ như “hoà”, “thuỷ”"),
    "mixedcase": (lambda text: _in_capitals(text) >= _FEWEST_CAPITALS, "câu kiểu mixedcase phải có nhiều chữ hoa"),
    "preamble": (
        lambda text: len(text.split()) >= _FEWEST_WORDS_OF_A_PREAMBLE,
        f"câu có lời dẫn (preamble) phải dài ít nhất {_FEWEST_WORDS_OF_A_PREAMBLE} tiếng",
    ),
}


def _style_faults(question: Question) -> list[str]:
    """Return what a question typed in some way lacks of that way."""
    text, composed = question.question, unicodedata.normalize("NFC", question.question)
    if (question.style == "nfd") != (text != composed):
        return ["chỉ câu kiểu nfd, và mọi câu kiểu nfd, viết dấu tách rời (NFD)"]
    looks, fault = _LOOKS.get(question.style, (lambda _: True, ""))
    return [] if looks(text) else [fault]


def _snippet_faults(snippet: str, question: Question, texts: Mapping[str, str]) -> list[str]:
    counts = {name: text.count(snippet) for name, text in texts.items()}
    own = sum(counts.get(name, 0) for name in question.docs)
    strangers = [name for name, count in counts.items() if count and name not in question.docs]
    faults = []
    if snippet != plain(snippet):
        faults.append(f"đoạn trích phải bỏ dấu Markdown và gộp khoảng trắng: {snippet!r}")
    if not SHORTEST_SNIPPET <= len(snippet) <= LONGEST_SNIPPET:
        allowed = f"{SHORTEST_SNIPPET} đến {LONGEST_SNIPPET}"
        faults.append(f"đoạn trích dài {len(snippet)} ký tự, cho phép {allowed}: {snippet!r}")
    if own != 1:
        faults.append(f"đoạn trích phải có đúng một lần trong văn bản đã ghi, đang có {own} lần: {snippet!r}")
    if strangers:
        faults.append(f"đoạn trích có cả trong {', '.join(strangers)}: {snippet!r}")
    return faults


def _idle_faults(question: Question, texts: Mapping[str, str]) -> list[str]:
    snippets = [snippet for group in question.gold for snippet in group]
    idle = [name for name in question.docs if not any(snippet in texts[name] for snippet in snippets)]
    return [f"văn bản {name} không có đoạn trích nào" for name in idle]


def _fact_faults(question: Question, documents: Mapping[str, str]) -> list[str]:
    """Return the facts asked for that stand neither in the clauses of the evidence nor in a title above them."""
    spans = {(name, number): clauses(documents[name])[number] for name, number in clauses_of(question, documents)}
    proofs = [whole(documents[name])[start:end] for (name, _), (start, end) in spans.items()]
    titles = [
        whole(documents[name])[start:end]
        for name in question.docs
        for start, end in clauses(documents[name])
        if end - start <= _LONGEST_TITLE
    ]
    return [
        f"điều phải trả lời không có trong đoạn làm bằng chứng: {fact!r}"
        for fact in question.answer_must
        if not any(contains(text, fact) for text in proofs) and not any(contains(text, fact) for text in titles)
    ]


def _correction_faults(question: Question, texts: Mapping[str, str]) -> list[str]:
    """Return the right values that no document has, of a question whose premise is to be corrected."""
    return [
        f"giá trị đúng không có trong văn bản nào: {fact!r}"
        for fact in question.answer_must
        if not any(contains(text, fact) for text in texts.values())
    ]


def faults_of(question: Question, documents: Mapping[str, str]) -> list[str]:
    """Return every fault of one question by itself, in Vietnamese; `documents` maps file names to raw text."""
    faults = _shape_faults(question) + _style_faults(question)
    strangers = [f"không có văn bản {name}" for name in question.docs if name not in documents]
    if strangers:
        return faults + strangers
    texts = {name: whole(text) for name, text in documents.items()}
    for group in question.gold:
        for snippet in group:
            faults += _snippet_faults(snippet, question, texts)
    faults += _idle_faults(question, texts)
    return faults + (_fact_faults(question, documents) if question.answerable else _correction_faults(question, texts))


def problems_of(questions: Sequence[Question], documents: Mapping[str, str]) -> list[str]:
    """Return every fault of a set as "id: what"; `documents` maps file names to their raw text."""
    found = [f"{id_}: mã dùng {n} lần" for id_, n in Counter(q.id for q in questions).items() if n > 1]
    return found + [f"{question.id}: {fault}" for question in questions for fault in faults_of(question, documents)]
