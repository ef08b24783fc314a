"""A module fits on a few screens, a function on one. Exceptions are listed here, each with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("danvan", "corpus", "rag", "api", "bot", "eval", "tests")
MODULE_LINES = 400
FUNCTION_LINES = 60
INIT_LINES = 30

LONG_MODULES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}


def modules() -> Iterator[Path]:
    """Yield every Python file of the house."""
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_modules_stay_short() -> None:
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert len(lengths) > 20
    assert {name: n for name, n in lengths.items() if n > MODULE_LINES and name not in LONG_MODULES} == {}


def test_package_doors_stay_short() -> None:
    doors = [path for path in modules() if path.name == "__init__.py"]
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in doors}
    assert {name: n for name, n in lengths.items() if n > INIT_LINES} == {}


def test_functions_stay_short() -> None:
    long: dict[str, int] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                name = f"{_name(path)}:{node.name}"
                if length > FUNCTION_LINES and name not in LONG_FUNCTIONS:
                    long[name] = length
    assert long == {}


def test_no_test_folder_is_a_package() -> None:
    """An `__init__.py` below tests/ would let `tests/unit/api` take the name of the room `api`."""
    assert [_name(path) for path in (ROOT / "tests").rglob("__init__.py")] == []
