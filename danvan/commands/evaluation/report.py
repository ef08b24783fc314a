"""`danvan eval report`: the report of a run, written anew from its rows and its summary."""

from __future__ import annotations

from pathlib import Path

from eval.report import write_report
from eval.run_folder import RunUnreadable
from rag.errors import ConfigurationError


def report(folder: Path) -> None:
    """Write the report into the folder of a run and print its path; raises ConfigurationError when it holds none."""
    try:
        print(write_report(folder))
    except RunUnreadable as error:
        raise ConfigurationError(str(error)) from error
