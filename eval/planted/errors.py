"""Rules that plant one error in a right sentence, one rule a kind. None where a sentence gives no hold for it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from corpus.dates import FoundDate, find_dates
from corpus.folding import fold
from corpus.numbers import find_numbers
from corpus.places import find_places
from eval.planted.sentences import Right
from rag.understanding.bodies import NamedBody, find_bodies

_BODIES = ("Sở Du lịch", "Hội Người cao tuổi", "Sở Ngoại vụ", "Cục Thuế", "Sở Giao thông vận tải", "Hội Luật gia")
_PLACES = ("tỉnh Lạng Sơn", "huyện Mù Cang Chải", "tỉnh Sóc Trăng", "xã Yên Thắng", "thành phố Móng Cái")
_ADDED = (
    "tổ chức hội thi tuyên truyền viên giỏi hằng quý",
    "được ngân sách trung ương hỗ trợ toàn bộ kinh phí",
    "xử lý kỷ luật người đứng đầu để xảy ra sai phạm",
    "thành lập tổ công tác đặc biệt do cấp trên chỉ định",
    "công bố kết quả trên truyền hình vào cuối tuần",
)
_FOREIGN = (
    "All departments shall submit their reports before the end of the month.",
    "The committee is responsible for organising and supervising the plan.",
    "Les services doivent transmettre leurs rapports avant la fin du mois.",
    "各单位应当在规定时间内提交报告。",
    "Все ведомства обязаны представить отчёты до конца месяца.",
)
_NEGATIONS = re.compile(r"\b(?:không được|không|chưa|nghiêm cấm) (?!gian|khí|quân|những|chỉ|ngừng)", re.IGNORECASE)
_PAUSE = re.compile(r", | và (?=\w+ \w+ )|; ")
_LEVEL = re.compile(r"\bcấp (tỉnh|huyện|xã)\b")
_HEADS = frozenset({"so", "phong", "ban", "hoi", "doan", "mat", "thanh", "van", "trung"})
_WORDS_BETWEEN = 3  # at least, between two bodies that do not stand in one list
_HALF_WORDS = 5  # at least, of each half of two sentences that are fused
_UNITED = re.compile(
    r"(?<![\d/.,-])(\d{1,3})"
    r"(?=\s+(?:\([a-zà-ỹ ]+\) )?(?:tháng|năm|ngày|lần|người|tuần|xã|huyện|thôn|mô hình|hộ)\b(?! \d)|\s?%)"
)


@dataclass(frozen=True)
class Planted:
    """A sentence with one error and the passages that it cites; `harmless` citations make it right again."""

    text: str
    cited: tuple[int, ...]
    kind: str
    right: Right
    harmless: bool = False  # the words are right, only the citation is not: moved to the right clause, it is mended


Rule = Callable[[Right, random.Random], str | None]


def plant(right: Right, kind: str, choice: random.Random) -> Planted | None:
    """Return a right sentence with one error of a kind, None when it gives no hold."""
    bearing = right.shown.bearing
    if kind == "half a sentence":
        cut = _half(right, choice)
        return Planted(cut, (), kind, right) if cut else None  # as a stream breaks off: before its marker
    if kind in _CITATIONS:
        return Planted(right.text, _CITATIONS[kind](right, choice), kind, right, harmless=True)
    text = RULES[kind](right, choice)
    return Planted(text, (bearing,), kind, right) if text and text != right.text else None


def _day(right: Right, choice: random.Random) -> str | None:
    return _redated(right, choice, lambda d, n: (n % 28 + 1, d.month, d.year))


def _month(right: Right, choice: random.Random) -> str | None:
    return _redated(right, choice, lambda d, n: (min(d.day, 28), n % 12 + 1, d.year))


def _year(right: Right, choice: random.Random) -> str | None:
    return _redated(right, choice, lambda d, n: (min(d.day, 28), d.month, 2001 + n % 30) if d.year else None)


def _redated(
    right: Right, choice: random.Random, change: Callable[[FoundDate, int], tuple[int, int, int | None] | None]
) -> str | None:
    """Change one day into another that the clause does not hold, in the notation of the sentence."""
    days = find_dates(right.text)
    if not days:
        return None
    day = choice.choice(days)
    held = {(d.day, d.month, d.year) for d in find_dates(right.shown.clause.said)}
    held |= {(d, m, None) for d, m, _ in held}
    for step in range(40):
        new = change(day, choice.randint(0, 400) + step)
        if new and new not in held and new != (day.day, day.month, day.year):
            words = "tháng" in right.text[day.start : day.end]
            year = "" if new[2] is None else f" năm {new[2]}" if words else f"/{new[2]}"
            written = f"ngày {new[0]} tháng {new[1]}{year}" if words else f"{new[0]}/{new[1]}{year}"
            return right.text[: day.start] + written + right.text[day.end :]
    return None


def _number(right: Right, choice: random.Random) -> str | None:
    found = list(_UNITED.finditer(right.text))
    if not found:
        return None
    match = choice.choice(found)
    held = {int(n) for n in re.findall(r"\d+", right.shown.clause.said)}
    new = next(n for n in range(int(match.group(1)) + choice.randint(1, 5), 10_000) if n not in held)
    return right.text[: match.start()] + str(new) + right.text[match.end() :]


def _of_another_thing(right: Right, choice: random.Random) -> str | None:
    """Put another day or number of the same clause in place of one: what stands there, but of something else."""
    if right.kind == "named":
        return None
    days = find_dates(right.text)
    others = [d for d in find_dates(right.shown.clause.text) if all((d.day, d.month) != (o.day, o.month) for o in days)]
    if days and others:
        day, other = choice.choice(days), choice.choice(others)
        year = f"/{other.year}" if other.year else ""
        return f"{right.text[: day.start]}{other.day}/{other.month}{year}{right.text[day.end :]}"
    found = list(_UNITED.finditer(right.text))
    held = {m.group(1).lstrip("0") for m in _UNITED.finditer(right.shown.clause.text)}
    strange = sorted(held - {m.group(1).lstrip("0") for m in found})
    if not found or not strange:
        return None
    match = choice.choice(found)
    return right.text[: match.start()] + choice.choice(strange) + right.text[match.end() :]


def _document_number(right: Right, choice: random.Random) -> str | None:
    found = find_numbers(right.text)
    if not found:
        return None
    number = choice.choice(found)
    printed = right.text[number.start : number.end]
    changed = re.sub(
        r"\d+", str(int(re.sub(r"\D.*", "", number.number.serial)) + choice.randint(1, 30)), printed, count=1
    )
    return right.text[: number.start] + changed + right.text[number.end :]


def _section(right: Right, choice: random.Random) -> str | None:
    clause = right.shown.clause
    wrong = choice.choice(("Mục VIII.9", "khoản 27 Điều 48", "Mục IX", "Phần XI, mục 14", "Điều 61"))
    return f"Theo {wrong} của văn bản, {right.text[:1].lower()}{right.text[1:]}" if clause.path else None


def _agency(right: Right, choice: random.Random) -> str | None:
    found = find_bodies(right.text, fold(right.text))
    if not found:
        return None
    body = choice.choice(found)
    said = fold(right.shown.clause.said)
    new = next((name for name in choice.sample(_BODIES, len(_BODIES)) if fold(name) not in said), None)
    return right.text[: body.start] + new + right.text[body.end :] if new else None


def _exchanged_bodies(right: Right, choice: random.Random) -> str | None:
    """Exchange two bodies that a sentence names in different roles, or name another of the clause in place of one."""
    ours = _named_bodies(right.text) if right.kind != "named" else []
    for a, b in pairwise(ours):
        between = right.text[a.end : b.start]
        if a.name != b.name and len(between.split()) >= _WORDS_BETWEEN:
            first, second = right.text[a.start : a.end], right.text[b.start : b.end]
            return f"{right.text[: a.start]}{second}{between}{first}{right.text[b.end :]}"
    text = right.shown.clause.text
    strange = [b for b in _named_bodies(text) if all(b.name != o.name for o in ours)]
    if not ours or not strange or len(ours) > 1:
        return None
    other = choice.choice(strange)
    return right.text[: ours[0].start] + text[other.start : other.end] + right.text[ours[0].end :]


def _named_bodies(text: str) -> list[NamedBody]:
    """Return the bodies that are one body, and no kind of them ("các cơ quan tư pháp")."""
    return [body for body in find_bodies(text, fold(text)) if body.name.split()[0] in _HEADS and " " in body.name]


def _level(right: Right, choice: random.Random) -> str | None:
    """Tell of another level, one that the clause names where there is one."""
    found = list(_LEVEL.finditer(right.text)) if right.kind != "named" else []
    if not found:
        return None
    match = choice.choice(found)
    said = {m.group(1) for m in found}
    held = {m.group(1) for m in _LEVEL.finditer(right.shown.clause.text)} - said
    other = choice.choice(sorted(held or {"tỉnh", "huyện", "xã"} - said or {"trung ương"}))
    return right.text[: match.start(1)] + other + right.text[match.end(1) :]


def _place(right: Right, choice: random.Random) -> str | None:
    found = find_places(right.text)
    if not found:
        return None
    place = choice.choice(found)
    return right.text[: place.start] + choice.choice(_PLACES) + right.text[place.end :]


def _negation(right: Right, choice: random.Random) -> str | None:
    found = list(_NEGATIONS.finditer(right.text)) if right.kind != "named" else []
    if not found:
        return None
    match = choice.choice(found)
    return right.text[: match.start()] + right.text[match.end() :]


def _negated(right: Right, choice: random.Random) -> str | None:
    """Deny a directive: "không" before its first verb, which in these texts opens the sentence."""
    del choice
    if right.kind != "verbatim" or _NEGATIONS.search(right.text):
        return None
    return f"Không {right.text[:1].lower()}{right.text[1:]}"


def _modality(right: Right, choice: random.Random) -> str | None:
    if " phải " in right.text:
        return right.text.replace(" phải ", choice.choice((" có thể ", " không phải ", " nên ")), 1)
    return f"Có thể {right.text[:1].lower()}{right.text[1:]}" if right.kind == "verbatim" else None


def _bound(right: Right, choice: random.Random) -> str | None:
    del choice
    swaps = {"trước ngày": "sau ngày", "sau ngày": "trước ngày", "ít nhất": "nhiều nhất", "tối thiểu": "tối đa"}
    swaps |= {"tối đa": "tối thiểu", "không quá": "ít nhất", "chậm nhất": "sau"}
    held = next((words for words in swaps if words in right.text), None)
    return right.text.replace(held, swaps[held], 1) if held else None


def _fused(right: Right, choice: random.Random) -> str | None:
    """Join the beginning of a sentence with the end of another clause, each cut where a reader would pause."""
    others = [c for n, c in enumerate(right.shown.clauses, start=1) if n != right.shown.bearing and len(c.text) > 120]
    if not others or right.kind == "named":
        return None
    other = choice.choice(others)
    heads = [m.start() for m in _PAUSE.finditer(right.text) if len(right.text[: m.start()].split()) >= _HALF_WORDS]
    tails = [m.end() for m in _PAUSE.finditer(other.text) if len(other.text[m.end() :].split()) >= _HALF_WORDS]
    if not heads or not tails:
        return None
    tail = " ".join(re.split(r"[.;]", other.text[choice.choice(tails) :].strip())[0].split()[:16])
    fits = len(tail.split()) >= _HALF_WORDS and fold(tail) not in fold(right.shown.clause.said)
    return f"{right.text[: choice.choice(heads)]}, {tail.rstrip(' ,:')}." if fits else None


def _addition(right: Right, choice: random.Random) -> str | None:
    return f"{right.text.rstrip('.')}, đồng thời {choice.choice(_ADDED)}."


def _half(right: Right, choice: random.Random) -> str | None:
    words = right.text.split()
    return " ".join(words[: choice.randint(len(words) // 3, 2 * len(words) // 3)]) if len(words) > 9 else None


def _other_language(right: Right, choice: random.Random) -> str | None:
    del right
    return choice.choice(_FOREIGN)


def _swapped(right: Right, choice: random.Random) -> str | None:
    """Exchange two days of one sentence, where each belongs to something else."""
    del choice
    days = find_dates(right.text)
    if len(days) < 2 or {(d.day, d.month, d.year) for d in days[:1]} == {(d.day, d.month, d.year) for d in days[1:2]}:
        return None
    a, b = days[:2]
    text = right.text
    return text[: a.start] + text[b.start : b.end] + text[a.end : b.start] + text[a.start : a.end] + text[b.end :]


RULES: dict[str, Rule] = {
    "day": _day,
    "month": _month,
    "year": _year,
    "number": _number,
    "document number": _document_number,
    "section": _section,
    "agency": _agency,
    "place": _place,
    "swapped days": _swapped,
    "bodies exchanged": _exchanged_bodies,
    "another level": _level,
    "of another thing": _of_another_thing,
    "bound turned round": _bound,
    "negation dropped": _negation,
    "negation added": _negated,
    "modality": _modality,
    "fused clauses": _fused,
    "one false clause": _addition,
    "half a sentence": _half,
    "half, cited as whole": _half,
    "other language": _other_language,
}
_CITATIONS: dict[str, Callable[[Right, random.Random], tuple[int, ...]]] = {
    "wrong id": lambda right, choice: (
        choice.choice([n for n in range(1, len(right.shown.clauses) + 1) if n != right.shown.bearing]),
    ),
    "invented id": lambda right, choice: (len(right.shown.clauses) + choice.randint(1, 40),),
    "no id": lambda _right, _choice: (),
}
KINDS = (*RULES, *_CITATIONS)
EXACT = frozenset({"day", "month", "year", "number", "document number", "section", "agency", "place"})
