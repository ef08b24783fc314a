"""`danvan eval retrieval`: the product's own retrieval on any test set in BEIR form."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from danvan.progress import progress_bar
from danvan.settings import Settings
from danvan.wiring import build_encoder, index_makers
from eval.beir import TestSet, read_test_set
from rag.collection import Collection
from rag.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class SetFiles:
    """Where the three files of a test set are."""

    corpus: Path
    queries: Path
    qrels: Path


def evaluate(
    settings: Settings, files: SetFiles, *, bare: bool, limit: int | None, out: Path | None, as_json: bool
) -> None:
    """Index, ask, measure, print; write summary and rows when `out` names a folder. Raises ConfigurationError."""
    from eval.retrieval import indexed, questions_asked, rankings
    from eval.retrieval_report import rows, shown, summary, write

    test_set = _limited(read_test_set(files.corpus, files.queries, files.qrels), limit)
    with tempfile.TemporaryDirectory(prefix="danvan-eval-") as folder:
        collection = Collection(Path(folder), build_encoder(settings), index_makers(graph=False))
        try:
            with progress_bar("Lập chỉ mục", len(test_set.texts)) as advance:
                built = indexed(collection, test_set, advance)
            with progress_bar("Hỏi", questions_asked(test_set, bare=bare)) as advance:
                measured = list(rankings(collection, test_set, bare=bare, progress=advance))
            found = summary(files.corpus.name, test_set, built, measured, _bytes(Path(folder)))
        finally:
            collection.close()
    if out is not None:
        try:
            write(out, found, rows(test_set, measured))
        except OSError as error:
            raise ConfigurationError(f"Không ghi được vào thư mục {out}: {error.strerror}.") from error
    print(found.model_dump_json(indent=1) if as_json else shown(found))


def _limited(test_set: TestSet, limit: int | None) -> TestSet:
    return test_set if limit is None else replace(test_set, queries=test_set.queries[:limit])


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
