"""The rooms have everyday names; these tests see to it that each name is ours, and means one thing."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("danvan", "corpus", "rag", "api", "bot", "eval")
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base", "stuff"}


def _modules() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_the_one_of_this_checkout(room: str) -> None:
    spec = importlib.util.find_spec(room)
    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin).resolve() == ROOT / room / "__init__.py"


@pytest.mark.parametrize("room", ROOMS)
def test_no_other_distribution_ships_a_room(room: str) -> None:
    assert set(importlib.metadata.packages_distributions().get(room, [])) <= {"danvan"}


def test_no_module_has_a_vague_name() -> None:
    assert [path.relative_to(ROOT).as_posix() for path in _modules() if path.stem in VAGUE] == []


def test_no_module_has_the_name_of_its_package() -> None:
    assert [path.relative_to(ROOT).as_posix() for path in _modules() if path.stem == path.parent.name] == []


def test_no_room_has_the_name_of_a_standard_module() -> None:
    assert set(ROOMS) & set(sys.stdlib_module_names) == set()


def test_nobody_rebinds_the_builtin_eval() -> None:
    plain = [
        path.relative_to(ROOT).as_posix()
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import) and any(alias.name == "eval" for alias in node.names)
    ]
    assert plain == []
