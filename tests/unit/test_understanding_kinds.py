"""What kind of answer a question asks for, with and without diacritics."""

from __future__ import annotations

import pytest

from corpus.folding import fold
from rag.understanding.kinds import Kind, kinds_of

ASKS = [
    ("Ai ký kế hoạch này?", Kind.SIGNER),
    ("Người ký công văn là ai?", Kind.SIGNER),
    ("Văn bản do ai ký?", Kind.SIGNER),
    ("Chủ tịch UBND xã tên là gì?", Kind.SIGNER),
    ("Nơi nhận của công văn?", Kind.RECIPIENTS),
    ("Kế hoạch được gửi đến những cơ quan nào?", Kind.RECIPIENTS),
    ("Công văn kính gửi ai?", Kind.ADDRESSEES),
    ("Kế hoạch số mấy?", Kind.OWN_NUMBER),
    ("Số ký hiệu của văn bản là gì?", Kind.OWN_NUMBER),
    ("Công văn ban hành ngày nào?", Kind.OWN_DATE),
    ("Ngày ban hành quyết định?", Kind.OWN_DATE),
    ("Cơ quan nào ban hành kế hoạch?", Kind.OWN_ISSUER),
    ("Kế hoạch do ai ban hành?", Kind.OWN_ISSUER),
    ("Trích yếu của công văn?", Kind.OWN_SUBJECT),
    ("Kế hoạch căn cứ vào những văn bản nào?", Kind.BASES),
    ("Căn cứ pháp lý của kế hoạch là gì?", Kind.BASES),
    ("Những văn bản nào nhắc đến tiếp công dân?", Kind.WHICH_STORED),
    ("Có bao nhiêu địa phương tổ chức đối thoại?", Kind.WHICH_STORED),
    ("Nội dung ấy nằm ở mục nào?", Kind.WHERE_MENTIONED),
    ("Chỉ thị được nhắc ở đâu?", Kind.WHERE_MENTIONED),
    ("Báo cáo nộp khi nào?", Kind.WHEN),
    ("Hạn nộp báo cáo?", Kind.WHEN),
    ("Trước ngày mấy phải xong?", Kind.WHEN),
    ("Bao nhiêu phần trăm đơn thư được giải quyết?", Kind.PERCENT),
    ("Tỷ lệ hài lòng phải đạt?", Kind.PERCENT),
    ("Hỗ trợ bao nhiêu tiền?", Kind.MONEY),
    ("Kinh phí tối đa là bao nhiêu?", Kind.MONEY),
    ("Bao nhiêu mô hình được công nhận?", Kind.HOW_MANY),
    ("Số lượng thành viên?", Kind.HOW_MANY),
    ("Theo chỉ thị nào?", Kind.WHICH_DOCUMENT),
    ("Nghị định nào quy định việc này?", Kind.WHICH_DOCUMENT),
    ("Xã làm theo quy định gì?", Kind.WHICH_DOCUMENT),
    ("Luật đất đai nào?", Kind.WHICH_DOCUMENT),
    ("Pháp lệnh dân chủ nào được nhắc?", Kind.WHICH_DOCUMENT),
    ("Theo nghị quyết chuyên đề nào?", Kind.WHICH_DOCUMENT),
    ("Theo kế hoạch phối hợp nào?", Kind.WHICH_DOCUMENT),
    ("Chương trình mục tiêu nào được nhắc?", Kind.WHICH_DOCUMENT),
    ("Việc này làm theo chỉ thị số mấy?", Kind.WHICH_DOCUMENT),
    ("Đơn vị nào chủ trì?", Kind.WHO),
    ("Ai chịu trách nhiệm kiểm tra?", Kind.WHO),
    ("Kế hoạch của tỉnh gửi những ai?", Kind.RECIPIENTS),
    ("Báo cáo quý gửi về đâu?", Kind.TO_WHOM),
    ("Xã báo cáo kết quả cho cơ quan nào?", Kind.TO_WHOM),
    ("Nộp ai?", Kind.TO_WHOM),
]


@pytest.mark.parametrize(("question", "kind"), ASKS)
def test_the_interrogative_tells_the_kind(question: str, kind: Kind) -> None:
    assert kind in kinds_of(fold(question))


@pytest.mark.parametrize(
    "question",
    [
        "Ai nộp báo cáo?",
        "Nói chuyện với ai?",
        "Chương trình phối hợp giữa ai với ai?",
        "Báo cáo về nội dung nào?",
        "Công văn kính gửi ai?",
    ],
)
def test_who_sends_and_what_is_sent_is_not_who_receives(question: str) -> None:
    assert Kind.TO_WHOM not in kinds_of(fold(question))


@pytest.mark.parametrize(
    "question",
    [
        "Nội dung công tác tuyên truyền",
        "Công an xã làm gì?",
        "Tuyên truyền như thế nào?",
        "Vì sao phải đối thoại?",
        "Công văn nói gì?",
        "",
        "?!",
    ],
)
def test_a_question_that_asks_for_nothing_special_asks_for_a_clause(question: str) -> None:
    assert kinds_of(fold(question)) == {Kind.CLAUSE}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Kỹ năng của cán bộ thế nào, ai kỷ luật?", Kind.SIGNER),
        ("Kế hoạch yêu cầu mở lớp kỹ thuật trồng nấm?", Kind.SIGNER),
        ("Tinh gọn bộ máy thế nào?", Kind.HOW_MANY),
        ("Mở công văn số mấy ra xem?", Kind.HOW_MANY),
        ("Nó quy định cái gì vậy?", Kind.WHICH_DOCUMENT),
        ("Công an xã làm gì?", Kind.WHEN),
        ("Công tác tuyên truyền thế nào?", Kind.WHICH_DOCUMENT),
        ("Báo cáo nộp ngày nào?", Kind.OWN_DATE),
        ("Bộ phận một cửa làm gì?", Kind.WHERE_MENTIONED),
        ("Quyết định đề cập gì về cây ăn quả?", Kind.WHICH_DOCUMENT),
        ("Tỉnh quy định gì về cây ăn quả?", Kind.WHICH_DOCUMENT),
        ("Huyện hướng dẫn những gì cho hộ trồng cây?", Kind.WHICH_DOCUMENT),
        ("Ban Thường vụ kết luận gì?", Kind.WHICH_DOCUMENT),
        ("Công văn yêu cầu gì về sổ sức khỏe?", Kind.WHICH_DOCUMENT),
        ("Kế hoạch nêu gì về tín dụng đen?", Kind.WHICH_DOCUMENT),
        ("Kế hoạch giao gì cho công an?", Kind.WHICH_DOCUMENT),
        ("Kế hoạch có mục nào về tín dụng đen?", Kind.WHICH_DOCUMENT),
        ("Quyết định hỗ trợ gì cho vườn ươm?", Kind.WHICH_DOCUMENT),
    ],
)
def test_words_that_only_look_alike_mislead_nobody(question: str, kind: Kind) -> None:
    assert kind not in kinds_of(fold(question))


def test_a_question_may_be_of_several_kinds() -> None:
    assert {Kind.WHO, Kind.WHEN} <= kinds_of(fold("Cơ quan nào báo cáo, trước ngày nào?"))
