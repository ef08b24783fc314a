"""What every lexical index owes its callers: tantivy and the double alike."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag.adapters.tantivy_index import TantivyIndex
from rag.ports import Entry, LexicalIndex
from rag.testing import MemoryLexicalIndex

WORDS = [
    "Các xã, thị trấn gửi báo cáo trước ngày 15 tháng 11 năm 2022",
    "Phòng Nội vụ theo dõi, đôn đốc việc thực hiện quy chế dân chủ ở cơ sở",
    "Công an huyện nắm tình hình an ninh trật tự trong đồng bào dân tộc thiểu số",
    "Tổ chức đối thoại định kỳ giữa người đứng đầu với Nhân dân theo Quyết định số 218-QĐ/TW",
]


@pytest.fixture(params=["memory", "tantivy"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LexicalIndex]:
    made: LexicalIndex = MemoryLexicalIndex() if request.param == "memory" else TantivyIndex(tmp_path / "store")
    yield made
    made.close()


def entries(document: str, words: list[str] = WORDS, context: str = "") -> list[Entry]:
    return [Entry(f"{document}#{n}", document, text, context) for n, text in enumerate(words)]


def keys(index: LexicalIndex, question: str, *documents: str) -> list[str]:
    return [hit.key for hit in index.search(question, 10, documents)]


def test_an_empty_index_finds_nothing_and_forgets_nothing(index: LexicalIndex) -> None:
    index.remove("không có")
    assert index.search("dân vận", 5) == []
    assert index.size() == 0


@pytest.mark.parametrize("question", ["", "   ", "?!…", "\u200b", '"', "AND OR NOT", "words:(a^2~ *", "a" * 3000])
def test_no_question_is_an_error_of_syntax(index: LexicalIndex, question: str) -> None:
    index.replace(entries("a"))
    assert all(hit.key.startswith("a#") for hit in index.search(question, 5))
    assert index.ceiling(question) >= 0.0


def test_the_passage_that_holds_the_words_comes_first_with_or_without_diacritics(index: LexicalIndex) -> None:
    index.replace(entries("a"))
    assert keys(index, "quy chế dân chủ do phòng nào đôn đốc")[0] == "a#1"
    assert keys(index, "quy che dan chu do phong nao don doc")[0] == "a#1"
    assert index.search("quy chế dân chủ", 1) == index.search("QUY CHE DAN CHU", 1)


def test_a_document_number_is_found_as_one_thing(index: LexicalIndex) -> None:
    index.replace(entries("a"))
    assert keys(index, "QĐ 218-QĐ/TW")[0] == "a#3"


def test_decomposed_text_is_the_same_text(index: LexicalIndex) -> None:
    import unicodedata

    index.replace(entries("a", [unicodedata.normalize("NFD", text) for text in WORDS]))
    assert keys(index, "đồng bào dân tộc thiểu số")[0] == "a#2"


def test_context_finds_a_passage_but_own_words_find_it_better(index: LexicalIndex) -> None:
    index.replace(entries("a", ["Gửi báo cáo đúng hạn"], "Kế hoạch của huyện Yên Bình"))
    index.replace(entries("b", ["Gửi báo cáo về huyện Yên Bình"], "Kế hoạch của tỉnh"))
    assert keys(index, "Yên Bình") == ["b#0", "a#0"]


def test_scores_fall_and_at_most_k_come_back(index: LexicalIndex) -> None:
    index.replace(entries("a"))
    hits = index.search("báo cáo dân chủ của đồng bào các xã", 10)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert index.search("báo cáo dân chủ của đồng bào các xã", 2) == hits[:2]
    assert index.search("báo cáo", 0) == []


def test_words_that_no_passage_holds_find_nothing(index: LexicalIndex) -> None:
    index.replace(entries("a"))
    assert index.search("xyzzy", 5) == []


def test_a_filter_keeps_only_the_named_documents_and_leaves_scores_alone(index: LexicalIndex) -> None:
    for name in "abc":
        index.replace(entries(name))
    everywhere = {hit.key: hit.score for hit in index.search("quy chế dân chủ", 20)}
    among = index.search("quy chế dân chủ", 20, ["b", "c", "không có"])
    assert {hit.key[0] for hit in among} == {"b", "c"}
    assert {hit.key: hit.score for hit in among} == pytest.approx({k: s for k, s in everywhere.items() if k[0] != "a"})
    assert index.search("quy chế dân chủ", 20, ["không có"]) == []


def test_replacing_twice_leaves_one_passage_with_the_later_words(index: LexicalIndex) -> None:
    index.replace(entries("a", ["chuyện cũ"]))
    index.replace(entries("a", ["việc mới"]))
    assert index.size() == 1
    assert keys(index, "chuyện cũ") == []
    assert keys(index, "việc mới") == ["a#0"]


def test_a_removed_document_is_never_found_again_and_can_come_back(index: LexicalIndex) -> None:
    index.replace(entries("a"))
    index.replace(entries("b"))
    index.remove("a")
    assert {key[0] for key in keys(index, "báo cáo dân chủ đồng bào đối thoại")} == {"b"}
    assert index.size() == len(WORDS)
    index.replace(entries("a"))
    assert "a#0" in keys(index, "báo cáo")


def test_the_ceiling_is_about_what_a_passage_gets_that_holds_every_term(index: LexicalIndex) -> None:
    index.replace(entries("a"))
    question = "đôn đốc việc thực hiện quy chế dân chủ"
    whole = index.search(question, 1)[0].score / index.ceiling(question)
    part = index.search(question + " tại cửa khẩu đường biển quốc tế", 1)[0].score
    assert 0.7 < whole < 1.5
    assert part / index.ceiling(question + " tại cửa khẩu đường biển quốc tế") < 0.6 * whole
    assert index.ceiling("") == 0.0


def test_a_term_is_counted_once_per_passage_that_holds_it_in_its_own_words(index: LexicalIndex) -> None:
    index.replace(entries("a", ["dân vận, dân vận", "dân chủ", "báo cáo"], "dân vận"))
    assert [index.document_frequency(term) for term in ("dan_van", "dan", "xyzzy")] == [1, 2, 0]


def test_a_documents_own_abbreviation_is_found_by_its_long_form(index: LexicalIndex) -> None:
    index.replace([Entry("a#0", "a", "TKV báo cáo hằng quý", "", (("TKV", "Tổ khai vấn"),))])
    assert keys(index, "tổ khai vấn") == ["a#0"]


def test_many_threads_read_the_same(index: LexicalIndex) -> None:
    index.replace(entries("a"))
    questions = WORDS * 10
    alone = [index.search(question, 3) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda question: index.search(question, 3), questions)) == alone


def test_what_was_written_is_there_after_closing_and_opening(tmp_path: Path) -> None:
    first = TantivyIndex(tmp_path / "store")
    first.replace(entries("a"))
    first.replace(entries("b"))
    first.remove("b")
    before = first.search("quy chế dân chủ", 5)
    first.close()
    second = TantivyIndex(tmp_path / "store")
    assert second.search("quy chế dân chủ", 5) == before
    second.replace(entries("b"))
    assert second.size() == 2 * len(WORDS)
    second.close()


def test_both_score_alike(tmp_path: Path) -> None:
    """The double is BM25 as tantivy has it, but for field lengths, which tantivy stores rounded."""
    real, double = TantivyIndex(tmp_path / "store"), MemoryLexicalIndex()
    for store in (real, double):
        store.replace(entries("a", context="Kế hoạch công tác dân vận"))
    for question in WORDS:
        assert [hit.key for hit in real.search(question, 4)] == [hit.key for hit in double.search(question, 4)]
        assert real.search(question, 1)[0].score == pytest.approx(double.search(question, 1)[0].score, rel=0.05)
    real.close()
