"""Collections to fit the fusion on, made of law articles and held-out natural questions: the whole, and small ones.

A small collection holds some 300 texts of one subject, as an office's store does: the articles that answer the
subject's questions among others of the subject, filled up with foreign ones. Their texts come in three shapes: title as
context, title as the first line, and neighbouring articles run together into texts of some twenty sentences.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.collection import entry_of
from rag.ports import Entry
from rag.training.lawdata import Article, JudgedQuestion, LawData

SMALL = 300  # texts
_LONG = 450  # words from which a text of neighbouring articles is long enough
_SHORTEST = 80  # characters of an article that serves as a counter-example


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question, the keys of the passages that answer it, and what it must not be torn apart from by a split."""

    text: str
    right: frozenset[str]
    group: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A collection of passages and questions over it; samples of one kind are reported together."""

    kind: str
    entries: tuple[Entry, ...]
    questions: tuple[AskedQuestion, ...]


def whole_law(data: LawData, part: Sequence[JudgedQuestion], kind: str = "law, whole") -> Sample:
    """Return all articles with the questions of one part."""
    entries = tuple(entry_of(str(row), article.title, article.text) for row, article in enumerate(data.articles))
    questions = (
        AskedQuestion(item.question, frozenset(entries[row].key for row in item.relevant), item.page) for item in part
    )
    return Sample(kind, entries, tuple(questions))


def small_law(data: LawData, part: Sequence[JudgedQuestion], seed: int = 1) -> Iterator[Sample]:
    """Yield three shapes of a small collection for each subject that the questions ask about."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    members: dict[str, list[int]] = defaultdict(list)
    for row, article in enumerate(data.articles):
        members[article.subject].append(row)
    asked: dict[str, list[JudgedQuestion]] = defaultdict(list)
    for item in part:
        asked[data.articles[item.relevant[0]].subject].append(item)
    for subject, items in asked.items():
        rows = _chosen(data, items, members[subject], chance)
        single = [(row,) for row in rows]
        yield _sample("law, small, titles apart", data.articles, single, items, apart=True)
        yield _sample("law, small, titles inside", data.articles, single, items, apart=False)
        runs = _runs(data.articles, items, members[subject], chance)
        yield _sample("law, small, long texts", data.articles, runs, items, apart=False)


def _chosen(data: LawData, items: Sequence[JudgedQuestion], members: list[int], chance: random.Random) -> list[int]:
    """Return the rows of the articles that answer, with others of the subject, and foreign ones if they are too few."""
    right = {row for item in items for row in item.relevant}
    others = [row for row in members if row not in right and len(data.articles[row].text) >= _SHORTEST]
    chance.shuffle(others)
    drawn = chance.sample(range(len(data.articles)), min(3 * SMALL, len(data.articles)))
    held = right | set(members)
    foreign = [row for row in drawn if row not in held and len(data.articles[row].text) >= _SHORTEST]
    return sorted([*right, *(others + foreign)[: max(0, SMALL - len(right))]])


def _runs(
    articles: Sequence[Article], items: Sequence[JudgedQuestion], members: list[int], chance: random.Random
) -> list[tuple[int, ...]]:
    """Return runs of neighbouring articles of the subject: all that answer, and others up to the usual number."""
    right = {row for item in items for row in item.relevant}
    runs: list[tuple[int, ...]] = [(row,) for row in sorted(right - set(members))]
    run: list[int] = []
    for row in members:
        run.append(row)
        if sum(len(articles[row].text.split()) for row in run) > _LONG or row == members[-1]:
            runs.append(tuple(run))
            run = []
    answering = [run for run in runs if right.intersection(run)]
    others = [run for run in runs if not right.intersection(run)]
    chance.shuffle(others)
    return [*answering, *others[: max(0, SMALL - len(answering))]]


def _sample(
    kind: str,
    articles: Sequence[Article],
    groups: Sequence[tuple[int, ...]],
    items: Sequence[JudgedQuestion],
    *,
    apart: bool,
) -> Sample:
    entries = [
        entry_of(
            str(number),
            articles[rows[0]].title if apart else "",
            "\n".join(articles[row].text if apart else f"{articles[row].title}\n{articles[row].text}" for row in rows),
        )
        for number, rows in enumerate(groups)
    ]
    key = {row: entry.key for rows, entry in zip(groups, entries, strict=True) for row in rows}
    questions = (
        AskedQuestion(item.question, frozenset(key[row] for row in item.relevant), item.page) for item in items
    )
    return Sample(kind, tuple(entries), tuple(questions))
