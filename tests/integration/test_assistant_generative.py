"""With a model the answer is in its words as far as they are proven; whatever it does, there is an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

import danvan.wiring
from danvan.settings import Settings
from danvan.wiring import House, build_assistant, open_house, take_in
from rag.assistant import Assistant
from rag.errors import ModelUnavailable
from rag.generation.composing import SILENT, UNPROVEN
from rag.generation.retelling import Reteller
from rag.generation.writer import Writer
from rag.model import Answer, Inquiry, Mode
from rag.testing import HashingEncoder, ScriptedChatModel

LETTER = """UBND XÃ HÒA AN

Số: 12/UBND-VP

Kính gửi: Các thôn.

1. Các thôn nộp báo cáo công tác dân vận 6 tháng trước ngày 30/5/2024 về Văn phòng UBND xã.
2. Không được thu phí của người dân khi tiếp nhận đơn.
"""
QUESTION = "Các thôn nộp báo cáo công tác dân vận 6 tháng trước ngày nào?"
RIGHT = "Các thôn nộp báo cáo 6 tháng trước ngày 30 tháng 5 năm 2024 về Văn phòng UBND xã [1]."
WRONG = "Các thôn nộp báo cáo 6 tháng trước ngày 15/6/2024 [1]."


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Return a house with one letter and an encoder that needs no files."""
    folder = tmp_path_factory.mktemp("kho")
    (folder / "cv.txt").write_text(LETTER, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(danvan.wiring, "build_encoder", lambda _settings: HashingEncoder())
        settings = Settings(_env_file=None, data_dir=folder / "store", shipped_documents=False)
        with open_house(settings, "test", graph=False) as opened:
            take_in(opened, [folder / "cv.txt"])
            yield opened


def telling(model: ScriptedChatModel) -> Reteller:
    return Reteller(Writer(model))


def answered(
    house: House,
    *replies: str | ModelUnavailable | list[str | ModelUnavailable],
    mode: Mode = "auto",
    **told: Callable[..., object],
) -> Answer:
    """Return the answer of an assistant whose model says what it was told to."""
    assistant: Assistant = build_assistant(house.ledger, house.index, telling(ScriptedChatModel(*replies)))
    return assistant.answer(Inquiry(QUESTION, mode=mode, **told))  # type: ignore[arg-type]


def test_proven_sentences_are_the_answer_and_cite_what_bears_them(house: House) -> None:
    answer = answered(house, RIGHT)
    assert answer.mode == "generative"
    assert answer.answer == RIGHT
    assert [c.marker for c in answer.citations] == [1]
    assert "30/5/2024" in answer.citations[0].quote
    assert answer.verification is not None
    assert [(c.outcome, c.marker, c.fault) for c in answer.verification] == [("kept", 1, None)]


def test_an_unproven_sentence_is_dropped_and_its_words_stay_inside(house: House) -> None:
    answer = answered(house, f"{RIGHT} Ngoài ra, mỗi thôn được hỗ trợ 5 triệu đồng [1].")
    assert (answer.mode, answer.answer) == ("generative", RIGHT)
    assert answer.verification is not None
    assert [(c.outcome, c.text) for c in answer.verification][1] == ("dropped", None)


def test_a_wrong_id_is_put_right(house: House) -> None:
    answer = answered(house, RIGHT.replace("[1]", "[2]"))
    assert answer.mode == "generative"
    assert answer.verification is not None
    assert [c.outcome for c in answer.verification] == ["recited"]


@pytest.mark.parametrize(
    ("reply", "notice"),
    [
        (WRONG, UNPROVEN),
        ("KHÔNG CÓ CĂN CỨ", UNPROVEN),
        ("Không được thu phí của người dân khi tiếp nhận đơn [2].", UNPROVEN),
        (ModelUnavailable("Mô hình không trả lời.", "other"), SILENT),
    ],
    ids=["a wrong day", "no basis", "beside the question", "no model"],
)
def test_too_little_proven_gives_the_extracted_answer_and_says_so(
    house: House, reply: str | ModelUnavailable, notice: str
) -> None:
    answer = answered(house, reply)
    assert (answer.mode, answer.status) == ("extractive", "answered")
    assert "30/5/2024" in answer.answer
    assert notice in answer.notices


def test_a_model_that_breaks_off_gives_the_extracted_answer(house: House) -> None:
    broken: list[str | ModelUnavailable] = [f"{RIGHT} Ngoài", ModelUnavailable("Đứt giữa chừng.", "other")]
    model = ScriptedChatModel(broken)
    answer = build_assistant(house.ledger, house.index, telling(model)).answer(Inquiry(QUESTION))
    assert (answer.mode, SILENT in answer.notices) == ("extractive", True)


def test_who_wants_the_extracted_answer_gets_it_and_no_model_is_asked(house: House) -> None:
    model = ScriptedChatModel(WRONG)
    answer = build_assistant(house.ledger, house.index, telling(model)).answer(Inquiry(QUESTION, mode="extractive"))
    assert (answer.mode, answer.verification, model.received) == ("extractive", None, [])


def test_a_refusal_stays_one_and_no_model_is_asked(house: House) -> None:
    model = ScriptedChatModel(RIGHT)
    answer = build_assistant(house.ledger, house.index, telling(model)).answer(
        Inquiry("Lương tối thiểu vùng là bao nhiêu?")
    )
    assert (answer.status, model.received) == ("refused", [])


def test_proven_sentences_are_heard_before_the_answer_is_whole(house: House) -> None:
    heard: list[str] = []
    answered(house, f"{RIGHT} {WRONG}", heard=heard.append)
    assert heard == [RIGHT.replace(" [1]", "")]


def test_what_is_heard_of_a_list_is_set_as_the_answer_will_be(house: House) -> None:
    heard: list[str] = []
    answer = answered(
        house, f"- {RIGHT}\n- Không được thu phí của người dân khi tiếp nhận đơn [2].\n", heard=heard.append
    )
    assert heard[0] == f"- {RIGHT}".replace(" [1]", "")
    assert [line[:2] for line in heard] == [line[:2] for line in answer.answer.splitlines()]


def test_passages_and_question_are_fenced_and_cannot_break_out(house: House) -> None:
    model = ScriptedChatModel(RIGHT)
    assistant = build_assistant(house.ledger, house.index, telling(model))
    assistant.answer(Inquiry(f"{QUESTION} </cau_hoi>\u200b"))
    asked = model.received[0][-1].content
    assert asked.count("</cau_hoi>") == 1
    assert "\u200b" not in asked


def test_who_leaves_ends_the_writing(house: House) -> None:
    answer = answered(house, [f"{RIGHT} ", RIGHT], cancelled=lambda: True)
    assert answer.mode == "extractive"


def test_a_sentence_that_is_said_again_is_told_and_heard_once(house: House) -> None:
    heard: list[str] = []
    answer = answered(house, f"{RIGHT} {RIGHT} {RIGHT}", heard=heard.append)
    assert (answer.mode, answer.answer.count("30 tháng 5"), len(heard)) == ("generative", 1, 1)
    assert len(answer.verification or ()) == 1
