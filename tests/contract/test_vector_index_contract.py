"""What every vector index owes its callers: the exact scan, Chroma, and the double alike."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from rag.adapters.chroma_index import ChromaIndex
from rag.adapters.exact_index import ExactIndex
from rag.ports import Entry, VectorIndex, Vectors
from rag.testing import MemoryVectorIndex

Make = Callable[[], VectorIndex]
ON_DISK: dict[str, Callable[[Path], VectorIndex]] = {"exact": ExactIndex, "chroma": ChromaIndex}


@pytest.fixture(params=["memory", *ON_DISK])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorIndex]:
    made = MemoryVectorIndex() if request.param == "memory" else ON_DISK[request.param](tmp_path / "store")
    yield made
    made.close()


def entries(document: str, count: int) -> list[Entry]:
    return [Entry(f"{document}#{n}", document, f"đoạn {n} của {document}", "Kế hoạch") for n in range(count)]


def unit_rows(count: int, dimension: int = 16, seed: int = 7) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, dimension), dtype=np.float32)
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def test_an_empty_index_finds_nothing_and_forgets_nothing(index: VectorIndex) -> None:
    index.remove("không có")
    assert index.search(unit_rows(1)[0], 5) == []
    assert index.size() == 0
    assert index.keys() == []


def test_a_passage_is_nearest_to_its_own_vector_with_cosine_one(index: VectorIndex) -> None:
    rows = unit_rows(20)
    index.replace(entries("a", 20), rows)
    for n in range(20):
        best = index.search(rows[n], 3)[0]
        assert best.key == f"a#{n}"
        assert best.score == pytest.approx(1.0, abs=1e-5)


def test_scores_are_cosines_and_fall(index: VectorIndex) -> None:
    rows = unit_rows(12)
    index.replace(entries("a", 12), rows)
    hits = index.search(rows[0], 12)
    expected = sorted((rows @ rows[0]).tolist(), reverse=True)
    assert [hit.score for hit in hits] == pytest.approx(expected, abs=1e-5)


def test_at_most_k_hits_come_back(index: VectorIndex) -> None:
    index.replace(entries("a", 4), unit_rows(4))
    assert len(index.search(unit_rows(1)[0], 2)) == 2
    assert len(index.search(unit_rows(1)[0], 50)) == 4
    assert index.search(unit_rows(1)[0], 0) == []


def test_a_vector_of_zeros_is_near_nothing(index: VectorIndex) -> None:
    index.replace(entries("a", 4), unit_rows(4))
    assert index.search(np.zeros(16, dtype=np.float32), 4) == []


def test_a_filter_keeps_only_the_named_documents(index: VectorIndex) -> None:
    rows = unit_rows(9)
    for n, name in enumerate(["a", "b", "c"]):
        index.replace(entries(name, 3), rows[3 * n : 3 * n + 3])
    found = index.search(rows[0], 9, ["b", "c", "b", "không có"])
    assert {hit.key for hit in found} == {f"{name}#{n}" for name in "bc" for n in range(3)}
    assert index.search(rows[0], 9, ["không có"]) == []


def test_replacing_twice_leaves_one_passage_with_the_later_vector(index: VectorIndex) -> None:
    first, second = unit_rows(2)
    index.replace(entries("a", 1), first[None])
    index.replace(entries("a", 1), second[None])
    assert index.size() == 1
    [hit] = index.search(second, 5)
    assert hit.score == pytest.approx(1.0, abs=1e-5)


def test_a_removed_document_is_never_found_again_and_can_come_back(index: VectorIndex) -> None:
    rows = unit_rows(6)
    index.replace(entries("a", 3), rows[:3])
    index.replace(entries("b", 3), rows[3:])
    index.remove("a")
    assert {hit.key for hit in index.search(rows[0], 6)} == {"b#0", "b#1", "b#2"}
    assert sorted(index.keys()) == ["b#0", "b#1", "b#2"]
    index.replace(entries("a", 2), rows[:2])
    assert index.search(rows[0], 1)[0].key == "a#0"
    assert index.size() == 5


def test_stored_vectors_come_back_in_the_order_asked_with_zeros_for_the_unknown(index: VectorIndex) -> None:
    rows = unit_rows(3)
    index.replace(entries("a", 3), rows)
    held = index.vectors(["a#2", "không có", "a#0", "a#2"])
    assert np.allclose(held, np.stack([rows[2], np.zeros(16), rows[0], rows[2]]), atol=1e-6)


def test_entries_and_vectors_must_be_as_many(index: VectorIndex) -> None:
    with pytest.raises(ValueError, match="2 entries but 3 vectors"):
        index.replace(entries("a", 2), unit_rows(3))


def test_vietnamese_and_strange_keys_survive(index: VectorIndex) -> None:
    names = ["Kế-hoạch_số 1", "dấu#thăng", "'; drop table --", "𝒳\u200b"]
    rows = unit_rows(len(names))
    for name, row in zip(names, rows, strict=True):
        index.replace(entries(name, 1), row[None])
    assert [index.search(row, 1)[0].key for row in rows] == [f"{name}#0" for name in names]
    assert [hit.key for hit in index.search(rows[0], 9, [names[2]])] == [f"{names[2]}#0"]


def test_many_threads_read_the_same_while_one_writes(index: VectorIndex) -> None:
    rows = unit_rows(60)
    index.replace(entries("a", 30), rows[:30])
    alone = [index.search(row, 5, ["a"]) for row in rows[:30]]
    with ThreadPoolExecutor(4) as pool:
        writing = pool.submit(index.replace, entries("b", 30), rows[30:])
        together = list(pool.map(lambda row: index.search(row, 5, ["a"]), rows[:30]))
        writing.result()
    assert [[hit.key for hit in hits] for hits in together] == [[hit.key for hit in hits] for hits in alone]


@pytest.mark.parametrize("make", ON_DISK.values(), ids=ON_DISK)
def test_what_was_written_is_there_after_reopening(make: Callable[[Path], VectorIndex], tmp_path: Path) -> None:
    rows = unit_rows(5)
    first = make(tmp_path / "store")
    first.replace(entries("a", 3), rows[:3])
    first.replace(entries("b", 2), rows[3:])
    first.remove("b")
    before = first.search(rows[1], 5)
    first.close()
    second = make(tmp_path / "store")
    assert second.size() == 3
    assert [hit.key for hit in second.search(rows[1], 5)] == [hit.key for hit in before]
    second.replace(entries("b", 2), rows[3:])
    assert second.size() == 5
    second.close()


def test_the_graph_finds_what_the_exact_scan_finds(tmp_path: Path) -> None:
    """Random vectors have no structure to help the graph: real passages are easier."""
    rows, questions = unit_rows(2000, 256), unit_rows(50, 256, seed=8)
    exact, graph = ExactIndex(tmp_path / "exact"), ChromaIndex(tmp_path / "graph")
    for store in (exact, graph):
        store.replace(entries("a", 2000), rows)
    shared = 0
    for question in questions:
        truth = {hit.key for hit in exact.search(question, 10)}
        shared += len(truth & {hit.key for hit in graph.search(question, 10)})
    graph.close()
    assert shared / (10 * len(questions)) >= 0.95
