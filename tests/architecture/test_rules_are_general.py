"""No rule may know a shipped document: code names none of their places, numbers or ids.

Docstrings may give an example; what runs may not. The names are read from the documents themselves.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.document import build_document
from corpus.folding import fold, nfc
from corpus.manifest import load
from corpus.model import Metadata
from corpus.reading import read_source

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("danvan", "corpus", "rag", "api", "bot", "eval")
PAGES = ("*.html", "*.js", "*.css")
LEVEL = re.compile(r"^(?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran) ")
# Questions about the shipped documents are test data, not rules.
TEST_DATA = ("eval/questions", "eval/documents")


@pytest.fixture(scope="module")
def names(shipped_documents: Path) -> set[str]:
    """Return the folded places, numbers and ids of the shipped documents."""
    entries = load(shipped_documents)
    read = [build_document(read_source(e.path), e.path.name, e.sha256, e.id).metadata for e in entries]
    return {str(entry.id) for entry in entries} | {name for metadata in read for name in _names(metadata)}


def _names(metadata: Metadata) -> Iterator[str]:
    if metadata.locality:
        yield LEVEL.sub("", fold(nfc(metadata.locality)))
    if metadata.number:
        yield fold(metadata.number)


def _docstrings(tree: ast.AST) -> set[int]:
    """Return the identities of the constants that are docstrings, of attributes too."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _words_that_run() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            where = path.relative_to(ROOT).as_posix()
            tree = ast.parse(path.read_text(encoding="utf-8"))
            prose = _docstrings(tree)
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
                    yield where, node.value
                elif isinstance(node, ast.Name):
                    yield where, node.id.replace("_", " ")
        for kind in PAGES:
            for path in sorted((ROOT / room).rglob(kind)):
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_the_shipped_documents_give_names_to_look_for(names: set[str]) -> None:
    assert len(names) >= 9  # five ids and, but for blanks, their places and numbers


def test_no_rule_names_a_shipped_document(names: set[str]) -> None:
    pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names)))
    found = {
        (where, match.group())
        for where, words in _words_that_run()
        if not where.startswith(TEST_DATA) and (match := pattern.search(fold(nfc(words))))
    }
    assert found == set()
