"""What changes when a store holds hundreds of documents that are alike: two hundred invented plans and a directive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.ledger import DocumentSummary, Ledger
from corpus.model import Document, DocumentId, Excerpt, Reference
from corpus.testing import read_as
from rag.adapters.exact_index import ExactIndex
from rag.adapters.static_encoder import StaticEncoder
from rag.adapters.tantivy_index import TantivyIndex
from rag.answering.settings import load_answer_settings
from rag.assistant import Assistant
from rag.index import PassageIndex
from rag.index_stores import Makers
from rag.model import Answer, Inquiry, Turn
from rag.retrieval import Retriever

_RANKING = Path(__file__).resolve().parents[2] / "rag" / "data" / "ranking.json"
_FIRST = ("Thạch", "Vĩnh", "Lâm", "Phù", "Trà", "Yên", "Khánh", "Sùng", "Đạo", "Nghĩa")
_SECOND = ("Khê", "Điền", "Bàn", "Lộc", "Xuyên", "Trạch", "Hạ", "Thượng", "Giang", "Đình")
_LEVELS = (("HUYỆN", "huyện"), ("XÃ", "xã"))
_CITED = "27/CT-TTg"
_PLAN = """ỦY BAN NHÂN DÂN
{level} {upper}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: {number}/KH-UBND
{place}, ngày {day} tháng 02 năm 2024

KẾ HOẠCH
Thực hiện công tác dân vận chính quyền năm 2024

Thực hiện Chỉ thị số 27/CT-TTg ngày 14/9/2021 của Thủ tướng Chính phủ, UBND {small} ban hành kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
- Nâng cao nhận thức của cán bộ, công chức về công tác dân vận.
II. NHIỆM VỤ
1. Giải quyết {share}% đơn thư khiếu nại thuộc thẩm quyền ngay từ cơ sở.
2. Mỗi thôn đăng ký {count} mô hình dân vận khéo.
III. TỔ CHỨC THỰC HIỆN
1. Phòng Nội vụ gửi báo cáo năm trước ngày {day}/11/2024.
2. Công an {small} nắm tình hình an ninh nông thôn.

Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn {signer}
"""
_DIRECTIVE = """ỦY BAN NHÂN DÂN
HUYỆN THẠCH KHÊ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 05/CT-UBND
Thạch Khê, ngày 10 tháng 3 năm 2024

CHỈ THỊ
Về việc tăng cường phòng cháy, chữa cháy rừng

Để phòng cháy rừng, Chủ tịch UBND huyện yêu cầu:

1. Hạt Kiểm lâm
- Trực gác lửa 24/24 giờ trong mùa khô; báo cáo trước ngày 25 hằng tháng.
2. Phòng Nội vụ
- Đề nghị khen thưởng người báo cháy kịp thời.

Nơi nhận:
- Lưu: VT.

CHỦ TỊCH

Lê Thị Lửa
"""


def _read(name: str, text: str) -> Document:
    return read_as(name, text)


def _plans() -> Iterator[Document]:
    names = [f"{first} {second}" for first in _FIRST for second in _SECOND]
    for at, (place, (level, small)) in enumerate((place, words) for place in names for words in _LEVELS):
        text = _PLAN.format(
            level=level, upper=place.upper(), place=place, small=small, number=at + 1, day=at % 27 + 1,
            share=60 + at % 37, count=at % 9 + 2, signer=place.split()[-1],
        )  # fmt: skip
        yield _read(f"plan-{at:03d}", text)


class Counting:
    """A source of documents that counts how often a whole document is read."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.read: list[DocumentId] = []

    def document(self, document_id: DocumentId) -> Document:
        self.read.append(document_id)
        return self.ledger.document(document_id)

    def documents(self) -> list[DocumentSummary]:
        return self.ledger.documents()

    def text(self, document_id: DocumentId) -> str:
        return self.ledger.text(document_id)

    def excerpts(self, places: Sequence[tuple[DocumentId, int]]) -> list[Excerpt]:
        return self.ledger.excerpts(places)

    def mentions_of(self, key: str) -> list[tuple[DocumentId, Reference]]:
        return self.ledger.mentions_of(key)

    def mentions_by_serial(self, serial: str) -> list[tuple[DocumentId, Reference]]:
        return self.ledger.mentions_by_serial(serial)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counting]:
    ledger = Ledger.open(tmp_path_factory.mktemp("large") / "ledger.sqlite")
    for document in (*_plans(), _read("directive", _DIRECTIVE)):
        ledger.add(document)
    yield Counting(ledger)
    ledger.close()


@pytest.fixture(scope="module")
def index(source: Counting, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageIndex]:
    built = PassageIndex(tmp_path_factory.mktemp("index"), StaticEncoder.shipped(), Makers(TantivyIndex, ExactIndex))
    built.build(source.ledger.all_documents(), source.ledger.content_fingerprint())
    yield built
    built.close()


@pytest.fixture(scope="module")
def many(source: Counting, index: PassageIndex) -> Assistant:
    return Assistant(source, Retriever(index), load_answer_settings(_RANKING))


