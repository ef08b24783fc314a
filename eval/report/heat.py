"""Tables of figures by style and by document: one row each, one column per figure, shaded from poor to good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.report.numbers import figure_value
from eval.report.wording import SHORT_NAMES
from eval.rows import Figure

_FEW = 10  # questions; with fewer a cell is said to rest on few
_POOR = 0.7  # at or below, a cell has the deepest shade of poor
_WELL = 3  # the least shade of a figure that meets its bar
_HARM = 3  # one question in ten refused by mistake is as poor as seven in ten answered


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with the number it rests on; `shade` from 0 (poor) to 4 (good), None without questions."""

    value: str
    n: int
    shade: int | None
    few: bool


@dataclass(frozen=True, slots=True)
class HeatTable:
    """`columns` are names of figures; each row is its name and one cell per column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def heat_table(rows: Iterable[tuple[str, Sequence[Figure]]]) -> HeatTable:
    """Return the table of named rows of figures; known figures have short heads and come first."""
    found = list(rows)
    named = {figure.key: figure.name_vi for _, figures in found for figure in figures if figure.n}
    columns = {key: short for key, short in SHORT_NAMES.items() if key in named}
    columns |= {key: name for key, name in named.items() if key not in columns}
    return HeatTable(
        tuple(columns.values()),
        tuple((name, tuple(_cell(key, figures) for key in columns)) for name, figures in found),
    )


def _cell(key: str, figures: Sequence[Figure]) -> Cell:
    figure = next((f for f in figures if f.key == key and f.n), None)
    if figure is None:
        return Cell("–", 0, None, few=False)
    return Cell(figure_value(key, figure.value), figure.n, _shade(figure), few=figure.n < _FEW)


def _shade(figure: Figure) -> int:
    """Return how good a figure looks; one that meets its bar looks good however low the bar is."""
    goodness = 1 - _HARM * figure.value if figure.at_most else figure.value
    shade = round(4 * min(1.0, max(0.0, (goodness - _POOR) / (1 - _POOR))))
    return max(shade, _WELL) if figure.met else shade
