"""Right sentences: those of the clauses themselves, the same in other notations, and paraphrases written by hand."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.dates import find_dates
from corpus.document import build_document
from corpus.model import Document, DocumentId, SectionKind
from corpus.reading import read_source
from rag.answering.citing import document_line, passage_evidence, sentences
from rag.verification.clause import Clause, clause_of, read_ahead

PARAPHRASES = Path(__file__).with_name("paraphrases.jsonl")
WRONG = Path(__file__).with_name("wrong.jsonl")
_BODY = frozenset({SectionKind.PART, SectionKind.ARTICLE, SectionKind.ITEM, SectionKind.BULLET, SectionKind.CLOSING})
_MARKER = re.compile(r"^(?:[-+*•]|(?:Điều )?\d+(?:\.\d+)*[.)]|[a-zđ][.)]|[IVX]+\.)\s*")
_SHORTEST, _LONGEST = 45, 320  # characters of a sentence that says something and is still one
_BESIDE = 7  # clauses that are given beside the one that bears a sentence


@dataclass(frozen=True)
class Shown:
    """The clauses that a model is shown, and the number, from 1, of the one that bears the sentence."""

    clauses: tuple[Clause, ...]
    bearing: int

    @property
    def clause(self) -> Clause:
        """The clause that bears the sentence."""
        return self.clauses[self.bearing - 1]


@dataclass(frozen=True)
class Right:
    """A sentence that its clause bears, and how it came about: "verbatim", "notation", "named" or "paraphrase"."""

    text: str
    shown: Shown
    kind: str


def read_documents(folders: Sequence[Path]) -> list[Document]:
    """Read the documents of some folders, in the order of their names."""
    paths = [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in {".txt", ".md"}]
    return [build_document(read_source(path), path.name, "0" * 64, DocumentId(path.stem)) for path in paths]


def right_sentences(documents: Sequence[Document], seed: int) -> list[Right]:
    """Return right sentences made by rule from every document, the same for the same seed."""
    choice = random.Random(seed)  # noqa: S311 - a sample, no secret
    clauses = {document.id: body_clauses(document) for document in documents}
    everything = [clause for held in clauses.values() for clause in held]
    made = []
    for document in documents:
        for clause in clauses[document.id]:
            for text in _sentences(clause):
                shown = _shown(clause, clauses[document.id], everything, choice)
                made += [Right(text, shown, "verbatim"), *_told_otherwise(text, shown)]
    return made


def paraphrases(documents: Sequence[Document], seed: int) -> list[Right]:
    """Return the paraphrases written by hand, each with the clause whose words they were written from."""
    return [Right(text, shown, "paraphrase") for text, shown, _ in _by_hand(PARAPHRASES, documents, seed)]


def wrong_sentences(documents: Sequence[Document], seed: int) -> list[tuple[str, Shown, str]]:
    """Return wrong sentences written by hand, each with its clause among others and with what is wrong with it."""
    return list(_by_hand(WRONG, documents, seed))


def _by_hand(path: Path, documents: Sequence[Document], seed: int) -> Iterator[tuple[str, Shown, str]]:
    choice = random.Random(seed)  # noqa: S311 - a sample, no secret
    clauses = [clause for document in documents for clause in body_clauses(document)]
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        bearing = next((clause for clause in clauses if entry["clause"] in " ".join(clause.text.split())), None)
        if bearing is None:
            raise ValueError(f"no clause holds {entry['clause']!r}")
        yield entry["sentence"], _shown(bearing, clauses, clauses, choice), entry.get("kind", "")


def body_clauses(document: Document) -> list[Clause]:
    """Return the clauses of a document's body, each as its citation would show it."""
    places = [passage_evidence(document, passage, None) for passage in document.passages]
    return [clause_of(place) for place in places if place.section.kind in _BODY]


def _sentences(clause: Clause) -> Iterator[str]:
    for start, end in sentences(clause.text, 0, len(clause.text)):
        text = " ".join(_MARKER.sub("", clause.text[start:end].strip()).split()).rstrip(" ;:./,")
        if _SHORTEST <= len(text) <= _LONGEST and text[0].isupper():
            yield f"{text}."


def _shown(clause: Clause, near: Sequence[Clause], far: Sequence[Clause], choice: random.Random) -> Shown:
    """Put a clause among others, most of them of its own document."""
    others = [c for c in choice.sample(list(near), min(_BESIDE, len(near))) if c.text != clause.text]
    others += [c for c in choice.sample(list(far), 2) if c.text != clause.text]
    others = others[:_BESIDE]
    place = choice.randint(0, len(others))
    clauses = (*others[:place], clause, *others[place:])
    read_ahead(clauses)
    return Shown(clauses, place + 1)


def _told_otherwise(text: str, shown: Shown) -> Iterator[Right]:
    """Yield a sentence in other notations, and behind the words that name its document and section."""
    other = text
    for day in reversed(find_dates(text)):
        words = f"ngày {day.day} tháng {day.month}" + (f" năm {day.year}" if day.year else "")
        printed = f"ngày {day.day}/{day.month}" + (f"/{day.year}" if day.year else "")
        start = re.search(r"(?:ngày\s+)?$", other[: day.start], re.IGNORECASE)
        first = start.start() if start else day.start
        other = other[:first] + (printed if "tháng" in other[day.start : day.end] else words) + other[day.end :]
    other = re.sub(r"\b[ỦU][yỷ] ban nhân dân\b", "UBND", other)
    if other != text:
        yield Right(other, shown, "notation")
    clause = shown.clause
    named = document_line(clause.metadata)
    yield Right(f"Theo {named[:1].lower()}{named[1:]}, {clause.label}, {text[:1].lower()}{text[1:]}", shown, "named")
