"""Question sets: what a question looks like, how a set is read, and whether its evidence stands in the documents.

One question per line of a JSONL file. `python -m eval.question_set --check` proves every set in `eval/questions`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rag.model import Turn

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions"
DOCUMENT_FOLDERS = (HERE.parent / "corpus" / "documents", HERE / "documents")

PLAIN_STYLES = frozenset({"formal", "colloquial", "keyword", "abbr", "docnumber"})
NOISE_STYLES = frozenset({"typo", "nodiac", "nfd", "oldtone", "ocr", "telex", "mixedcase", "preamble"})
SINGLE_STYLES = PLAIN_STYLES | NOISE_STYLES
DIALOGUE_STYLES = frozenset({"multi", "ambiguous", "followup", "structural"})
HOSTILE_STYLES = frozenset({"unanswerable_near", "offtopic", "injection", "falsepremise_number"})
STYLES = SINGLE_STYLES | DIALOGUE_STYLES | HOSTILE_STYLES

_MARKDOWN = re.compile(r"\*+|^[ \t]*#{1,6}[ \t]+|`", re.MULTILINE)
_SHORTEST, _LONGEST = 12, 200


class QuestionSetError(ValueError):
    """A question set cannot be read: which file, which line, and why."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with all that a judge needs.

    `gold` holds one group per piece of evidence; any snippet of a group proves it. A snippet is verbatim text of a
    document in `docs`, whitespace collapsed and Markdown marks dropped. `answer_must` is what the answer has to
    contain, `answer_must_not` what it may not. A question that is not answerable must be refused; when its
    `answer_must` is not empty, an answer that says what is lacking and contains it is as good as a refusal.
    """

    id: str
    style: str
    question: str
    history: tuple[Turn, ...]
    answerable: bool
    docs: tuple[str, ...]
    gold: tuple[tuple[str, ...], ...]
    answer_must: tuple[str, ...]
    answer_must_not: tuple[str, ...]
    note: str

    @property
    def single(self) -> bool:
        """Say whether the question stands alone and one document answers it."""
        return self.answerable and self.style in SINGLE_STYLES and len(self.docs) == 1

    def to_json(self) -> str:
        """Return the question as one line of a set."""
        return json.dumps(asdict(self), ensure_ascii=False)


def plain(text: str) -> str:
    """Return text as evidence is compared: NFC, without Markdown marks, every run of whitespace one space."""
    return " ".join(_MARKDOWN.sub("", unicodedata.normalize("NFC", text)).split())


def _question(row: Mapping[str, Any]) -> Question:
    return Question(
        id=str(row["id"]),
        style=str(row["style"]),
        question=str(row["question"]),
        history=tuple(Turn(turn["role"], turn["content"]) for turn in row.get("history", ())),
        answerable=bool(row["answerable"]),
        docs=tuple(row.get("docs", ())),
        gold=tuple(tuple(group) for group in row.get("gold", ())),
        answer_must=tuple(row.get("answer_must", ())),
        answer_must_not=tuple(row.get("answer_must_not", ())),
        note=str(row.get("note", "")),
    )


def load(path: Path) -> tuple[Question, ...]:
    """Return the questions of a JSONL file in order; `QuestionSetError` names the first bad line."""
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            questions.append(_question(json.loads(line)))
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise QuestionSetError(f"{path}:{number}: {error!r}") from error
    return tuple(questions)


def read_documents(folders: Iterable[Path] = DOCUMENT_FOLDERS) -> dict[str, str]:
    """Return file name → text of every .txt and .md document in the folders."""
    files = (file for folder in folders for file in sorted(folder.glob("*")) if file.suffix in {".txt", ".md"})
    return {file.name: file.read_text(encoding="utf-8") for file in files}


def _shape_problems(question: Question) -> list[str]:
    problems = []
    if question.style not in STYLES:
        problems.append(f"unknown style {question.style}")
    if question.answerable != bool(question.gold):
        problems.append("answerable questions have gold evidence, others have none")
    if question.gold and not question.docs:
        problems.append("gold evidence without documents")
    if question.style == "followup" and not question.history:
        problems.append("a follow-up without history")
    if not 1 <= len(question.question) <= 2000:
        problems.append("question empty or too long")
    return problems


def _snippet_problems(snippet: str, question: Question, texts: Mapping[str, str]) -> list[str]:
    counts = {name: text.count(snippet) for name, text in texts.items()}
    own = sum(counts.get(name, 0) for name in question.docs)
    strangers = [name for name, count in counts.items() if count and name not in question.docs]
    problems = []
    if snippet != plain(snippet):
        problems.append(f"not whitespace-collapsed plain text: {snippet!r}")
    if not _SHORTEST <= len(snippet) <= _LONGEST:
        problems.append(f"{len(snippet)} characters long: {snippet!r}")
    if own != 1:
        problems.append(f"stands {own} times in its documents: {snippet!r}")
    if strangers:
        problems.append(f"stands in {', '.join(strangers)} too: {snippet!r}")
    return problems


def problems_of(questions: Sequence[Question], documents: Mapping[str, str]) -> list[str]:
    """Return every fault of a set as "id: what"; `documents` maps file names to their raw text."""
    texts = {name: plain(text) for name, text in documents.items()}
    found = [f"{id_}: id used {n} times" for id_, n in Counter(q.id for q in questions).items() if n > 1]
    for question in questions:
        faults = _shape_problems(question)
        faults += [f"no such document {name}" for name in question.docs if name not in texts]
        for group in question.gold:
            for snippet in group:
                faults += _snippet_problems(snippet, question, texts)
        found += [f"{question.id}: {fault}" for fault in faults]
    return found


def clauses_of(question: Question, documents: Mapping[str, str]) -> set[tuple[str, int]]:
    """Return the clauses that hold a question's evidence, each as (document, index of its paragraph or bullet)."""
    clauses = set()
    for name in question.docs:
        units = [plain(u) for u in re.split(r"\n\s*\n(?=[^a-zà-ỹ])|\n(?=\s*(?:[-+•]|\d+[.)])\s)", documents[name])]
        ends, whole = [], ""
        for unit in units:
            whole = f"{whole} {unit}".strip()
            ends.append(len(whole))
        for snippet in (s for group in question.gold for s in group if s in whole):
            start = whole.index(snippet)
            clauses.add((name, next(i for i, end in enumerate(ends) if start < end)))
    return clauses


