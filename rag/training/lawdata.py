"""The data that the encoder learns from: articles of law, natural questions, which articles answer them, documents.

    <data>/phapdien/articles.jsonl.xz         {"_id", "title", "text", "demuc"}
    <data>/law_questions/qa_pairs.jsonl.xz    {"_id", "question", "answer"}
    <data>/law_questions/queries.jsonl        {"_id", "text"}
    <data>/law_questions/qrels.tsv            query-id, corpus-id, score
    <data>/admin_docs/docs.jsonl.xz           {"_id", "text"}

A question's id is "<page>-<number>"; questions of one page of the help site speak of one matter.
"""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Article:
    """One article of law; `subject` is the part of the codification that it belongs to."""

    id: str
    title: str
    text: str
    subject: str


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A natural question with the text of its answer."""

    id: str
    question: str
    answer: str

    @property
    def page(self) -> str:
        """The page of the help site that the question stands on."""
        return self.id.rpartition("-")[0]


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A natural question with the rows of the articles that its answer cites, at least one."""

    id: str
    question: str
    relevant: tuple[int, ...]

    @property
    def page(self) -> str:
        """The page of the help site that the question stands on."""
        return self.id.rpartition("-")[0]


@dataclass(frozen=True, slots=True)
class OfficialText:
    """The raw text of one official document."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class LawData:
    """Everything read; `JudgedQuestion.relevant` points into `articles`."""

    articles: tuple[Article, ...]
    answered: tuple[AnsweredQuestion, ...]
    judged: tuple[JudgedQuestion, ...]
    documents: tuple[OfficialText, ...] = ()


def read_law_data(folder: Path) -> LawData:
    """Read the five files under `folder`; raises ConfigurationError when one is missing or not as described."""
    try:
        articles = tuple(_articles(folder / "phapdien" / "articles.jsonl.xz"))
        answered = tuple(_answered(folder / "law_questions" / "qa_pairs.jsonl.xz"))
        judged = tuple(_judged(folder / "law_questions", {article.id: row for row, article in enumerate(articles)}))
        documents = tuple(_documents(folder / "admin_docs" / "docs.jsonl.xz"))
    except (OSError, ValueError, KeyError, lzma.LZMAError) as error:
        raise ConfigurationError(f"Không đọc được dữ liệu huấn luyện trong {folder}: {error}") from error
    return LawData(articles, answered, judged, documents)


def _articles(path: Path) -> Iterator[Article]:
    for row in _rows(path):
        yield Article(row["_id"], row["title"], row["text"], row["demuc"])


def _answered(path: Path) -> Iterator[AnsweredQuestion]:
    for row in _rows(path):
        yield AnsweredQuestion(row["_id"], row["question"], row["answer"])


def _documents(path: Path) -> Iterator[OfficialText]:
    for row in _rows(path):
        yield OfficialText(row["_id"], row["text"])


def _judged(folder: Path, rows: dict[str, int]) -> Iterator[JudgedQuestion]:
    relevant: dict[str, list[int]] = defaultdict(list)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, article, _ = line.split("\t")
        relevant[question].append(rows[article])
    for row in _rows(folder / "queries.jsonl"):
        if relevant[row["_id"]]:
            yield JudgedQuestion(row["_id"], row["text"], tuple(sorted(relevant[row["_id"]])))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
