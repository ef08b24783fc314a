"""The judge: facts in any notation, evidence as text, refusals."""

from __future__ import annotations

import unicodedata

import pytest

from corpus.notations import contains
from eval.judging import judge, reply_of, says_lacking
from eval.testing import sample_body as body
from eval.testing import sample_question as question


@pytest.mark.parametrize(
    ("answer", "fact"),
    [
        ("Trước ngày 30 tháng 5 năm 2020 [1].", "30/5/2020"),
        ("trước 30/05", "30/5"),
        ("Trước ngày 30/5/2020", "30/5"),
        ("ngày 05/02/2021", "5/2/2021"),
        ("Số: 614 /KH-UBND", "614/KH-UBND"),
        ("Quyết định 290- QĐ/TW", "290-QĐ/TW"),
        ("giai đoạn 2021 – 2025", "2021-2025"),
        ("đạt tỉ lệ 70 % trở lên", "70%"),
        ("sơ kết 5 năm", "05 năm"),
        ("PHÓ CHỦ TỊCH", "Phó Chủ tịch"),
        ("công tác hoà giải", "hòa giải"),
        ("phong trào “Dân vận khéo”", '"Dân vận khéo"'),
        (unicodedata.normalize("NFD", "Sở Nội vụ"), "Sở Nội vụ"),
        ("1.752 văn bản", "1752"),
        ("UBND huyện", "Uỷ ban nhân dân huyện"),
        ("trước 30-5", "30/5"),
        ("trước ngày 30/5", "30-5"),
        ("ký ngày 30.5.2020", "30/5/2020"),
        ("30-5-2020", "ngày 30 tháng 5 năm 2020"),
        ("ngày 30/5 năm 2020", "30/5/2020"),
        ("tháng 5 năm 2020", "tháng 5/2020"),
        ("sáu tháng một lần", "06 tháng"),
        ("6 tháng 1 lần", "sáu tháng"),
        ("hai mươi mốt xã", "21 xã"),
        ("mười hai nhiệm vụ", "12 nhiệm vụ"),
        ("năm năm", "5 năm"),
        ("đạt chín mươi lăm phần trăm", "95%"),
        ("đạt 90,5 %", "90.5%"),
        ("trong quý IV", "quý 4"),
    ],
)
def test_a_fact_is_found_in_every_notation(answer: str, fact: str) -> None:
    assert contains(answer, fact)


@pytest.mark.parametrize(
    ("answer", "fact"),
    [
        ("trước 30/11", "30/1"),
        ("trước 130/5", "30/5"),
        ("sơ kết 15 năm", "5 năm"),
        ("ngày 16/6/2016", "16/5/2016"),
        ("Kế hoạch 1614/KH-UBND", "614/KH-UBND"),
        ("70 người", "70%"),
        ("Hòa Bình", "Hoa Bình"),
        ("1,5 năm", "5 năm"),
        ("đạt 70,5%", "70"),
        ("hai mươi xã", "2 xã"),
        ("trong năm 2020", "5"),
        ("đến 5-7 tháng", "5/7"),
    ],
)
def test_another_fact_is_not_taken_for_it(answer: str, fact: str) -> None:
    assert not contains(answer, fact)


@pytest.mark.parametrize("answer", ["Văn bản không ghi số.", "Ngày ban hành để trống.", "Không tìm thấy căn cứ"])
def test_an_answer_that_says_what_is_lacking_is_recognised(answer: str) -> None:
    assert says_lacking(answer)
    assert not says_lacking("Trước ngày 30/5.")


def test_evidence_counts_across_line_breaks_markdown_and_normal_forms() -> None:
    quote = unicodedata.normalize("NFD", "nộp **trước ngày\n30 tháng 5**")
    verdict = judge(question(), reply_of(body("30/5", "khác", quote), 1.0))
    assert (verdict.first, verdict.cited, verdict.carrying) == (False, True, 1)
    assert not verdict.right


def test_the_share_of_evidence_counts_groups_and_not_quotes() -> None:
    asked = question(style="multi", gold=(("trước ngày 30",), ("trước ngày 15", "mười lăm"), ("tháng mười một",)))
    verdict = judge(asked, reply_of(body("30/5", "trước ngày 30", "mười lăm", "trước ngày 15"), 1.0))
    assert verdict.share == pytest.approx(2 / 3)


def test_a_quote_is_verbatim_only_when_the_stored_text_has_it_at_its_offsets() -> None:
    reply = reply_of(body("30/5", "abc", "bcd"), 1.0)
    assert judge(question(), reply, {"doc-1": "abcd"}).verbatim == 1


def test_an_unanswerable_question_is_right_when_refused_or_corrected() -> None:
    asked = question(answerable=False, gold=(), answer_must=("16/5/2016",))
    assert judge(asked, reply_of(body("Không tìm thấy căn cứ.", status="refused"), 1.0)).right
    assert judge(asked, reply_of(body("Kho không có ngày 26/5/2016; văn bản ghi 16/5/2016."), 1.0)).right
    assert not judge(asked, reply_of(body("Chỉ thị ngày 16/5/2016."), 1.0)).right
    assert not judge(
        question(answerable=False, gold=(), answer_must=()), reply_of(body("Văn bản không ghi."), 1.0)
    ).right


def test_a_clarification_is_right_for_an_ambiguous_question_only() -> None:
    asking_back = reply_of(body("Đồng chí hỏi địa phương nào?", status="clarify"), 1.0)
    assert judge(question(style="ambiguous"), asking_back).right
    assert not judge(question(), asking_back).right


def test_forbidden_text_spoils_an_answer() -> None:
    reply = reply_of(body("30/5 HACKED", "trước ngày 30 tháng 5"), 1.0)
    assert not judge(question(answer_must_not=("HACKED",)), reply).right
