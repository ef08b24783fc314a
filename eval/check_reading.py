"""Reading many documents and checking what must hold for every one of them.

    python -m eval.check_reading --documents FILE.jsonl.xz

The file has one JSON object to a line with a `text` and an `_id` (compressed or not). For each text: reading never
raises; sections nest, stay in order and lie inside the text; every printed number stands where its section
begins, so none is invented; passages come in order, do not overlap, and lie inside their section. Prints the
findings and the seconds that reading takes; exits with 1 when anything was found.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from corpus.folding import fold
from corpus.model import Passage, Section, SectionKind
from corpus.passages import cut
from corpus.structure import outline
from corpus.text import clean_text

_SHOWN = 20
_DEFECTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold: in which document, what, and at which offset of its clean text."""

    document: str
    what: str
    place: int


def findings(document: str, raw: str) -> list[Finding]:
    """Read a raw text and return what does not hold; an error while reading is a finding too."""
    try:
        text = clean_text(raw)
        sections = outline(text)
        passages = cut(text, sections)
    except _DEFECTS as error:
        return [Finding(document, f"raised {type(error).__name__}: {error}", -1)]
    return [Finding(document, what, place) for what, place in _wrong(text, sections, passages)]


def _wrong(text: str, sections: Sequence[Section], passages: Sequence[Passage]) -> Iterator[tuple[str, int]]:
    anchors = Counter(section.anchor for section in sections)
    for ordinal, section in enumerate(sections):
        if section.ordinal != ordinal or anchors[section.anchor] > 1:
            yield "ordinal or anchor is not unique", section.start
        if not 0 <= section.start <= section.body <= section.end <= len(text):
            yield "section leaves the text", section.start
        if ordinal and sections[ordinal - 1].start >= section.start:
            yield "section is out of order", section.start
        yield from _wrong_place(section, sections)
        if not _is_printed(text, section):
            yield f"number {section.marker!r} is not printed there", section.start
    yield from _wrong_passages(text, sections, passages)


def _wrong_place(section: Section, sections: Sequence[Section]) -> Iterator[tuple[str, int]]:
    if section.parent is None:
        return
    parent = sections[section.parent]
    if not (parent.ordinal < section.ordinal and parent.start <= section.start and section.end <= parent.end):
        yield "section leaves its parent", section.start
    if section.path and section.path[:-1] != parent.path:
        yield "path does not continue the parent's", section.start


def _is_printed(text: str, section: Section) -> bool:
    """Tell whether the number of a section begins it in the text; bullets are counted, blocks have none."""
    if not section.marker or section.kind is SectionKind.BULLET:
        return True
    printed = "".join(fold(text[section.start : section.start + 200]).split())
    return printed.lstrip("(").startswith("".join(fold(section.marker).split()).lstrip("("))


def _wrong_passages(text: str, sections: Sequence[Section], passages: Sequence[Passage]) -> Iterator[tuple[str, int]]:
    for one, two in pairwise(passages):
        if one.end > two.start:
            yield "passages overlap", two.start
    for passage in passages:
        section = sections[passage.section]
        if not section.start <= passage.start < passage.end <= section.end or not text[passage.start : passage.end]:
            yield "passage leaves its section", passage.start


def _documents(path: Path) -> Iterator[tuple[str, str]]:
    with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as lines:
        for line in lines:
            document = json.loads(line)
            yield document["_id"], document["text"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Check all documents of a file and print the result; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.check_reading", description="Check how documents are read.")
    parser.add_argument("--documents", type=Path, required=True, help="JSON lines with _id and text, or .jsonl.xz")
    path: Path = parser.parse_args(arguments).documents
    found: list[Finding] = []
    seconds: list[float] = []
    for document, raw in _documents(path):
        begin = time.process_time()
        found.extend(findings(document, raw))
        seconds.append(time.process_time() - begin)
    _report(found, sorted(seconds))
    return 1 if found else 0


def _report(found: Sequence[Finding], seconds: Sequence[float]) -> None:
    documents = len({finding.document for finding in found})
    lines = [f"documents {len(seconds)}, findings {len(found)} in {documents} documents"]
    lines.extend(f"  {finding.document} at {finding.place}: {finding.what}" for finding in found[:_SHOWN])
    if seconds:
        middle, high = seconds[len(seconds) // 2], seconds[int(0.95 * (len(seconds) - 1))]
        lines.append(f"processor seconds: median {middle:.3f}, p95 {high:.3f}, max {seconds[-1]:.3f}")
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    sys.exit(main())
