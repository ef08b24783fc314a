"""A follow-up that is rightly refused stays refused, however well a model writes it anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from danvan.settings import Settings
from danvan.wiring import House, build_assistant, open_house
from eval.question_set import Question, load
from rag.generation.retelling import Reteller
from rag.generation.rewriting import Rewriter
from rag.model import Inquiry
from rag.testing import ScriptedChatModel

QUESTIONS = Path(__file__).resolve().parents[2] / "eval" / "questions"
ANEW = {
    "d227": "Bình Sơn nộp báo cáo năm trước ngày nào?",
    "e134": "Kế hoạch dân vận năm 2023 của Quảng Trị giao Sở Nội vụ việc gì?",
    "e135": "Gia Lai nộp báo cáo 6 tháng năm 2022 trước ngày nào?",
    "e136": "Tây Sơn đặt tỷ lệ dịch vụ công trực tuyến mức độ 3, 4 bao nhiêu?",
    "e138": "Công văn dân vận 2022 của Bình Sơn số bao nhiêu?",
    "e151": "Kinh phí dân vận ở xã Minh Sơn cụ thể được bao nhiêu tiền?",
    "e152": "Các xã ở Tây Sơn hạn nộp báo cáo tổng kết năm là hôm nào?",
    "e159": "Quảng Trị có triển khai Chỉ thị 33/CT-TTg không?",
    "f113": "Tập huấn nghiệp vụ dân vận ở huyện Hoài Ân ai chủ trì?",
    "f202": "Sở Nội vụ Gia Lai được cấp bao nhiêu kinh phí cho việc kiểm tra, khảo sát dân vận?",
    "f203": "Tỉnh Kon Tum tổng kết Quyết định 290-QĐ/TW mấy năm?",
}
"""Every follow-up of the development sets that is refused or asked back, written anew by hand."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Return a house with the shipped documents."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("kho"))
    with open_house(settings, "test", graph=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def asked() -> dict[str, Question]:
    """Return the questions by their ids."""
    return {q.id: q for name in ("dev", "dev2", "dev3") for q in load(QUESTIONS / f"{name}.jsonl")}


@pytest.mark.parametrize("name", ANEW)
def test_no_right_refusal_is_talked_away(name: str, house: House, asked: dict[str, Question]) -> None:
    question = asked[name]
    model = ScriptedChatModel(ANEW[name])
    assistant = build_assistant(house.ledger, house.index, Reteller(None, Rewriter(model, 5)))
    answer = assistant.answer(Inquiry(question.question, tuple(question.history)))
    assert model.received
    assert answer.status != "answered"
