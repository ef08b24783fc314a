"""From what a model told to a draft: sentences with markers, citations in the order in which they are needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answering.citing import Evidence
from rag.answering.draft import Draft
from rag.generation.writer import Telling, Told
from rag.model import SentenceCheck
from rag.verification.support import is_same
from rag.verification.tokens import tokens_of
from rag.verification.values import find_values, in_figures

SILENT = "Mô hình ngôn ngữ không trả lời được; đây là lời trích nguyên văn từ văn bản."
UNPROVEN = (
    "Phần diễn đạt của mô hình ngôn ngữ không đủ căn cứ nên không được dùng; đây là lời trích nguyên văn từ văn bản."
)
WORDED = "Diễn đạt bằng mô hình ngôn ngữ; từng câu đã được đối chiếu với văn bản."
"""What stands, quietly, with an answer in a model's words."""
_LEAST_SHARE = 0.5  # of the sentences must be borne, else too little is sure of the rest
_LEAST_OF_FACT = 0.6  # of the words of a short fact without a value must be told
_FACT = re.compile(r"^(?P<fact>[^“\n]+) \[1\]$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Composed:
    """A draft in a model's words, or None with the notice why not; and what became of each sentence."""

    draft: Draft | None
    notice: str | None
    checks: tuple[SentenceCheck, ...]


def composed(telling: Telling, places: Sequence[Evidence], extracted: Draft) -> Composed:
    """Compose the answer from the sentences that are borne; or say that the extracted one must do.

    It must do when the model failed, when too few sentences are borne, when none rests on what the extracted answer
    cites, or when they miss its short fact.
    """
    if telling.failure is not None:
        return Composed(None, SILENT, _checks(telling.told, {}))
    numbers = [told.verdict.passage for told in telling.borne if told.verdict.passage is not None]
    order = list(dict.fromkeys(numbers))
    rests = any(
        (p.start, p.end) == (e.start, e.end) for n in order for p in [places[n - 1]] for e in extracted.evidence
    )
    words = " ".join(told.verdict.claim.text for told in telling.borne)
    if telling.share < _LEAST_SHARE or not rests or not _tells_fact(words, extracted):
        return Composed(None, UNPROVEN, _checks(telling.told, {}))
    markers = {number: marker for marker, number in enumerate(order, start=1)}
    draft = replace(extracted, text=_text(telling.borne, markers), evidence=tuple(places[n - 1] for n in order))
    return Composed(draft, None, _checks(telling.told, markers))


def _text(borne: Sequence[Told], markers: dict[int, int]) -> str:
    lines: list[str] = []
    for told in borne:
        number = told.verdict.passage
        marker = f" [{markers[number]}]" if number is not None else ""
        words = told.verdict.claim.text.rstrip()
        end = words[-1] if words[-1] in ".!?:;" else ""
        sentence = f"{words.removesuffix(end)}{marker}{end or '.'}"
        if told.listed:
            lines.append(f"- {sentence}")
        elif lines and not lines[-1].startswith("- "):
            lines[-1] = f"{lines[-1]} {sentence}"
        else:
            lines.append(sentence)
    return "\n".join(lines)


def _checks(told: Sequence[Told], markers: dict[int, int]) -> tuple[SentenceCheck, ...]:
    """Return the verdicts for the reader; the words of what was dropped stay inside."""
    return tuple(
        SentenceCheck(
            text=one.verdict.claim.text if one.verdict.passage is not None and markers else None,
            outcome=one.verdict.outcome.value,
            marker=markers.get(one.verdict.passage or 0),
            fault=one.verdict.fault.value if one.verdict.fault is not None else None,
        )
        for one in told
    )


def _tells_fact(words: str, extracted: Draft) -> bool:
    """Tell whether what was told holds the short fact with which the extracted answer opens, if it has one."""
    opening = _FACT.match(extracted.text)
    if opening is None:
        return True
    wanted, held = find_values(in_figures(opening.group("fact"))), find_values(in_figures(words))
    if wanted:
        return all(any(is_same(value, one) or is_same(one, value) for one in held) for value in wanted)
    fact = {t.syllable for t in tokens_of(opening.group("fact")) if not t.free}
    told = {t.syllable for t in tokens_of(words)}
    return not fact or len(fact & told) / len(fact) >= _LEAST_OF_FACT
