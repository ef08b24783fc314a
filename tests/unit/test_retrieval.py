"""Fusion of words and meaning, on doubles."""

import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.testing import document_of
from rag.errors import IndexMissing
from rag.fusion import Fusion
from rag.fusion_features import FEATURES
from rag.index import PassageIndex
from rag.index_stores import Makers
from rag.ports import Hit
from rag.retrieval import Candidate, Retriever
from rag.testing import HashingEncoder, MemoryLexicalIndex, MemoryVectorIndex

REPORTS = ["Gửi báo cáo 6 tháng trước ngày 30 tháng 5", "Phòng Nội vụ đôn đốc quy chế dân chủ", "Công an nắm tình hình"]
MEETINGS = ["Đối thoại định kỳ với Nhân dân", "Tiếp công dân vào ngày 15 hằng tháng", "Báo cáo kết quả đối thoại"]


@pytest.fixture
def index(tmp_path: Path) -> PassageIndex:
    makers = Makers(lambda _: MemoryLexicalIndex(), lambda _: MemoryVectorIndex())
    built = PassageIndex(tmp_path / "index", HashingEncoder(), makers)
    built.build([document_of("bao-cao", REPORTS), document_of("doi-thoai", MEETINGS)], "v1")
    return built


def weighing(**weights: float) -> Fusion:
    return Fusion(tuple(weights.get(name, 0.0) for name in FEATURES), 0.0, "hashing-64")


def keys(found: Sequence[Candidate]) -> list[str]:
    return [candidate.key for candidate in found]


def test_the_passage_that_holds_the_words_comes_first(index: PassageIndex) -> None:
    best = Retriever(index).retrieve("bao cao 6 thang truoc ngay nao", 3)[0]
    assert (best.document_id, best.ordinal) == ("bao-cao", 0)


def test_all_scores_lie_between_zero_and_one_and_fall(index: PassageIndex) -> None:
    found = Retriever(index).retrieve("báo cáo đối thoại với Nhân dân", 6)
    scores = [candidate.score for candidate in found]
    assert scores == sorted(scores, reverse=True)
    for candidate in found:
        for value in (candidate.lexical, candidate.dense, candidate.score, candidate.coverage):
            assert 0.0 <= value <= 1.0


def test_at_most_k_candidates_come_back_each_once(index: PassageIndex) -> None:
    assert len(Retriever(index).retrieve("báo cáo", 2)) == 2
    found = keys(Retriever(index).retrieve("báo cáo", 50))
    assert len(found) == len(set(found)) <= len(REPORTS) + len(MEETINGS)


def test_the_weights_decide_between_words_and_meaning(index: PassageIndex) -> None:
    found = Retriever(index, weighing(lexical=3.0, dense=1.0)).retrieve("báo cáo", 6)
    for candidate in found:
        odds = 3 * candidate.lexical + candidate.dense
        assert candidate.score == pytest.approx(1 / (1 + math.exp(-odds)))


def test_what_is_seen_close_by_decides_too(index: PassageIndex) -> None:
    best = Retriever(index, weighing(opening_pairs=1.0)).retrieve("định kỳ với nhân dân", 6)[0]
    assert best.key == "doi-thoai#0"


def test_a_passage_found_by_words_alone_has_its_exact_cosine(
    index: PassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "quy chế dân chủ"
    whole = {candidate.key: candidate.dense for candidate in Retriever(index).retrieve(question, 6)}
    nearest = index.stores.nearest
    monkeypatch.setattr(nearest, "search", lambda *_: [Hit("doi-thoai#0", 0.1)])
    found = {candidate.key: candidate for candidate in Retriever(index).retrieve(question, 6)}
    assert found["bao-cao#1"].dense == pytest.approx(whole["bao-cao#1"])
    assert found["bao-cao#1"].dense > 0


def test_equal_scores_come_in_the_order_of_their_keys(index: PassageIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    equal = [Hit("doi-thoai#2", 0.5), Hit("bao-cao#1", 0.5), Hit("bao-cao#0", 0.5)]
    for store in (index.stores.lexical, index.stores.nearest):
        monkeypatch.setattr(store, "search", lambda *_: equal)
    found = Retriever(index, weighing(lexical=1.0)).retrieve("đối thoại", 3)
    assert keys(found) == [
        "bao-cao#0",
        "bao-cao#1",
        "doi-thoai#2",
    ]


def test_only_named_documents_are_searched(index: PassageIndex) -> None:
    found = Retriever(index).retrieve("báo cáo", 6, ["doi-thoai"])
    assert {candidate.document_id for candidate in found} == {"doi-thoai"}
    assert Retriever(index).retrieve("báo cáo", 6, ["không có"]) == []


@pytest.mark.parametrize("question", ["", "  ", "?", "\u200b"])
def test_a_question_without_a_term_finds_nothing(index: PassageIndex, question: str) -> None:
    assert Retriever(index).retrieve(question, 5) == []


def test_coverage_tells_a_question_that_the_store_answers_from_one_that_it_does_not(index: PassageIndex) -> None:
    answered = Retriever(index).retrieve("báo cáo 6 tháng trước ngày 30 tháng 5", 1)[0]
    stray = Retriever(index).retrieve("giá vé máy bay đi nước ngoài ngày nào rẻ", 1)[0]
    assert answered.coverage > 2 * stray.coverage


def test_asking_before_there_is_an_index_says_so(tmp_path: Path) -> None:
    makers = Makers(lambda _: MemoryLexicalIndex(), lambda _: MemoryVectorIndex())
    with pytest.raises(IndexMissing, match="danvan reindex"):
        Retriever(PassageIndex(tmp_path, HashingEncoder(), makers)).retrieve("báo cáo", 3)
