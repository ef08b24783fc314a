"""Each sentence against its clause: what stands there in any notation is kept, what does not is dropped, and why."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.model import Level, Metadata
from rag.verification.clause import Clause
from rag.verification.faults import Fault
from rag.verification.verify import Claim, Outcome, Verifier

CARD = Metadata(
    title="Kế hoạch công tác dân vận năm 2021",
    type_name="Kế hoạch",
    number="58/KH-UBND",
    issuer="UBND huyện Vĩnh Thuận",
    level=Level.DISTRICT,
    locality="huyện Vĩnh Thuận",
    issued_on=date(2021, 2, 9),
    year=2021,
    subject=None,
    signers=(),
    recipients=(),
    bases=(),
)
REPORTS = Clause(
    "- Báo cáo 06 tháng (trước ngày 30/5/2021), báo cáo năm (trước ngày 15/11/2021) gửi về Phòng Nội vụ huyện.",
    ("Các cơ quan chuyên môn, UBND các xã, thị trấn", "TỔ CHỨC THỰC HIỆN"),
    CARD,
    ("IV", "2", "-1"),
    "Mục IV.2, gạch đầu dòng thứ 1",
)
RULES = Clause(
    "3. Không được yêu cầu người dân nộp thêm giấy tờ ngoài quy định; "
    "mỗi xã tổ chức ít nhất 02 cuộc đối thoại một năm. "
    "Thực hiện Quyết định số 217-QĐ/TW ngày 12/12/2013 và Quyết định số 124-QĐ/TW ngày 02/02/2018 về giám sát. "
    "Người dân có thể gửi ý kiến bằng thư điện tử. Mức hỗ trợ là 1.500.000 đồng, bằng 70% chi phí.",
    ("NHIỆM VỤ",),
    CARD,
    ("II", "3"),
    "Mục II.3",
)
CLAUSES = (REPORTS, RULES)


def fault(sentence: str, cited: int = 2) -> Fault | None:
    """Return what keeps a sentence from standing on the clause that it cites."""
    verdict = Verifier().verdict(Claim(sentence, (cited,)), CLAUSES)
    return None if verdict.outcome is Outcome.KEPT else verdict.fault


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("Báo cáo sáu tháng gửi về Phòng Nội vụ huyện trước ngày 30 tháng 5 năm 2021.", 1),
        ("UBND các xã, thị trấn phải nộp báo cáo năm trước 15/11.", 1),
        ("Theo Kế hoạch số 58/KH-UBND ngày 9/2/2021 của UBND huyện Vĩnh Thuận, báo cáo 6 tháng gửi trước 30/5.", 1),
        ("Mỗi xã phải tổ chức ít nhất hai cuộc đối thoại trong một năm.", 2),
        ("Cấm yêu cầu người dân nộp thêm giấy tờ ngoài quy định.", 2),
        ("Mức hỗ trợ là 1,5 triệu đồng, bằng 70 phần trăm chi phí.", 2),
        ("Việc giám sát thực hiện theo Quyết định số 217-QĐ/TW ngày 12 tháng 12 năm 2013.", 2),
        ("Người dân “có thể gửi ý kiến bằng thư điện tử”.", 2),
    ],
)  # fmt: skip
def test_what_stands_in_the_clause_is_kept_in_any_notation(sentence: str, cited: int) -> None:
    assert fault(sentence, cited) is None


@pytest.mark.parametrize(
    ("sentence", "cited", "found"),
    [
        ("Báo cáo 06 tháng gửi về Phòng Nội vụ huyện trước ngày 31/5/2021.", 1, Fault.VALUE),
        ("Báo cáo 06 tháng gửi về Phòng Nội vụ huyện trước ngày 30/5/2022.", 1, Fault.VALUE),
        ("Báo cáo 06 tháng gửi về Phòng Nội vụ huyện sau ngày 30/5/2021.", 1, Fault.VALUE),
        ("Báo cáo 06 tuần gửi về Phòng Nội vụ huyện trước ngày 30/5/2021.", 1, Fault.VALUE),
        ("Báo cáo 06 tháng (trước ngày 15/11/2021) gửi về Phòng Nội vụ huyện.", 1, Fault.PAIRING),
        ("Báo cáo 06 tháng gửi về Phòng Tư pháp huyện trước ngày 30/5/2021.", 1, Fault.NAME),
        ("Theo Kế hoạch số 85/KH-UBND, báo cáo năm gửi về Phòng Nội vụ huyện.", 1, Fault.DOCUMENT),
        ("Theo Kế hoạch số 58/KH-UBND ngày 10/2/2021, báo cáo năm gửi về Phòng Nội vụ huyện.", 1, Fault.VALUE),
        ("Theo Mục V.2, báo cáo năm gửi về Phòng Nội vụ huyện.", 1, Fault.SECTION),
        ("Thực hiện Quyết định số 217-QĐ/TW ngày 02/02/2018 về giám sát.", 2, Fault.PAIRING),
        ("Mức hỗ trợ bằng 75% chi phí.", 2, Fault.VALUE),
        ("Báo cáo năm gửi về Phòng Nội vụ huyện trước ngày 30/5/2021.", 1, Fault.PAIRING),
        ("Báo cáo trước ngày 30/5/2021 gửi về Phòng Nội vụ huyện vào thứ hai.", 1, Fault.VALUE),
        ("Được yêu cầu người dân nộp thêm giấy tờ ngoài quy định.", 2, Fault.NEGATION),
        ("Người dân phải gửi ý kiến bằng thư điện tử.", 2, Fault.MODALITY),
        ("Người dân không gửi ý kiến bằng thư điện tử.", 2, Fault.NEGATION),
        ("Có thể tổ chức đối thoại, mỗi xã ít nhất 02 cuộc một năm.", 2, Fault.MODALITY),
        ("Văn bản nêu “gửi ý kiến qua đường bưu điện”.", 2, Fault.QUOTE),
        ("Mỗi xã tổ chức ít nhất 02 cuộc đối thoại, đồng thời khen thưởng tập thể xuất sắc tiêu biểu.", 2, Fault.WORDS),
        ("Residents may send their opinions by electronic mail.", 2, Fault.FOREIGN),
        ("Người dân có thể gửi ý kiến tại https://example.org.", 2, Fault.FOREIGN),
        ("Người dân có thể gửi ý kiến bằng và", 2, Fault.UNFINISHED),
    ],
)
def test_what_does_not_stand_there_is_dropped_and_said_why(sentence: str, cited: int, found: Fault) -> None:
    assert fault(sentence, cited) is found


def test_a_right_sentence_with_the_wrong_id_moves_to_the_clause_that_bears_it() -> None:
    verdict = Verifier().verdict(Claim("Mỗi xã tổ chức ít nhất 02 cuộc đối thoại một năm.", (1,)), CLAUSES)
    assert (verdict.outcome, verdict.passage) == (Outcome.RECITED, 2)


@pytest.mark.parametrize(("cited", "found"), [((), Fault.NO_CITATION), ((9,), Fault.UNKNOWN_CITATION)])
def test_a_right_sentence_without_a_true_id_is_cited_for_it(cited: tuple[int, ...], found: Fault) -> None:
    verdict = Verifier().verdict(Claim("Mỗi xã tổ chức ít nhất 02 cuộc đối thoại một năm.", cited), CLAUSES)
    assert (verdict.outcome, verdict.passage, verdict.fault) == (Outcome.RECITED, 2, found)


def test_what_a_stream_broke_off_is_dropped_even_if_it_is_true_so_far() -> None:
    verdict = Verifier().verdict(Claim("Mỗi xã tổ chức ít nhất 02 cuộc", ()), CLAUSES)
    assert (verdict.outcome, verdict.fault) == (Outcome.DROPPED, Fault.UNFINISHED)


def test_a_number_of_the_clause_must_be_told_of_its_own_thing() -> None:
    clause = Clause("b) Xây mới 360 căn nhà; sửa chữa 115 căn. Rút ngắn thời gian từ 05 ngày xuống 03 ngày.", (), CARD)
    verifier = Verifier()
    told = ("Xây mới 115 căn nhà.", "Xây mới 360 căn nhà.", "Kéo dài thời gian từ 05 ngày xuống 03 ngày.")
    faults = [verifier.verdict(Claim(sentence, (1,)), [clause]).fault for sentence in told]
    assert faults == [Fault.PAIRING, None, Fault.WORDS]


def test_a_sentence_must_be_borne_by_one_clause_alone() -> None:
    fused = "Báo cáo năm gửi về Phòng Nội vụ huyện, người dân có thể gửi ý kiến bằng thư điện tử."
    assert Verifier().verdict(Claim(fused, (1, 2)), CLAUSES).outcome is Outcome.DROPPED


DUTIES = Clause(
    "2. Sở Nội vụ chủ trì, phối hợp với Ban Dân vận Tỉnh ủy tập huấn; Sở Tài chính cân đối kinh phí, báo cáo hằng quý. "
    "Tập thể cấp tỉnh: 3.000.000 đồng; tập thể cấp huyện: 1.000.000 đồng. "
    "Hộ gia đình phân loại rác tại nguồn được giảm 25% giá dịch vụ, trừ hộ kinh doanh. "
    "Nếu hồ sơ trễ hẹn lần thứ hai, Chủ tịch xã xin lỗi tại nhà người dân. Đề nghị ông Lò Văn Nhạn làm đầu mối.",
    ("TỔ CHỨC THỰC HIỆN",),
    CARD,
    ("III", "2"),
    "Mục III.2",
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Sở Nội vụ chủ trì tập huấn, phối hợp với Ban Dân vận Tỉnh ủy.",
        "Việc cân đối kinh phí do Sở Tài chính thực hiện.",
        "Sở Tài chính mỗi quý một lần báo cáo.",
        "Tập thể cấp huyện được 1 triệu đồng, tập thể cấp tỉnh được 3 triệu đồng.",
        "Giá dịch vụ được giảm 25% cho hộ gia đình phân loại rác tại nguồn, trừ hộ kinh doanh.",
        "Khi hồ sơ trễ hẹn lần thứ hai, Chủ tịch xã xin lỗi tại nhà người dân.",
    ],
)
def test_another_order_and_another_notation_change_nothing(sentence: str) -> None:
    assert Verifier().verdict(Claim(sentence, (1,)), [DUTIES]).outcome is Outcome.KEPT


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Ban Dân vận Tỉnh ủy chủ trì, phối hợp với Sở Nội vụ tập huấn.", Fault.PAIRING),
        ("Sở Nội vụ cân đối kinh phí, báo cáo hằng quý.", Fault.PAIRING),
        ("Sở Tài chính cân đối kinh phí, báo cáo hằng tháng.", Fault.VALUE),
        ("Tập thể cấp tỉnh được 1.000.000 đồng.", Fault.PAIRING),
        ("Hộ gia đình được giảm 25% giá dịch vụ.", Fault.HALF),
        ("Hộ gia đình phân loại rác tại nguồn được giảm 25% giá dịch vụ.", Fault.HALF),
        ("Chủ tịch xã xin lỗi tại nhà người dân.", Fault.HALF),
        ("Ông Lò Văn Nhàn làm đầu mối.", Fault.NAME),
        ("Ông Lò Văn Nhạn phải làm đầu mối.", Fault.MODALITY),
        ("Sở Tài chính cân đối kinh phí, kể cả hộ kinh doanh.", Fault.WORDS),
        ("Sở Nội vụ chủ trì, phối hợp với", Fault.UNFINISHED),
        ("Chủ tịch xã xin lỗi tại nhà người dân, trễ hẹn lần thứ", Fault.UNFINISHED),
    ],
)
def test_what_keeps_the_company_of_another_or_leaves_out_what_restricts_it_is_dropped(
    sentence: str, found: Fault
) -> None:
    assert Verifier().verdict(Claim(sentence, (1,)), [DUTIES]).fault is found


def test_a_sentence_that_stands_there_word_for_word_is_kept() -> None:
    sentence = "Hộ gia đình phân loại rác tại nguồn được giảm 25% giá dịch vụ, trừ hộ kinh doanh."
    assert DUTIES.says(sentence)
    assert not DUTIES.says("Hộ gia đình phân loại rác tại nguồn được giảm 25% giá dịch vụ.")


FERRY = Clause(
    "4. Bến mở từ 04 giờ đến 16 giờ; mỗi lớp cứu hộ có 25 học viên. Phòng Tài chính bố trí 640 triệu đồng; "
    "Hội Nông dân huyện quyết toán trước ngày 30/6/2022. "
    "Vé người đi bộ 2.000 đồng, người đi xe máy 5.000 đồng một lượt. "
    "Vận động mỗi hộ khá, giàu nhận đỡ đầu một hộ nghèo; không bắt buộc là đảng viên. "
    "Vụ cháy trên 01 ha thì báo ngay.",
    (),
    CARD,
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Bến mở từ 4h đến 4 giờ chiều.",
        "Mỗi lớp cứu hộ có hai mươi lăm học viên.",
        "Không, không bắt buộc phải là đảng viên.",
        "Người đi xe máy trả 5 nghìn đồng/lượt.",
        "Phòng Tài chính dành 640.000.000 đồng.",
    ],
)
def test_the_same_in_other_words_figures_and_hours_is_kept(sentence: str) -> None:
    assert Verifier().verdict(Claim(sentence, (1,)), [FERRY]).outcome is Outcome.KEPT


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Bến mở từ 4h đến 5 giờ chiều.", Fault.VALUE),
        ("Mỗi lớp cứu hộ có hai mươi sáu học viên.", Fault.VALUE),
        ("Không, người đi xe máy trả 5 nghìn đồng/lượt.", Fault.NEGATION),
        ("Phòng Tài chính quyết toán trước ngày 30/6/2022.", Fault.PAIRING),
        ("Người đi bộ trả 5.000 đồng một lượt.", Fault.PAIRING),
        ("Mỗi hộ nhận đỡ đầu một hộ nghèo.", Fault.HALF),
        ("Mỗi hộ khá, giàu bắt buộc nhận đỡ đầu một hộ nghèo.", Fault.MODALITY),
        ("Có vụ cháy thì báo ngay.", Fault.HALF),
    ],
)
def test_what_another_stretch_says_or_what_narrows_a_thing_is_not_lost(sentence: str, found: Fault) -> None:
    assert Verifier().verdict(Claim(sentence, (1,)), [FERRY]).fault is found
