"""Whether question sets can be trusted together: no faults, no id twice, nothing held out that tuning could see.

`danvan eval check` runs it over `eval/questions`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from corpus.folding import fold
from eval.question_clauses import shared_clauses
from eval.question_faults import faults_of
from eval.question_set import STYLES, Question, read_documents, read_rows

HELD_OUT = ("test", "test2")
# Lie across the split, and say so in docs/evaluation.md: other words for clauses of both sides, and whole lists.
ACROSS = ("holdout", "lists")
NEAR = 0.8  # share of words in common from which two questions count as one

_WORD = re.compile(r"\w+(?:[/-]\w+)*")
_COURTESY = frozenset("a oi da thua anh chi em cho hoi voi nhe nha vay the nhi xin minh thi ma co".split())


@dataclass(frozen=True, slots=True)
class Sets:
    """Question sets as read: name → (line → question), and the faults of lines that cannot be read."""

    rows: Mapping[str, Mapping[int, Question]]
    faults: tuple[str, ...]
    folder: Path

    def questions(self, name: str) -> tuple[Question, ...]:
        """Return the questions of a set in order; none when there is no such set."""
        return tuple(self.rows.get(name, {}).values())

    @property
    def tunable(self) -> list[str]:
        """Return the sets that rules may be made on: all but those held out and those across the split."""
        return [name for name in self.rows if name not in HELD_OUT + ACROSS]

    def place(self, name: str, line: int) -> str:
        """Return where a question stands, as "file:line"."""
        return f"{self.folder / name}.jsonl:{line}"


def read_sets(folder: Path) -> Sets:
    """Return every set of a folder; a line that cannot be read is a fault and is left out."""
    paths = sorted(folder.glob("*.jsonl"))
    rows, faults = {}, [] if paths else [f"{folder}: không có bộ câu hỏi nào (tệp .jsonl)"]
    for path in paths:
        rows[path.stem], bad = read_rows(path)
        faults += bad
    return Sets(rows, tuple(faults), folder)


def faults_between(sets: Sets, documents: Mapping[str, str]) -> list[str]:
    """Return every fault of the sets, each question by itself and all of them together, as "file:line: id: what"."""
    own = [
        f"{sets.place(name, line)}: {question.id}: {fault}"
        for name, rows in sets.rows.items()
        for line, question in rows.items()
        for fault in faults_of(question, documents)
    ]
    return [*sets.faults, *own, *_ids(sets), *_asked_twice(sets), *(_shared(sets, documents) if not own else ())]


def _every(sets: Sets) -> Iterator[tuple[str, int, Question]]:
    return ((name, line, question) for name, rows in sets.rows.items() for line, question in rows.items())


def _ids(sets: Sets) -> Iterator[str]:
    places: dict[str, list[str]] = defaultdict(list)
    for name, line, question in _every(sets):
        places[question.id].append(sets.place(name, line))
    for id_, where in places.items():
        if len(where) > 1:
            yield f"{where[1]}: {id_}: mã đã dùng ở {where[0]}"


def words_of(question: Question) -> frozenset[str]:
    """Return the words that make a question, what the user said before included: folded, courtesies left out."""
    said = [turn.content for turn in question.history if turn.role == "user"]
    text = unicodedata.normalize("NFC", " ".join([*said, question.question]))
    return frozenset(_WORD.findall(fold(text).lower())) - _COURTESY


def nearness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words that two questions have in common, 0 to 1 (Jaccard)."""
    return len(one & other) / len(one | other) if one | other else 1.0


def _asked_twice(sets: Sets) -> Iterator[str]:
    """Yield questions asked in nearly the same words on both sides of the split, and word for word in any two sets."""
    tuned = [(q, words_of(q)) for name in sets.tunable for q in sets.questions(name)]
    for name in (*HELD_OUT, "holdout"):
        for line, question in sets.rows.get(name, {}).items():
            words = words_of(question)
            for near in (q for q, theirs in tuned if nearness(words, theirs) >= NEAR):
                yield f"{sets.place(name, line)}: {question.id}: gần trùng câu {near.id} của bộ dùng để chỉnh"
    first: dict[tuple[object, ...], str] = {}
    for name, line, question in _every(sets):
        key = (unicodedata.normalize("NFC", question.question).casefold(), question.history)
        if key in first:
            yield f"{sets.place(name, line)}: {question.id}: trùng câu {first[key]}"
        first.setdefault(key, question.id)


def _shared(sets: Sets, documents: Mapping[str, str]) -> Iterator[str]:
    """Yield questions held out whose clause a set for tuning asks about; of `lists`, `test2` is kept apart as well."""
    apart = [*product(sets.tunable, HELD_OUT), ("lists", "test2")]
    for one, other in apart:
        for a, b in shared_clauses(sets.questions(one), sets.questions(other), documents):
            yield f"{sets.folder}: {one} và {other}: {a} và {b} có bằng chứng trong cùng một đoạn"


def style_table(sets: Sets) -> str:
    """Return a Markdown table: one line per style, one column per set, how many questions; totals last."""
    counts = {name: Counter(q.style for q in sets.questions(name)) for name in sets.rows}
    lines = [("style", *counts), ("---", *("--:" for _ in counts))]
    lines += [(f"`{style}`", *(str(count[style] or "") for count in counts.values())) for style in sorted(STYLES)]
    lines.append(("all", *(str(count.total()) for count in counts.values())))
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def check(folder: Path, document_folders: Iterable[Path]) -> tuple[Sets, list[str]]:
    """Return the sets of a folder and all their faults; the evidence is looked for in the documents of the folders."""
    sets = read_sets(folder)
    return sets, faults_between(sets, read_documents(document_folders))


def summary(sets: Sets) -> str:
    """Return one line per set in Vietnamese: how many questions, how many of them to be refused."""
    lines = []
    for name in sets.rows:
        questions: Sequence[Question] = sets.questions(name)
        refused = sum(not question.answerable for question in questions)
        styles = len({question.style for question in questions})
        lines.append(f"{name + '.jsonl':16} {len(questions):4} câu, {refused:3} câu phải từ chối, {styles:2} kiểu\n")
    return "".join(lines)
