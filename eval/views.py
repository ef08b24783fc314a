"""Robustness views: the same questions as people type them, from no diacritics to a long preamble.

Every view is deterministic: what chance decides is seeded by the question's id.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from corpus.folding import fold
from corpus.notations import TONE_MARKS
from eval.noise import scanned, telexed
from eval.question_set import Question
from rag.model import Turn

_ABBREVIATIONS = {
    "ủy ban nhân dân": "UBND",
    "hội đồng nhân dân": "HĐND",
    "mặt trận tổ quốc": "MTTQ",
    "ban dân vận": "BDV",
    "quy chế dân chủ": "QCDC",
    "khiếu nại, tố cáo": "KNTC",
    "thủ tục hành chính": "TTHC",
    "cải cách hành chính": "CCHC",
    "cán bộ, công chức, viên chức": "CBCCVC",
    "kinh tế - xã hội": "KT-XH",
    "dân tộc thiểu số": "DTTS",
    "nông thôn mới": "NTM",
    "ban thường vụ": "BTV",
    "công nghệ thông tin": "CNTT",
    "kế hoạch": "KH",
    "chỉ thị": "CT",
    "quyết định": "QĐ",
    "nghị quyết": "NQ",
    "công văn": "CV",
    "báo cáo": "BC",
    "thủ tướng": "TTg",
}
_PREAMBLES = (
    "Kính gửi trợ lý, tôi là cán bộ mới được phân công theo dõi mảng này, hiện đang chuẩn bị báo cáo để trình lãnh đạo "
    "trong chiều nay nên rất mong được hỗ trợ sớm. Xin cho tôi hỏi nội dung sau đây:",
    "Dạ em chào anh chị ạ, em đang tổng hợp hồ sơ cho phòng mà đọc mãi chưa thấy chỗ cần tìm, sáng nay sếp lại giục. "
    "Anh chị làm ơn xem giúp em với ạ, em cảm ơn nhiều:",
    "Chào đồng chí. Thực hiện ý kiến chỉ đạo của lãnh đạo cơ quan tại cuộc họp giao ban đầu tuần, để kịp thời hoàn "
    "thiện nội dung trả lời cho đơn vị bạn, đề nghị đồng chí cho biết:",
    "Xin chào, chúc trợ lý một ngày tốt lành! Hôm trước tôi có hỏi một lần nhưng chưa kịp ghi lại, nay xin phép được "
    "hỏi lại cho chắc chắn trước khi đưa vào văn bản chính thức:",
)
_GREETINGS = ("Cho em hỏi", "Dạ cho tôi hỏi", "Anh chị cho em hỏi với ạ,", "Xin hỏi", "Nhờ đồng chí cho biết")
_OPEN_PAIR = re.compile(
    rf"(?<![qQ])([oO])([{TONE_MARKS}])([aeAE])(?![\w\u0302\u0306])|(?<![qQ])([uU])([{TONE_MARKS}])([yY])(?!\w)"
)


def _without_diacritics(text: str, _: random.Random) -> str:
    return fold(unicodedata.normalize("NFC", text))


def _decomposed(text: str, _: random.Random) -> str:
    return unicodedata.normalize("NFD", text)


def _old_tones(text: str, _: random.Random) -> str:
    moved = _OPEN_PAIR.sub(
        lambda m: f"{m[1]}{m[3]}{m[2]}" if m[1] else f"{m[4]}{m[6]}{m[5]}", unicodedata.normalize("NFD", text)
    )
    return unicodedata.normalize("NFC", moved)


def _abbreviated(text: str, _: random.Random) -> str:
    for words, short in _ABBREVIATIONS.items():
        text = re.sub(re.escape(words), short, text, flags=re.IGNORECASE)
    return text


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    kind = chance.choice(("swap", "double", "drop", "accent"))
    if kind == "swap":
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == "double":
        return word[:place] + word[place] + word[place:]
    if kind == "drop":
        return word[:place] + word[place + 1 :]
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in TONE_MARKS))


def _mistyped(text: str, chance: random.Random) -> str:
    """Return text with a slip in about one word of seven, at least one; numbers and capitals stay."""
    words = unicodedata.normalize("NFC", text).split(" ")
    open_to_slips = [i for i, word in enumerate(words) if len(word) >= 4 and word.isalpha() and word.islower()]
    for index in chance.sample(open_to_slips, min(len(open_to_slips), max(1, len(words) // 7))):
        words[index] = _slip(words[index], chance)
    return " ".join(words)


def _shouted(text: str, _: random.Random) -> str:
    return text.upper()


def _in_small_letters(text: str, _: random.Random) -> str:
    return text.lower()


def _half_marked(text: str, chance: random.Random) -> str:
    """Return text without diacritics behind a greeting that a phone has completed with them."""
    return f"{chance.choice(_GREETINGS)} {fold(unicodedata.normalize('NFC', text))}"


def _mixed_case(text: str, chance: random.Random) -> str:
    return " ".join(chance.choice((str.upper, str.lower, str.capitalize, str.swapcase))(w) for w in text.split(" "))


def _introduced(text: str, chance: random.Random) -> str:
    return f"{chance.choice(_PREAMBLES)} {text}"


VIEWS: dict[str, Callable[[str, random.Random], str]] = {
    "nodiac": _without_diacritics,
    "typo": _mistyped,
    "abbr": _abbreviated,
    "nfd": _decomposed,
    "oldtone": _old_tones,
    "ocr": scanned,
    "telex": telexed,
    "upper": _shouted,
    "lower": _in_small_letters,
    "halfmarked": _half_marked,
    "mixedcase": _mixed_case,
    "preamble": _introduced,
}


def seen_through(view: str, question: Question) -> Question:
    """Return the question as a view shows it, what the user said before included; `KeyError` for no such view."""
    change, chance = VIEWS[view], random.Random(f"{view} {question.id}")  # noqa: S311
    history = tuple(
        Turn(turn.role, change(turn.content, chance)) if turn.role == "user" else turn for turn in question.history
    )
    return replace(question, question=change(question.question, chance), history=history)
