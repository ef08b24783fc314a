"""What the docs name is there: files, links, modules, functions, make targets, commands, settings, answers."""

from __future__ import annotations

import importlib
import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer.main

from danvan.cli import app
from danvan.settings import PREFIX, Settings
from danvan.wiring import open_house
from rag.model import Inquiry

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("danvan", "corpus", "rag", "api", "bot", "eval")
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())

_FENCE = re.compile(r"^```.*?^```[ \t]*$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
_DOTTED = re.compile(rf"(?:{'|'.join(ROOMS)})(?:\.[A-Za-z_]\w*)+")
_PATH = re.compile(rf"(?:docs|tests|{'|'.join(ROOMS)})/[\w./*-]+")
_FILE_SUFFIXES = {"py", "md", "json", "jsonl", "toml", "txt"}


def _read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _code(page: Path) -> str:
    """Return everything that a page sets in code letters, one piece to a line."""
    text = _read(page)
    return "\n".join([*_FENCE.findall(text), *_SPAN.findall(_FENCE.sub("", text))])


def _spans(page: Path) -> list[str]:
    return _SPAN.findall(_FENCE.sub("", _read(page)))


def _anchors(page: Path) -> set[str]:
    """Return the anchors that a forge gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", _read(page)), re.MULTILINE)
    plain = (re.sub(r"[^\w\s-]", "", heading.replace("`", "").lower()) for heading in headings)
    return {re.sub(r"\s", "-", heading.strip()) for heading in plain}


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target in _LINK.findall(_FENCE.sub("", _read(page))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        meant = (page.parent / path).resolve() if path else page
        if not meant.exists() or anchor and anchor not in _anchors(meant):
            broken.append(target)
    assert broken == []


@each_page
def test_files_that_are_named_are_there(page: Path) -> None:
    named = [span for span in _spans(page) if _PATH.fullmatch(span.split()[0])]
    missing = [span for span in named if not list(ROOT.glob(span.split()[0].rstrip("/")))]
    assert missing == []


@each_page
def test_modules_and_functions_that_are_named_are_there(page: Path) -> None:
    named = {match.group() for span in _spans(page) if (match := _DOTTED.match(span)) and "/" not in span}
    meant = {name for name in named if name.rpartition(".")[2] not in _FILE_SUFFIXES}
    assert sorted(name for name in meant if not _can_be_imported(name)) == []


def test_the_architecture_page_names_what_it_speaks_of() -> None:
    named = {match.group() for span in _spans(ROOT / "docs" / "architecture.md") if (match := _DOTTED.match(span))}
    assert len(named) > 50
    assert "rag.assistant.Assistant.answer" in named


@each_page
def test_make_targets_that_are_named_are_there(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"(?<![\w-])make ([a-z][a-z-]*)", _code(page))) - targets == set()


@each_page
def test_commands_that_are_named_are_there(page: Path) -> None:
    group = typer.main.get_command(app)
    commands = set(getattr(group, "commands", {}))
    assert "ask" in commands
    said = re.findall(r"^(?:\$ )?(?:\.venv/bin/)?danvan ([a-z][a-z-]+)", _code(page), re.MULTILINE)
    assert set(said) - commands == set()


@each_page
def test_settings_that_are_named_are_there(page: Path) -> None:
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    assert set(re.findall(rf"{PREFIX}[A-Z_]+", _read(page))) - known == set()


@each_page
def test_no_page_names_a_place_of_a_workshop(page: Path) -> None:
    assert re.findall(r"/work/\S*|/tmp/\S*|/home/\S*", _read(page)) == []


def test_decisions_are_numbered_once_and_without_a_gap() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    titles = [_read(page).split("\n", 1)[0] for page in pages]
    assert [
        title for title, page in zip(titles, pages, strict=True) if not title.startswith(f"# {int(page.name[:4])}. ")
    ] == []


def test_the_readme_shows_what_is_really_answered(tmp_path: Path) -> None:
    shown = _read(ROOT / "README.md").split("<!-- answers -->")[1].split("<!-- /answers -->")[0]
    examples = re.findall(r'^\$ make ask Q="([^"]+)"\n(.*?)^```', shown, re.MULTILINE | re.DOTALL)
    assert len(examples) >= 2
    settings = Settings(_env_file=None, data_dir=tmp_path / "store")
    with open_house(settings, "ask", graph=False) as house:
        assistant = house.assistant()
        for question, printed in examples:
            answer = assistant.answer(Inquiry(question))
            assert " ".join(printed.split()).startswith(" ".join(answer.answer.split()))


def _can_be_imported(name: str) -> bool:
    """Tell whether a dotted name leads to a module, or to something that a module holds."""
    steps = name.split(".")
    for length in range(len(steps), 0, -1):
        module = ".".join(steps[:length])
        if _is_module(module):
            return _holds(importlib.import_module(module), steps[length:])
    return False


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def _holds(holder: object, steps: list[str]) -> bool:
    """Tell whether attribute after attribute is there; a field of a dataclass counts, with or without a default."""
    if not steps:
        return True
    if is_dataclass(holder) and steps[0] in {field.name for field in fields(holder)}:
        return len(steps) == 1
    return hasattr(holder, steps[0]) and _holds(getattr(holder, steps[0]), steps[1:])
