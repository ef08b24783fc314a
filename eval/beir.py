"""Test sets of retrieval in BEIR form (Thakur et al. 2021): texts, questions, and which texts answer which question.

    corpus   one JSON object a line: `_id`, `text`, and perhaps `title`
    queries  one JSON object a line: `_id`, `text`
    qrels    columns parted by tabs or blanks, with or without a header: question, text, relevance;
             or the four columns of TREC: question, 0, text, relevance

Files may be packed (.xz, .gz). What cannot be used is left out and counted; what makes figures wrong is an error.
"""

from __future__ import annotations

import gzip
import json
import lzma
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from rag.errors import ConfigurationError

_UNKNOWN_TEXTS = 0.5  # of the judgements: above it, the judgements are those of another corpus


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the corpus; the title may be empty."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A question with the texts that answer it, each with its degree, at least 1; there is at least one."""

    id: str
    text: str
    relevant: dict[str, int]


@dataclass(frozen=True, slots=True)
class TestSet:
    """A corpus and its judged questions. `left_out` counts by reason, in Vietnamese, what could not be used."""

    __test__ = False  # no test class, whatever pytest takes from the name

    texts: tuple[Text, ...]
    queries: tuple[JudgedQuery, ...]
    left_out: dict[str, int] = field(default_factory=dict)


def read_test_set(corpus: Path, queries: Path, qrels: Path) -> TestSet:
    """Read the three files; raises ConfigurationError, naming file and line, when one cannot be understood."""
    left_out: Counter[str] = Counter()
    texts = _texts(corpus, left_out)
    asked = _queries(queries, left_out)
    relevant = _judgements(qrels, asked, {text.id for text in texts}, left_out)
    judged = tuple(JudgedQuery(name, text, relevant[name]) for name, text in asked.items() if relevant.get(name))
    left_out["câu hỏi không có đánh giá"] = len(asked) - len(judged)
    if not judged:
        raise ConfigurationError(f"Không câu hỏi nào của {queries.name} có đánh giá trong {qrels.name}.")
    return TestSet(tuple(texts), judged, {reason: n for reason, n in left_out.items() if n})


def _texts(path: Path, left_out: Counter[str]) -> list[Text]:
    found: dict[str, Text] = {}
    for number, row in _objects(path):
        text = Text(_field(row, "_id", path, number), str(row.get("title") or ""), _field(row, "text", path, number))
        if text.id in found:
            left_out["văn bản trùng _id"] += 1
            continue
        found[text.id] = text
        if not (text.title.strip() or text.text.strip()):
            left_out["văn bản rỗng (không được lập chỉ mục)"] += 1
    if not found:
        raise ConfigurationError(f"Tệp {path} không có văn bản nào.")
    return list(found.values())


def _queries(path: Path, left_out: Counter[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, row in _objects(path):
        name, text = _field(row, "_id", path, number), _field(row, "text", path, number)
        if name in found:
            left_out["câu hỏi trùng _id"] += 1
        elif not text.strip():
            left_out["câu hỏi rỗng"] += 1
        else:
            found[name] = text
    if not found:
        raise ConfigurationError(f"Tệp {path} không có câu hỏi nào.")
    return found


def _judgements(
    path: Path, asked: dict[str, str], texts: set[str], left_out: Counter[str]
) -> dict[str, dict[str, int]]:
    """Return relevant texts by question. An unknown text stays: nobody can find it, and that costs recall."""
    relevant: dict[str, dict[str, int]] = {}
    known = unknown = 0
    for query, text, degree in _columns(path):
        if query not in asked:
            left_out["đánh giá của câu hỏi không có trong tệp câu hỏi"] += 1
        elif degree > 0:
            relevant.setdefault(query, {})[text] = degree
            known, unknown = known + (text in texts), unknown + (text not in texts)
    left_out["đánh giá trỏ tới văn bản không có trong kho (tính là không tìm thấy)"] = unknown
    if unknown > _UNKNOWN_TEXTS * (known + unknown):
        raise ConfigurationError(f"{unknown} đánh giá của {path.name} trỏ tới văn bản không có: không cùng một bộ.")
    return relevant


def _columns(path: Path) -> Iterator[tuple[str, str, int]]:
    for number, line in _lines(path):
        columns = line.split("\t") if "\t" in line else line.split()
        if len(columns) not in {3, 4}:
            raise ConfigurationError(f"{path}, dòng {number}: cần 3 hoặc 4 cột, có {len(columns)}.")
        query, text, degree = columns[0].strip(), columns[-2].strip(), columns[-1].strip()
        if degree.lstrip("-").isdigit():
            yield query, text, int(degree)
        elif number > 1:  # the first line may be a header
            raise ConfigurationError(f"{path}, dòng {number}: mức liên quan “{degree}” không phải số nguyên.")


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ConfigurationError(f"{path}, dòng {number}: không phải JSON.") from error
        if not isinstance(row, dict):
            raise ConfigurationError(f"{path}, dòng {number}: cần một đối tượng JSON.")
        yield number, row


def _field(row: dict[str, Any], name: str, path: Path, number: int) -> str:
    value = row.get(name)
    if isinstance(value, str) or (name == "_id" and isinstance(value, int)):
        return str(value)
    raise ConfigurationError(f"{path}, dòng {number}: thiếu trường “{name}” hoặc sai kiểu.")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield lines that hold something, with their numbers from 1."""
    try:
        with _opened(path) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except (OSError, EOFError, UnicodeDecodeError, lzma.LZMAError) as error:
        raise ConfigurationError(f"Không đọc được tệp {path}: {type(error).__name__}.") from error


def _opened(path: Path) -> TextIO:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8-sig")
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig")
    return path.open(encoding="utf-8-sig")