def shared_clauses(
    one: Sequence[Question], other: Sequence[Question], documents: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return pairs of question ids, one of each set, whose evidence lies in the same clause."""
    asked: dict[tuple[str, int], list[str]] = defaultdict(list)
    for question in one:
        for clause in clauses_of(question, documents):
            asked[clause].append(question.id)
    pairs = {(id_, q.id) for q in other for clause in clauses_of(q, documents) for id_ in asked.get(clause, ())}
    return sorted(pairs)


def _summary(path: Path, questions: Sequence[Question]) -> str:
    styles = Counter(q.style for q in questions)
    counts = ", ".join(f"{style} {n}" for style, n in sorted(styles.items()))
    return f"{path.name}: {len(questions)} questions ({counts})"


def check(folder: Path, document_folders: Iterable[Path]) -> list[str]:
    """Print a summary of every set in a folder and return all faults, leaks from dev into test included."""
    documents = read_documents(document_folders)
    sets = {path.stem: load(path) for path in sorted(folder.glob("*.jsonl"))}
    faults = []
    for stem, questions in sets.items():
        sys.stdout.write(_summary(folder / f"{stem}.jsonl", questions) + "\n")
        faults += problems_of(questions, documents)
    leaks = shared_clauses(sets.get("dev", ()), sets.get("test", ()), documents) if not faults else []
    return faults + [f"{a} and {b}: evidence in the same clause" for a, b in leaks]


def main(argv: Sequence[str] | None = None) -> int:
    """Check the sets; return 0 when all is well, 1 when there are faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="prove every gold snippet (the default)")
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--documents", type=Path, action="append")
    options = parser.parse_args(argv)
    faults = check(options.questions, options.documents or DOCUMENT_FOLDERS)
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
