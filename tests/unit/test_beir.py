"""Test sets in BEIR form: what is read, what is left out and counted, what is an error."""

import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.beir import JudgedQuery, Text, read_test_set
from rag.errors import ConfigurationError

CORPUS = [{"_id": "d1", "title": "Nghỉ phép", "text": "12 ngày"}, {"_id": "d2", "text": "Thôi việc"}]
QUERIES = [{"_id": "q1", "text": "nghỉ mấy ngày"}, {"_id": "q2", "text": "không ai đánh giá"}]

Written = Callable[..., tuple[Path, Path, Path]]


def lines(rows: list[dict[str, str]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(
        corpus: str = lines(CORPUS), queries: str = lines(QUERIES), qrels: str = "q1\td1\t1\n"
    ) -> tuple[Path, Path, Path]:
        paths = tmp_path / "corpus.jsonl", tmp_path / "queries.jsonl", tmp_path / "qrels.tsv"
        for path, text in zip(paths, (corpus, queries, qrels), strict=True):
            path.write_text(text, encoding="utf-8")
        return paths

    return write


def test_texts_and_judged_questions_are_read_and_the_others_counted(written: Written) -> None:
    found = read_test_set(*written())
    assert found.texts == (Text("d1", "Nghỉ phép", "12 ngày"), Text("d2", "", "Thôi việc"))
    assert found.queries == (JudgedQuery("q1", "nghỉ mấy ngày", {"d1": 1}),)
    assert found.left_out == {"câu hỏi không có đánh giá": 1}


@pytest.mark.parametrize(
    "qrels",
    [
        "q1\td1\t2\n",
        "query-id\tcorpus-id\tscore\nq1\td1\t2\n",
        "q1 0 d1 2\n",
        "q1\t0\td1\t2\nq1\t0\td2\t0\n",
        "\ufeffq1\td1\t2\r\n\r\n",
    ],
    ids=["bare", "header", "trec", "trec with a text that is not relevant", "from a spreadsheet"],
)
def test_judgements_come_in_several_shapes(written: Written, qrels: str) -> None:
    assert read_test_set(*written(qrels=qrels)).queries[0].relevant == {"d1": 2}


def test_packed_files_are_read_as_they_are(written: Written, tmp_path: Path) -> None:
    corpus, queries, qrels = written()
    plain = read_test_set(corpus, queries, qrels)
    packed = tmp_path / "corpus.jsonl.xz", tmp_path / "queries.jsonl.gz"
    packed[0].write_bytes(lzma.compress(corpus.read_bytes()))
    packed[1].write_bytes(gzip.compress(queries.read_bytes()))
    assert read_test_set(*packed, qrels) == plain


def test_repeated_ids_empty_texts_and_foreign_judgements_are_counted(written: Written) -> None:
    corpus = lines([*CORPUS, {"_id": "d1", "text": "lần hai"}, {"_id": "d3", "text": "  "}])
    queries = lines([QUERIES[0], QUERIES[0], {"_id": "q3", "text": ""}])
    found = read_test_set(*written(corpus, queries, "q1\td1\t1\nq1\td2\t1\nq1\tkhac\t1\nq9\td1\t1\n"))
    assert [text.text for text in found.texts] == ["12 ngày", "Thôi việc", "  "]
    assert sorted(found.left_out.values()) == [1, 1, 1, 1, 1, 1]
    assert found.queries[0].relevant == {"d1": 1, "d2": 1, "khac": 1}


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"corpus": '{"_id": "d1"}\n'}, "dòng 1: thiếu trường “text”"),
        ({"corpus": '{"text": "x"}\n'}, "dòng 1: thiếu trường “_id”"),
        ({"corpus": '{"_id": "d1", "text": "x"}\nx\n'}, "dòng 2: không phải JSON"),
        ({"corpus": "[]\n"}, "dòng 1: cần một đối tượng"),
        ({"corpus": ""}, "không có văn bản nào"),
        ({"queries": "\n"}, "không có câu hỏi nào"),
        ({"qrels": "q1\n"}, "cần 3 hoặc 4 cột, có 1"),
        ({"qrels": "q1\td1\t1\nq1\td2\tcao\n"}, "dòng 2: mức liên quan “cao”"),
        ({"qrels": ""}, "Không câu hỏi nào"),
        ({"qrels": "q1\tx1\t1\nq1\tx2\t1\n"}, "không cùng một bộ"),
    ],
)
def test_what_makes_figures_wrong_is_an_error_that_says_where(
    written: Written, broken: dict[str, str], says: str
) -> None:
    with pytest.raises(ConfigurationError) as raised:
        read_test_set(*written(**broken))
    assert says in raised.value.message_vi


def test_a_file_that_cannot_be_read_is_named(written: Written, tmp_path: Path) -> None:
    _, queries, qrels = written()
    torn = tmp_path / "torn.jsonl.xz"
    torn.write_bytes(b"\xfd7zXZ\x00 no")
    for path in (torn, tmp_path / "nowhere.jsonl"):
        with pytest.raises(ConfigurationError, match=path.name):
            read_test_set(path, queries, qrels)
