"""How an official names a place in a document, and how a URL names it.

Plans and letters: "Mục III.2", "Mục III.1, điểm 1.9", "Mục 5", "Mục III.2, gạch đầu dòng thứ 4".
Documents in articles: "Điểm a khoản 2 Điều 5". Appendices lead: "Phụ lục I, mục 2".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.folding import fold
from corpus.model import SectionKind

_BLOCKS = {
    SectionKind.LETTERHEAD: "Phần đầu văn bản",
    SectionKind.ADDRESSEES: "Nơi gửi (Kính gửi)",
    SectionKind.PREAMBLE: "Phần mở đầu văn bản",
    SectionKind.CLOSING: "Phần kết",
    SectionKind.SIGNATURE: "Phần ký",
    SectionKind.RECIPIENTS: "Nơi nhận",
    SectionKind.APPENDIX: "Phần kèm theo",
    SectionKind.DEBRIS: "Số trang, tiêu đề trang",
}
_WORDED = re.compile(r"(Phần|Chương|Mục|Tiểu mục)\b")
_PARTLIKE = re.compile(r"[IVXLC]+|[A-ZĐ]")
_DOTTED = re.compile(r"\d+(?:\.\d+)+")


def block_label(kind: SectionKind) -> str:
    """Return the name of an anatomical block."""
    return _BLOCKS[kind]


def paragraph_label(label: str, number: int) -> str:
    """Return the name of the n-th paragraph of a section, from 1."""
    return f"{label}, đoạn thứ {number}"


def section_label(path: Sequence[str], appendix: str = "") -> str:
    """Return the name of the section at `path`, in an official's words.

    `appendix` is the first element of the path when it is the printed name of an appendix, else "".
    """
    inner = list(path[1:] if appendix else path)
    numbers = [step for step in inner if not _is_bullet(step)]
    bullets = [step for step in inner if _is_bullet(step)]
    label = ""
    if numbers:
        articles = [place for place, step in enumerate(numbers) if step.startswith("Điều ")]
        label = _in_article(numbers, articles[-1]) if articles else _in_plan(numbers)
    for depth, bullet in enumerate(bullets):
        name = "gạch đầu dòng thứ" if depth == 0 else "ý thứ"
        label = _joined(label, f"{name} {bullet[1:]}")
    if appendix and label.startswith(("Mục ", "Khoản ", "Điểm ", "Tiết ", "Gạch ")):
        label = label[:1].lower() + label[1:]
    return _joined(appendix, label)


def _is_bullet(step: str) -> bool:
    return step.startswith("-") and step[1:].isdigit()


def _joined(left: str, right: str) -> str:
    if not left or not right:
        return left or right[:1].upper() + right[1:]
    return f"{left}, {right}"


def _in_article(numbers: Sequence[str], place: int) -> str:
    article, below = numbers[place], list(numbers[place + 1 :])
    if below and _PARTLIKE.fullmatch(below[0]):
        return f"{_in_plan(below)}, {article}"
    words = []
    for depth, step in enumerate(below):
        if depth == 0:
            words.append(f"khoản {step}" if step[0].isdigit() else f"điểm {step}")
        else:
            words.append(f"điểm {step}" if depth == 1 or _DOTTED.fullmatch(step) else f"tiết {step}")
    label = " ".join([*reversed(words), article])
    return label[:1].upper() + label[1:]


def _in_plan(numbers: Sequence[str]) -> str:
    worded = [step for step in numbers if _WORDED.match(step)]
    rest = [step for step in numbers if not _WORDED.match(step)]
    head: list[str] = []
    while rest and _PARTLIKE.fullmatch(rest[0]):
        head.append(rest.pop(0))
    if rest and rest[0].isdigit():
        head.append(rest.pop(0))
    pieces = list(worded)
    if head:
        pieces.append("Mục " + ".".join(head))
    dotted = [step for step in rest if _DOTTED.fullmatch(step)]
    for step in rest:
        if step in dotted[:-1]:
            continue
        pieces.append(f"điểm {step}")
    label = ", ".join(pieces)
    return label[:1].upper() + label[1:]


def anchor(path: Sequence[str], kind: SectionKind, used: dict[str, int]) -> str:
    """Return a name for a section in URLs, ASCII and lower case; the second of a name ends in "_2".

    `used` counts the names given out so far in the document and is brought up to date.
    """
    name = "-".join(_step_anchor(step) for step in path) or kind.value
    used[name] = used.get(name, 0) + 1
    return name if used[name] == 1 else f"{name}_{used[name]}"


def _step_anchor(step: str) -> str:
    if step in ("đ", "Đ"):
        return "dd"
    return re.sub(r"[^a-z0-9.\-]+", "-", fold(step.strip("()")))