def ask(assistant: Assistant, question: str, *history: str) -> Answer:
    return assistant.answer(Inquiry(question, tuple(Turn("user", turn) for turn in history)))


def cited(answer: Answer) -> set[str]:
    return {str(citation.metadata.locality) for citation in answer.citations}


@pytest.mark.parametrize(
    ("question", "locality", "words"),
    [
        ("Xã Vĩnh Bàn nộp báo cáo năm trước ngày nào?", "xã Vĩnh Bàn", "báo cáo năm trước ngày"),
        ("Huyện Trà Lộc giải quyết bao nhiêu phần trăm đơn thư khiếu nại?", "huyện Trà Lộc", "% đơn thư"),
        ("khanh dinh dang ky bao nhieu mo hinh dan van kheo", "Khánh Đình", "mô hình dân vận khéo"),
    ],
)
def test_the_place_asked_about_answers_among_two_hundred_alike(
    many: Assistant, question: str, locality: str, words: str
) -> None:
    answer = ask(many, question)
    assert answer.status == "answered"
    assert words in answer.citations[0].quote
    assert all(place.endswith(locality) for place in cited(answer))


def test_a_question_reads_only_the_documents_that_it_shows(source: Counting, index: PassageIndex) -> None:
    fresh = Assistant(source, Retriever(index), load_answer_settings(_RANKING))
    source.read.clear()
    answer = ask(fresh, "Những nơi nào giải quyết đơn thư khiếu nại ngay từ cơ sở?")
    shown = {c.document_id for c in (*answer.citations, *answer.related)}
    assert answer.citations
    assert set(source.read) <= shown


def test_what_very_many_documents_mention_is_shown_in_part_and_counted_whole(many: Assistant) -> None:
    answer = ask(many, f"Những văn bản nào nhắc đến Chỉ thị {_CITED}?")
    assert answer.status == "answered"
    assert answer.answer.startswith("200 văn bản trong kho nhắc đến")
    assert 1 < len(answer.citations) <= 12


def test_a_topic_of_very_many_documents_is_no_wall_of_text(many: Assistant) -> None:
    answer = ask(many, "Những văn bản nào nói về mô hình dân vận khéo?")
    assert answer.status == "answered"
    assert 1 < len(answer.citations) <= 8
    assert "dưới đây là" in answer.answer.splitlines()[0]


@pytest.mark.parametrize("question", ["Văn bản này do ai ký?", "Ai ký kế hoạch?", "Mục III.1 nói gì?"])
def test_where_hundreds_could_be_meant_it_is_asked_which(many: Assistant, question: str) -> None:
    answer = ask(many, question)
    assert answer.status == "clarify"
    assert not answer.citations
    assert 0 < len(answer.options) <= 8


def test_an_offered_question_is_answered_from_the_document_that_it_names(many: Assistant) -> None:
    option = ask(many, "Ai ký kế hoạch?").options[0]
    answer = ask(many, option.question)
    assert answer.status == "answered"
    assert "Trần Văn" in answer.answer
    assert len({c.document_id for c in answer.citations}) == 1


def test_the_type_told_chooses_among_the_documents_of_a_place(many: Assistant) -> None:
    answer = ask(many, "Chỉ thị của huyện Thạch Khê do ai ký?")
    assert "Lê Thị Lửa" in answer.answer
    assert {c.document_id for c in answer.citations} == {"directive"}


def test_a_follow_up_keeps_to_the_document_of_the_answer_before(many: Assistant) -> None:
    answer = ask(many, "còn Phòng Nội vụ?", "Chỉ thị của huyện Thạch Khê giao Hạt Kiểm lâm làm gì?")
    assert answer.status == "answered"
    assert {c.document_id for c in answer.citations} == {"directive"}


def test_a_name_is_known_by_its_diacritics(many: Assistant) -> None:
    """Huyện Đạo Hạ and "đạo hạ" folded alike, "dao hạ …": only the first is the place."""
    assert cited(ask(many, "Đạo Hạ nộp báo cáo năm trước ngày nào?")) <= {"huyện Đạo Hạ", "xã Đạo Hạ"}
    spread = ask(many, "Những văn bản nào nói về việc đào hạ mô hình dân vận khéo?")
    assert len(cited(spread)) > 2


def test_a_place_that_none_of_many_documents_names_is_said_to_be_lacking(many: Assistant) -> None:
    answer = ask(many, "Kế hoạch dân vận của tỉnh Cà Mau giao ai báo cáo?")
    assert answer.status == "refused"
    assert "Cà Mau" in answer.answer


def test_every_quote_is_a_slice_of_its_document(many: Assistant, source: Counting) -> None:
    questions: Sequence[str] = ("Những văn bản nào nói về mô hình dân vận khéo?", "Xã Yên Giang làm gì về an ninh?")
    for citation in (c for question in questions for c in ask(many, question).citations):
        assert source.ledger.text(citation.document_id)[citation.start : citation.end] == citation.quote
