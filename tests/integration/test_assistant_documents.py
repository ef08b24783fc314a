"""Questions about documents themselves and the documents they cite, and about places in them."""

from __future__ import annotations

import pytest

from corpus.folding import fold
from rag.assistant import Assistant
from rag.model import Answer, Inquiry

LAM_KHE, VINH_DIEN, BAI_NGAN, HA_THANH = (
    "ke-hoach-lam-khe", "ke-hoach-vinh-dien", "cong-van-bai-ngan", "quyet-dinh-ha-thanh",
)  # fmt: skip


def ask(assistant: Assistant, question: str) -> Answer:
    return assistant.answer(Inquiry(question))


def places(answer: Answer) -> list[tuple[str, str]]:
    return [(citation.document_id, citation.label) for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "told", "place"),
    [
        ("Ai ký kế hoạch của huyện Lâm Khê?", "Trần Văn Thử, Phó Chủ tịch (ký thay Chủ tịch", (LAM_KHE, "Phần ký")),
        ("Ai ký quyết định 15/2023/QĐ-UBND?", "Hoàng Đình Phỏng, Chủ tịch", (HA_THANH, "Phần ký")),
        ("Công văn của xã Bãi Ngàn số mấy?", "318/UBND-VX", (BAI_NGAN, "Phần đầu văn bản")),
        ("Kế hoạch của Lâm Khê ban hành ngày nào?", "15/2/2024", (LAM_KHE, "Phần đầu văn bản")),
        ("Ai ban hành công văn của Bãi Ngàn?", "UBND xã Bãi Ngàn", (BAI_NGAN, "Phần mở đầu văn bản")),
        ("Nơi nhận kế hoạch của Lâm Khê?", "Thường trực Huyện ủy (báo cáo); Phòng Nội vụ", (LAM_KHE, "Nơi nhận")),
        ("Công văn Bãi Ngàn kính gửi ai?", "Các thôn trên địa bàn xã", (BAI_NGAN, "Nơi gửi (Kính gửi)")),
        ("Kế hoạch 42/KH-UBND căn cứ vào đâu?", "27/CT-TTg; Kế hoạch số 08-KH/HU", (LAM_KHE, "Phần mở đầu văn bản")),
        ("Căn cứ ban hành quyết định của Hà Thanh là gì?", "16/2017/QH14", (HA_THANH, "Phần căn cứ")),
    ],
)
def test_a_document_is_asked_about_itself(
    assistant: Assistant, question: str, told: str, place: tuple[str, str]
) -> None:
    for typed in (question, fold(question)):
        answer = ask(assistant, typed)
        assert answer.status == "answered", typed
        assert told in answer.answer, typed
        assert places(answer)[0] == place, typed


@pytest.mark.parametrize(
    ("question", "blank"),
    [
        ("Kế hoạch của Vĩnh Điền số mấy?", "để trống phần số"),
        ("Kế hoạch của Vĩnh Điền ban hành ngày nào?", "để trống ngày ban hành"),
        ("Nơi nhận kế hoạch của Vĩnh Điền?", "không có phần nơi nhận"),
        ("Kế hoạch của Lâm Khê kính gửi ai?", "không có phần kính gửi"),
    ],
)
def test_what_a_document_leaves_blank_is_said_to_be_blank(assistant: Assistant, question: str, blank: str) -> None:
    answer = ask(assistant, question)
    assert answer.status == "refused"
    assert blank in answer.answer
    assert answer.citations == ()


def test_who_signed_is_told_document_by_document_when_none_is_named(assistant: Assistant) -> None:
    answer = ask(assistant, "Ai ký kế hoạch?")
    assert {"Trần Văn Thử", "Lê Thị Mẫu"} <= {c.quote.splitlines()[-1] for c in answer.citations}


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("Những văn bản nào nhắc đến Chỉ thị số 27/CT-TTg?", [LAM_KHE, VINH_DIEN]),
        ("Văn bản nào dẫn quyết định 99-QĐ/TW?", [VINH_DIEN, HA_THANH]),
        ("Văn bản nào nhắc đến cả 27/CT-TTg và 99-QĐ/TW?", [VINH_DIEN]),
        ("Những văn bản nào nhắc chỉ thị 27?", [LAM_KHE, VINH_DIEN]),
    ],
)
def test_which_documents_cite_another_goes_document_by_document(
    assistant: Assistant, question: str, documents: list[str]
) -> None:
    for typed in (question, fold(question)):
        answer = ask(assistant, typed)
        assert [c.document_id for c in answer.citations] == documents, typed
        assert answer.answer.startswith(f"{len(documents)} văn bản trong kho nhắc đến")


