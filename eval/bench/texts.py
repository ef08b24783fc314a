"""Documents for the benchmark, in any number: from law text that the user has, or mixed from shipped sentences."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Iterator
from pathlib import Path

_CLAUSES_PER_DOCUMENT = 40
_LONGEST_CLAUSE = 700
_SHORTEST_SENTENCE = 40
SHIPPED = Path(__file__).resolve().parents[2] / "corpus" / "documents"


def write_texts(folder: Path, passages: int, law: Path | None, seed: int = 7) -> int:
    """Write documents of 40 clauses each, about `passages` clauses in all; return the number of documents.

    Clauses come from `law` (a JSONL file, xz-packed or not, with `title` and `text`), or, without it, from the
    shipped documents' sentences mixed by a seeded generator. The reader decides how many passages there are.
    """
    folder.mkdir(parents=True)
    clauses = law_clauses(law) if law is not None else mixed_clauses(seed)
    number = 0
    for start in range(0, passages, _CLAUSES_PER_DOCUMENT):
        count = min(_CLAUSES_PER_DOCUMENT, passages - start)
        lines = [clause for _, clause in zip(range(count), clauses, strict=False)]
        if not lines:
            break
        number += 1
        (folder / f"{number:05d}.txt").write_text(_document(number, lines), encoding="utf-8")
    return number


def law_clauses(path: Path) -> Iterator[str]:
    """Yield the articles of a law file, cut at paragraphs into clauses of at most 700 characters or one paragraph."""
    packed = path.suffix == ".xz"
    with lzma.open(path, "rt", encoding="utf-8") if packed else path.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield from _cut(f"{article['title']}. {article['text']}")


def mixed_clauses(seed: int) -> Iterator[str]:
    """Yield clauses without end, each of one to three sentences of the shipped documents, a few syllables swapped."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable mixture, no secret
    sentences = shipped_sentences()
    syllables = [word for sentence in sentences for word in sentence.split() if word.isalpha()]
    while True:
        words = " ".join(chance.choices(sentences, k=chance.randint(1, 3))).split()
        for _ in range(len(words) // 8 + 1):
            words[chance.randrange(len(words))] = chance.choice(syllables)
        yield " ".join(words)


def shipped_sentences() -> list[str]:
    """Return the sentences of the shipped documents, without marks of layout."""
    found = []
    for path in sorted(SHIPPED.glob("*.txt")):
        plain = re.sub(r"[*#|_]+", " ", path.read_text(encoding="utf-8"))
        found += [" ".join(sentence.split()) for sentence in re.split(r"(?<=[.;:])\s+", plain)]
    return [sentence for sentence in found if len(sentence) >= _SHORTEST_SENTENCE]


def _cut(text: str) -> Iterator[str]:
    clause = ""
    for paragraph in (" ".join(part.split()) for part in text.split("\n")):
        if clause and len(clause) + len(paragraph) > _LONGEST_CLAUSE:
            yield clause
            clause = ""
        clause = f"{clause} {paragraph}".strip()
    if clause:
        yield clause


def _document(number: int, clauses: list[str]) -> str:
    """Return a plan with its letterhead and the clauses as numbered items, which is how the reader knows them."""
    head = (
        "ỦY BAN NHÂN DÂN\nTỈNH MẪU\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
        f"Số: {number}/KH-UBND\nTỉnh Mẫu, ngày 15 tháng 3 năm 2024\n\nKẾ HOẠCH\nThực hiện nhiệm vụ số {number}\n\n"
        "I. NỘI DUNG\n\n"
    )
    return head + "\n\n".join(f"{n}. {clause}" for n, clause in enumerate(clauses, 1)) + "\n"
