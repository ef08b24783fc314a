"""`danvan calibrate`: the ranking's weights fitted anew on dev questions, over the documents of the store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from danvan.settings import Settings


def calibrate(settings: Settings, questions: Sequence[Path], out: Path) -> None:
    """Fit on the question files and write the weights into `out`, which holds those to start from."""
    from danvan.wiring import open_house
    from eval.calibrate import calibrate as fit

    with open_house(settings, "calibrate", graph=False) as house:
        print(fit(questions, house.assistant(), out))