def test_where_a_document_is_cited_lists_every_place(assistant: Assistant) -> None:
    answer = ask(assistant, "Chỉ thị 27/CT-TTg được nhắc ở mục nào trong kế hoạch của Lâm Khê?")
    assert places(answer) == [(LAM_KHE, "Phần mở đầu văn bản"), (LAM_KHE, "Mục II.3")]
    assert "Phần mở đầu văn bản; Mục II.3" in answer.answer


def test_the_date_of_a_cited_document_is_told(assistant: Assistant) -> None:
    answer = ask(assistant, "Chỉ thị 27/CT-TTg ban hành ngày nào?")
    assert "ngày 14/9/2021 của Thủ tướng Chính phủ" in answer.answer
    assert "14/9/2021" in answer.citations[0].quote


@pytest.mark.parametrize("asked", ["15/9/2021", "ngày 14 tháng 9 năm 2020", "14/10/2021"])
def test_a_wrong_date_of_a_cited_document_is_corrected(assistant: Assistant, asked: str) -> None:
    answer = ask(assistant, f"Chỉ thị số 27/CT-TTg ngày {asked.removeprefix('ngày ')} được nhắc ở đâu?")
    assert answer.status == "refused"
    assert "14/9/2021" in answer.answer
    assert answer.related


@pytest.mark.parametrize("asked", ["14/9/2021", "14/09/2021", "14 tháng 9 năm 2021"])
def test_the_right_date_in_any_notation_is_no_obstacle(assistant: Assistant, asked: str) -> None:
    assert ask(assistant, f"Những văn bản nào nhắc Chỉ thị số 27/CT-TTg ngày {asked}?").status == "answered"


def test_the_inside_of_a_document_that_is_only_cited_is_not_known(assistant: Assistant) -> None:
    answer = ask(assistant, "Điều 5 của Quyết định 99-QĐ/TW quy định gì?")
    assert answer.status == "refused"
    assert "99-QĐ/TW" in answer.answer


@pytest.mark.parametrize(
    ("question", "document", "label", "opening"),
    [
        ("Mục III.1 của kế hoạch Lâm Khê nói gì?", LAM_KHE, "Mục III.1", "1. Phòng Nội vụ\n- Tham mưu"),
        ("Phần II mục 2 kế hoạch Vĩnh Điền?", VINH_DIEN, "Mục II.2", "2. Tiếp công dân\nLãnh đạo"),
        ("Gạch đầu dòng thứ 2 mục III.1 kế hoạch Lâm Khê?", LAM_KHE, "Mục III.1, gạch đầu dòng thứ 2", "- Tổng hợp"),
        ("Gạch đầu dòng cuối cùng mục III.1 kế hoạch Lâm Khê?", LAM_KHE, "Mục III.1, gạch đầu dòng thứ 3", "- Theo"),
        ("Khoản 2.2 kế hoạch Lâm Khê?", LAM_KHE, "Mục II.2, điểm 2.2", "2.2. Giải quyết"),
        ("Điều 2 quyết định của Hà Thanh?", HA_THANH, "Điều 2", "Điều 2. Giải thích"),
        ("Khoản 2 Điều 3 quyết định của Hà Thanh?", HA_THANH, "Khoản 2 Điều 3", "2. Hỗ trợ"),
        ("Điểm b khoản 1 Điều 3 nêu gì?", HA_THANH, "Điểm b khoản 1 Điều 3", "b) Cây ăn quả"),
        ("Mục 4 công văn Bãi Ngàn?", BAI_NGAN, "Mục 4", "4. Trường học"),
    ],
)
def test_a_place_in_a_document_is_read_out(
    assistant: Assistant, question: str, document: str, label: str, opening: str
) -> None:
    for typed in (question, fold(question)):
        answer = ask(assistant, typed)
        assert places(answer) == [(document, label)], typed
        assert answer.citations[0].quote.startswith(opening)


@pytest.mark.parametrize(
    "question", ["Mục IX của kế hoạch Lâm Khê?", "Điều 9 quyết định của Hà Thanh?", "Mục III.7 kế hoạch Vĩnh Điền?"]
)
def test_a_place_that_the_document_lacks_is_said_to_be_lacking(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    assert answer.status == "refused"
    assert "không có" in answer.answer
    assert answer.related == ()


def test_a_place_that_several_documents_have_is_asked_back_with_options_that_answer(assistant: Assistant) -> None:
    answer = ask(assistant, "Mục III.1 nói gì?")
    assert answer.status == "clarify"
    assert answer.citations == ()
    assert {c.document_id for c in answer.related} == {LAM_KHE, VINH_DIEN}
    chosen = [ask(assistant, option.question) for option in answer.options]
    assert [places(a) for a in chosen] == [[(LAM_KHE, "Mục III.1")], [(VINH_DIEN, "Mục III.1")]]
