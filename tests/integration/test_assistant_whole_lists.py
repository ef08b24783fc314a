"""Lists are told whole: a lead-in with its members, a duty with its parts, a count of what stands under a heading."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from corpus.model import Document
from corpus.testing import read_as
from rag.assistant import Assistant
from rag.model import Answer, Inquiry

RAW = (
    "ỦY BAN NHÂN DÂN\nHUYỆN HÀ THANH\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Số: 431/QĐ-UBND\nHà Thanh, ngày 09 tháng 8 năm 2033\n\nQUYẾT ĐỊNH\n"
    "Ban hành Quy chế hoạt động của Đội thuyền cứu nạn huyện Hà Thanh\n\n"
    "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN HÀ THANH\n\nCăn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;\n\n"
    "QUYẾT ĐỊNH:\n\nĐiều 1. Ban hành kèm theo Quyết định này Quy chế hoạt động của Đội thuyền cứu nạn.\n\n"
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.\n\n"
    "Điều 3. Chánh Văn phòng và Chủ tịch Ủy ban nhân dân các xã chịu trách nhiệm thi hành Quyết định này./.\n\n"
    "CHỦ TỊCH\n\nVũ Đình Thuyền\n\nQUY CHẾ\nHoạt động của Đội thuyền cứu nạn\n"
    "(Ban hành kèm theo Quyết định số 431/QĐ-UBND ngày 09 tháng 8 năm 2033)\n\n"
    "Chương I\nTỔ CHỨC\n\nĐiều 1. Phạm vi\nQuy chế này áp dụng cho Đội thuyền cứu nạn trên sông Cái.\n\n"
    "Điều 2. Phương tiện\nĐội có 04 thuyền máy, mỗi thuyền 06 phao.\n\n"
    "Điều 3. Thành phần\n1. Đội thuyền cứu nạn cấp huyện có 09 đội viên, gồm:\n\n"
    "a) Đội trưởng là Chỉ huy trưởng Ban Chỉ huy Quân sự;\n\nb) Đội phó là Trưởng Công an huyện;\n\n"
    "c) Bảy đội viên biết bơi lặn.\n\n2. Đội thuyền cấp xã do trưởng thôn phụ trách.\n\n"
    "Điều 4. Nhiệm vụ của Đội thuyền cứu nạn cấp huyện\n1. Trực ở bến sông ngày đêm.\n2. Đưa dân ra khỏi vùng lũ.\n"
    "3. Kiến nghị Chủ tịch Ủy ban nhân dân huyện:\n\na) Cấm đò khi nước lớn;\n\nb) Thưởng người cứu nạn;\n\n"
    "c) Mua thêm thuyền.\n\nĐiều 5. Báo tin\n"
    "1. Khi thuyền bị đắm thì trong ngày xảy ra, đội trưởng gửi bản tin báo nạn, trong đó nêu rõ:\n\n"
    "a) Nơi thuyền đắm;\n\nb) Số người bị nạn;\n\nc) Việc đã làm.\n\n2. Bản tin báo nạn do đội trưởng ký.\n"
)
HA_THANH = read_as("ha-thanh", RAW)


@pytest.fixture(scope="module")
def ask(assistant_over: Callable[[Sequence[Document]], Assistant]) -> Callable[[str], Answer]:
    assistant = assistant_over([HA_THANH])
    return lambda question: assistant.answer(Inquiry(question))


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("đội viên Đội thuyền cứu nạn cấp huyện gồm những ai?", ("Đội trưởng là", "Đội phó là", "Bảy đội viên")),
        ("những ai là đội viên đội thuyền cứu nạn cấp huyện", ("Đội trưởng là", "Đội phó là", "Bảy đội viên")),
        ("Đội thuyền được kiến nghị những gì với chủ tịch huyện?", ("Cấm đò", "Thưởng người", "Mua thêm thuyền")),
        ("Bản tin báo nạn phải nêu những nội dung gì?", ("Nơi thuyền đắm", "Số người bị nạn", "Việc đã làm")),
        ("thuyền bị đắm thì làm gì", ("Nơi thuyền đắm", "Số người bị nạn", "Việc đã làm")),
        ("bản tin báo nạn phải gửi khi nào", ("trong ngày xảy ra",)),
    ],
)
def test_a_lead_in_is_told_with_all_its_members(
    ask: Callable[[str], Answer], question: str, members: Sequence[str]
) -> None:
    answer = ask(question)
    assert answer.status == "answered", answer.answer
    assert all(member in answer.citations[0].quote for member in members), answer.answer


def test_no_citation_is_a_lead_in_alone(ask: Callable[[str], Answer]) -> None:
    for question in ("Đội thuyền cứu nạn làm gì?", "Đội thuyền cấp huyện có bao nhiêu đội viên?"):
        assert not any(citation.quote.endswith(":") for citation in ask(question).citations)


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("điều 3 quy chế", "Quy chế, Điều 3"),
        ("Quy chế của Hà Thanh, điều 3 nói gì?", "Quy chế, Điều 3"),
        ("Điều 3 quyết định 431", "Điều 3"),
        ("Điều 5 quyết định 431 quy định gì", "Quy chế, Điều 5"),
        ("Điều 3 quy định những gì ở Hà Thanh", "Điều 3"),
    ],
)
def test_a_place_is_sought_in_what_the_decision_issues_where_that_is_said(
    ask: Callable[[str], Answer], question: str, label: str
) -> None:
    assert ask(question).citations[0].label == label


def test_the_duties_of_one_level_stand_under_its_own_heading(ask: Callable[[str], Answer]) -> None:
    answer = ask("Đội thuyền cứu nạn cấp huyện có nhiệm vụ gì?")
    assert [citation.label for citation in answer.citations] == ["Quy chế, Điều 4"]
    assert all("Điều 4" not in c.label for c in ask("Đội thuyền cứu nạn cấp tỉnh có nhiệm vụ gì?").citations)


def test_what_stands_under_a_heading_is_counted_and_told(ask: Callable[[str], Answer]) -> None:
    answer = ask("Hà Thanh: Đội thuyền cứu nạn cấp huyện có mấy nhiệm vụ?")
    assert "có 3 mục" in answer.answer.splitlines()[0]
    assert [c.label for c in answer.citations] == [f"Quy chế, khoản {n} Điều 4" for n in (1, 2, 3)]
    assert "có 3 mục" not in ask("Hà Thanh: Đội thuyền cứu nạn cấp xã có mấy nhiệm vụ?").answer


def test_who_holds_an_office_is_told_by_the_clause_that_says_so(ask: Callable[[str], Answer]) -> None:
    answer = ask("Đội trưởng Đội thuyền cứu nạn cấp huyện là ai?")
    assert "Đội trưởng là Chỉ huy trưởng" in answer.citations[0].quote


@pytest.mark.parametrize("question", ["Quyết định Hà Thanh ngày nào?", "quyết định của huyện Hà Thanh ngày bao nhiêu"])
def test_the_day_of_a_document_is_asked_where_nothing_else_is(ask: Callable[[str], Answer], question: str) -> None:
    answer = ask(question)
    assert answer.answer.startswith("Ngày 9/8/2033"), answer.answer
