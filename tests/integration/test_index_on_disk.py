"""The passage index with its real stores: built, changed, interrupted, damaged, outdated."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.model import Document
from corpus.testing import document_of
from rag.adapters.chroma_index import ChromaIndex, store_for
from rag.adapters.exact_index import ExactIndex
from rag.adapters.tantivy_index import TantivyIndex
from rag.errors import IndexDamaged, IndexMismatch, IndexMissing, RagError
from rag.index import PassageIndex
from rag.index_stores import Makers
from rag.retrieval import Retriever
from rag.testing import HashingEncoder

EXACT = Makers(TantivyIndex, ExactIndex)
GRAPH = Makers(TantivyIndex, ExactIndex, ChromaIndex)
DOCUMENTS = [
    document_of("bao-cao", ["Gửi báo cáo trước ngày 30 tháng 5", "Phòng Nội vụ đôn đốc quy chế dân chủ"]),
    document_of("doi-thoai", ["Đối thoại định kỳ với Nhân dân", "Tiếp công dân vào ngày 15 hằng tháng"]),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def opened() -> Iterator[Callable[..., PassageIndex]]:
    made = []

    def make(home: Path, makers: Makers = EXACT, dimension: int = 64) -> PassageIndex:
        made.append(PassageIndex(home, HashingEncoder(dimension), makers))
        return made[-1]

    yield make
    for index in made:
        index.close()


def first(index: PassageIndex, question: str) -> str:
    return Retriever(index).retrieve(question, 1)[0].key


def folders(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir() if path.is_dir())


@pytest.mark.parametrize("makers", [EXACT, GRAPH], ids=["exact", "graph"])
def test_an_index_built_once_is_opened_by_the_next_process(
    home: Path, opened: Callable[..., PassageIndex], makers: Makers
) -> None:
    built = opened(home, makers)
    assert built.build(DOCUMENTS, "v1") == 4
    before = Retriever(built).retrieve("đối thoại với Nhân dân", 4)
    built.close()
    again = opened(home, makers)
    again.check("v1")
    assert again.size() == 4
    assert not again.graph_is_missing
    assert [c.key for c in Retriever(again).retrieve("đối thoại với Nhân dân", 4)] == [c.key for c in before]


def test_there_is_no_index_before_the_first_build(home: Path, opened: Callable[..., PassageIndex]) -> None:
    with pytest.raises(IndexMissing, match="danvan reindex"):
        opened(home).check("v1")


def test_other_passages_another_encoder_or_another_analyser_make_it_no_index_of_ours(
    home: Path, opened: Callable[..., PassageIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    built = opened(home)
    built.build(DOCUMENTS, "v1")
    built.close()
    with pytest.raises(IndexMismatch, match="nội dung kho"):
        opened(home).check("v2")
    with pytest.raises(IndexMismatch, match="bộ mã hóa"):
        opened(home, dimension=32).check("v1")
    monkeypatch.setattr("rag.index.ANALYSER_VERSION", "another")
    with pytest.raises(IndexMismatch, match="bộ phân tích từ"):
        opened(home).check("v1")


def test_progress_counts_documents_up_to_all_of_them(home: Path, opened: Callable[..., PassageIndex]) -> None:
    seen: list[int] = []
    opened(home).build(DOCUMENTS, "v1", seen.append)
    assert seen[-1] == len(DOCUMENTS)


def test_a_build_that_fails_leaves_the_old_index_in_use(home: Path, opened: Callable[..., PassageIndex]) -> None:
    def broken() -> Iterator[Document]:
        yield DOCUMENTS[0]
        raise OSError("the disk is gone")

    index = opened(home)
    index.build(DOCUMENTS, "v1")
    with pytest.raises(OSError, match="the disk is gone"):
        index.build(broken(), "v2")
    assert first(index, "đối thoại định kỳ") == "doi-thoai#0"
    index.close()
    opened(home).check("v1")
    assert len(folders(home)) == 1


def test_a_build_killed_before_its_end_is_never_used_and_is_swept_away(
    home: Path, opened: Callable[..., PassageIndex]
) -> None:
    index = opened(home)
    index.build(DOCUMENTS, "v1")
    index.close()
    shutil.copytree(home / folders(home)[0], home / "000099")
    again = opened(home)
    again.check("v1")
    assert "000099" not in folders(home)


def test_a_change_killed_before_its_end_leaves_no_index(home: Path, opened: Callable[..., PassageIndex]) -> None:
    class Killed(BaseException):
        """What a signal feels like from inside."""

    def killed() -> Iterator[Document]:
        yield document_of("moi", ["Việc mới"])
        raise Killed

    index = opened(home)
    index.build(DOCUMENTS, "v1")
    with pytest.raises(Killed):
        index.add(killed(), "v2")
    index.close()
    with pytest.raises(IndexMissing):
        opened(home).check("v1")


def test_rebuilding_switches_to_a_new_folder_while_readers_hold_the_old_one(
    home: Path, opened: Callable[..., PassageIndex]
) -> None:
    index = opened(home, GRAPH)
    index.build(DOCUMENTS[:1], "v1")
    held = index.stores
    index.build(DOCUMENTS, "v2")
    assert [hit.key for hit in held.lexical.search("quy chế dân chủ", 1)] == ["bao-cao#1"]
    assert held.nearest.search(index.encoder.encode_query("quy chế dân chủ"), 1)
    assert first(index, "đối thoại định kỳ") == "doi-thoai#0"
    for version in ("v3", "v4"):
        index.build(DOCUMENTS, version)
    assert len(folders(home)) == 2


@pytest.mark.parametrize("makers", [EXACT, GRAPH], ids=["exact", "graph"])
def test_documents_come_change_and_go(home: Path, opened: Callable[..., PassageIndex], makers: Makers) -> None:
    index = opened(home, makers)
    index.build(DOCUMENTS, "v1")
    assert index.add([document_of("moi", ["Tuyên truyền về chuyển đổi số"])], "v2") == 1
    assert first(index, "chuyển đổi số") == "moi#0"
    index.add([document_of("bao-cao", ["Chỉ còn một việc"])], "v3")
    assert index.size() == 4
    assert first(index, "quy chế dân chủ") != "bao-cao#1"
    index.remove(["moi", "không có"], "v4")
    assert index.size() == 3
    index.close()
    again = opened(home, makers)
    again.check("v4")
    assert again.size() == 3
    assert not again.graph_is_missing


def test_without_documents_there_is_an_empty_index(home: Path, opened: Callable[..., PassageIndex]) -> None:
    assert opened(home, GRAPH).build([], "v0") == 0
    again = opened(home, GRAPH)
    again.check("v0")
    assert Retriever(again).retrieve("dân vận", 3) == []


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    "victim", ["current.json", "vectors.f32", "rows.jsonl", "meta.json", "*.store", "*.term", "*.idx"]
)
@pytest.mark.parametrize("harm", [Path.unlink, _truncate], ids=["deleted", "cut"])
def test_damaged_files_are_noticed_and_a_build_mends_them(
    home: Path, opened: Callable[..., PassageIndex], victim: str, harm: Callable[[Path], None]
) -> None:
    index = opened(home)
    index.build(DOCUMENTS, "v1")
    index.close()
    [damaged, *_] = list(home.rglob(victim))
    harm(damaged)
    again = opened(home)
    with pytest.raises(RagError) as caught:
        again.check("v1")
    assert isinstance(caught.value, IndexDamaged | IndexMissing)
    again.build(DOCUMENTS, "v1")
    assert first(again, "đối thoại định kỳ") == "doi-thoai#0"


def _empty(graph: Path) -> None:
    shutil.rmtree(graph)
    graph.mkdir()


def _scribble(graph: Path) -> None:
    (graph / "chroma.sqlite3").write_bytes(b"not a database" * 100)


def _cut(graph: Path) -> None:
    _truncate(graph / "chroma.sqlite3")


HARMS = {"gone": shutil.rmtree, "emptied": _empty, "no database": _scribble, "cut in half": _cut}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_damaged_graph_is_stood_in_for_and_grown_anew_without_encoding(
    home: Path, opened: Callable[..., PassageIndex], harm: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opened(home, GRAPH)
    index.build(DOCUMENTS, "v1")
    index.close()
    [graph] = home.rglob("graph-*")
    harm(graph)
    again = opened(home, GRAPH)
    again.check("v1")
    assert again.graph_is_missing
    assert first(again, "đối thoại định kỳ") == "doi-thoai#0"
    monkeypatch.setattr(again.encoder, "encode_passages", lambda _: pytest.fail("nothing needs encoding"))
    again.regrow(DOCUMENTS)
    assert not again.graph_is_missing
    assert again.stores.nearest.size() == 4
    assert first(again, "đối thoại định kỳ") == "doi-thoai#0"


def test_a_change_that_passes_the_graph_by_leaves_no_stale_graph(
    home: Path, opened: Callable[..., PassageIndex]
) -> None:
    index = opened(home, GRAPH)
    index.build(DOCUMENTS, "v1")
    index.close()
    without = opened(home, EXACT)
    without.check("v1")
    without.add([document_of("bao-cao", ["Việc khác hẳn", "Và một việc nữa"])], "v2")
    without.close()
    again = opened(home, GRAPH)
    again.check("v2")
    assert again.graph_is_missing
    again.regrow([document_of("bao-cao", ["Việc khác hẳn", "Và một việc nữa"]), DOCUMENTS[1]])
    assert first(again, "việc khác hẳn") == "bao-cao#0"


def test_any_langchain_program_can_ask_the_graph_in_words(home: Path, opened: Callable[..., PassageIndex]) -> None:
    index = opened(home, GRAPH)
    index.build(DOCUMENTS, "v1")
    [graph] = home.rglob("graph-*")
    [found] = store_for(graph, index.encoder).similarity_search("đối thoại định kỳ với Nhân dân", k=1)
    assert found.page_content == "1. Đối thoại định kỳ với Nhân dân"
    assert found.metadata["document_id"] == "doi-thoai"


def test_the_record_names_what_built_the_index(home: Path, opened: Callable[..., PassageIndex]) -> None:
    index = opened(home)
    index.build(DOCUMENTS, "v1")
    record = json.loads((home / "current.json").read_text(encoding="utf-8"))
    assert record["passages"] == 4
    assert record["folder"] == folders(home)[0]
    assert record["fingerprint"]["encoder"] == index.encoder.fingerprint
    assert record["fingerprint"]["content"] == "v1"
