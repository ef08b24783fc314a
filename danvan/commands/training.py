"""`danvan train-encoder`: the shipped encoder made anew from law text and questions."""

from __future__ import annotations

import sys
from pathlib import Path

from rag.errors import ConfigurationError


def train(data: Path, out: Path, seed: int) -> None:
    """Train, write the model with its card, and say what was measured. Raises ConfigurationError."""
    try:
        from rag.training.train import TrainingSettings, train_encoder
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"Huấn luyện cần thêm thư viện {error.name}. Hãy cài: pip install -c constraints.txt -e '.[models]'"
        ) from error
    with _Stages() as stages:
        report = train_encoder(TrainingSettings(data=data, out=out, seed=seed), stages)
    print(f"Đã ghi mô hình vào {report.folder} ({report.bytes / 2**20:.1f} MB) sau {report.seconds / 60:.1f} phút.")
    print(f"Số liệu đo được nằm trong thẻ mô hình: {report.folder / 'README.md'}")


class _Stages:
    """Shows the stage of a training run and how far it is: a bar on a terminal, one line a stage elsewhere."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._seen = ""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> _Stages:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note of progress."""
        if stage != self._seen:
            self._seen = stage
            if self._bar.disable:
                print(f"{stage} …", file=sys.stderr, flush=True)
            else:
                self._bar.reset(self._task, description=stage)
        self._bar.update(self._task, completed=done, total=total)
