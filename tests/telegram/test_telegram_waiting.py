"""What an asker sees while a language model writes: proven sentences as a draft, or in a message, or nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.signs import LEFT_BEHIND
from bot.wording import SEARCHING, STOPPED, WRITING
from corpus.mail import Note, Settlement
from corpus.mailbox import Mailbox
from tests.telegram.bot_api_double import BotApiDouble
from tests.telegram.bot_api_methods import Call, Fault
from tests.telegram.office import ANSWER, QUESTION, Office, WritingAssistant
from tests.telegram.trials import most_within

SENTENCES = ("Trước ngày 05/6.", "Báo cáo năm trước ngày 05/12.", "Gửi về Văn phòng.", "Nộp bằng văn bản.")
GROUP = -1_000_000_000_007
SPOKEN = ("sendMessage", "editMessageText", "sendMessageDraft")


@pytest.fixture
def office(telegram: BotApiDouble, tmp_path: Path) -> Office:
    return Office(telegram, tmp_path, assistant=WritingAssistant(sentences=SENTENCES, gap_s=1.2))


def answered(office: Office, chat: int) -> Call:
    """Return the answer once it has come; a message that stands only while one waits is none."""

    def found() -> list[Call]:
        calls = office.telegram.calls("sendMessage", chat=chat)
        return [call for call in calls if call.params["text"].startswith((ANSWER, STOPPED)) and not _silent(call)]

    return office.telegram.wait(found)[0]


def _silent(call: Call) -> bool:
    return bool(call.params.get("disable_notification"))


def drafts(office: Office, chat: int) -> list[str]:
    return [call.params["text"] for call in office.telegram.calls("sendMessageDraft", chat=chat)]


def left(office: Office, chat: int) -> list[str]:
    """Return what stands in a chat once everything passing has been taken away."""
    office.telegram.wait(lambda: not any(WRITING in text or text == SEARCHING for text in office.telegram.texts(chat)))
    return office.telegram.texts(chat)


def test_sentences_are_shown_as_a_draft_that_the_answer_replaces(office: Office) -> None:
    with office.open():
        office.telegram.say(1, QUESTION)
        answer = answered(office, 1)
        standing = left(office, 1)
    told = drafts(office, 1)
    whole = " ".join(SENTENCES)
    assert len(told) >= 3
    assert told[0] == SENTENCES[0]
    assert all(whole.startswith(text) for text in told)
    assert len({call.params["draft_id"] for call in office.telegram.calls("sendMessageDraft")}) == 1
    assert standing == [answer.params["text"]]
    assert office.telegram.state.drafts == {}
    assert office.telegram.state.refused == []


def test_what_is_shown_meanwhile_keeps_the_limits_and_holds_the_answer_back_by_a_second_at_most(office: Office) -> None:
    office.assistant = WritingAssistant(sentences=SENTENCES * 4, gap_s=0.2)
    with office.open():
        began = time.monotonic()
        for chat in range(1, 4):
            office.telegram.say(chat, QUESTION)
        answers = [answered(office, chat) for chat in range(1, 4)]
        for chat in range(1, 4):
            left(office, chat)
    calls = office.telegram.calls(*SPOKEN)
    assert most_within([call.at for call in calls], 1.0) <= 30
    for chat in range(1, 4):
        assert most_within([call.at for call in calls if call.params["chat_id"] == chat], 1.0) == 1
    assert max(call.at for call in answers) - began < 16 * 0.2 + 1.5


def test_the_button_that_stops_stands_beside_a_draft_and_makes_the_model_stop(office: Office) -> None:
    with office.open():
        office.telegram.say(1, QUESTION)
        (offer,) = office.telegram.wait_calls(1, "sendMessage", chat=1)
        assert offer.params["text"] == WRITING
        assert _silent(offer)
        (data,) = office.telegram.buttons(1, offer.message or 0).values()
        office.telegram.press(1, offer.message or 0, data)
        assert answered(office, 1).params["text"] == STOPPED
        assert office.assistant.left.wait(2)  # type: ignore[attr-defined]
        assert left(office, 1) == [STOPPED]


@pytest.mark.parametrize("kind", ["400", "404"])
def test_where_drafts_are_declined_a_message_is_edited_and_taken_away(office: Office, kind: str) -> None:
    office.telegram.fail(Fault(kind, times=1_000, method="sendMessageDraft"))  # type: ignore[arg-type]
    with office.open():
        office.telegram.say(1, QUESTION)
        answer = answered(office, 1)
        assert left(office, 1) == [answer.params["text"]]
        tried = len(office.telegram.state.calls)
        office.telegram.say(1, QUESTION)
        office.telegram.wait(lambda: len([t for t in office.telegram.texts(1) if t.startswith(ANSWER)]) == 2)
        left(office, 1)
        second = office.telegram.state.calls[tried:]
    assert not any(call.method == "sendMessageDraft" for call in second)  # it is remembered
    opened = next(call for call in office.telegram.calls("sendMessage", chat=1) if _silent(call))
    edits = office.telegram.calls("editMessageText", chat=1)
    shown = [call.params["text"].removesuffix(f"\n\n{WRITING}") for call in (opened, *edits)]
    assert shown[0].startswith(SENTENCES[0])
    assert all(" ".join(SENTENCES).startswith(text) for text in shown)
    assert edits[0].params["reply_markup"]["inline_keyboard"]
    assert not any(text in answer.params["text"] for text in (WRITING, SENTENCES[3]))


def test_where_edits_are_declined_too_one_message_stands_until_the_answer(office: Office) -> None:
    for method in ("sendMessageDraft", "editMessageText"):
        office.telegram.fail(Fault("400", times=1_000, method=method))
    with office.open():
        office.telegram.say(1, QUESTION)
        answer = answered(office, 1)
        assert left(office, 1) == [answer.params["text"]]
    assert len([call for call in office.telegram.state.calls if call.method == "editMessageText"]) == 1
    assert len(office.telegram.calls("sendMessage", chat=1)) == 2


def test_in_a_group_a_message_is_edited_now_and_then(office: Office) -> None:
    office.assistant = WritingAssistant(sentences=SENTENCES * 2, gap_s=1.0)
    with office.open():
        office.telegram.say(GROUP, "/admin", person=1)
        (asked,) = office.telegram.wait_calls(1, "sendMessage", chat=GROUP)
        yes = next(iter(office.telegram.buttons(GROUP, asked.message or 0).values()))
        office.telegram.press(GROUP, asked.message or 0, yes, person=1)
        office.telegram.wait_calls(2, "sendMessage", chat=GROUP)
        office.telegram.say(GROUP, f"@danvan_bot {QUESTION}", person=1)
        answered(office, GROUP)
        left(office, GROUP)
    assert office.telegram.calls("sendMessageDraft") == []
    assert len(office.telegram.calls("editMessageText", chat=GROUP)) == 1


@pytest.mark.parametrize("kind", ["429", "500", "reset"])
def test_a_draft_that_fails_for_now_is_left_out_and_the_answer_comes(office: Office, kind: str) -> None:
    office.telegram.fail(Fault(kind, times=2, method="sendMessageDraft", seconds=1))  # type: ignore[arg-type]
    with office.open():
        office.telegram.say(1, QUESTION)
        answered(office, 1)
        left(office, 1)
    assert drafts(office, 1)  # it was tried again
    assert office.telegram.calls("editMessageText") == []


def test_a_slow_draft_is_given_up_and_does_not_hold_the_answer_back_for_long(office: Office) -> None:
    office.assistant = WritingAssistant(sentences=SENTENCES[:1], gap_s=0.6)
    office.telegram.fail(Fault("slow", method="sendMessageDraft", seconds=9))
    with office.open():
        began = time.monotonic()
        office.telegram.say(1, QUESTION)
        assert answered(office, 1).at - began < 5.5


def test_a_message_that_a_killed_process_left_behind_is_taken_away(office: Office) -> None:
    with office.open():
        office.telegram.say(1, QUESTION)
        (shown,) = office.telegram.wait_calls(1, "sendMessage", chat=1)
        with Mailbox(office.folder / "ledger.sqlite3") as mailbox:
            noted = office.telegram.wait(lambda: mailbox.notes(LEFT_BEHIND))
            answered(office, 1)
            left(office, 1)
            office.telegram.wait(lambda: not mailbox.notes(LEFT_BEHIND))
    assert [note.key for note in noted] == [f"1:{shown.message}"]
    office.telegram.state.shown[1, shown.message or 0].deleted = False  # as if it had been killed before
    with Mailbox(office.folder / "ledger.sqlite3") as mailbox:
        mailbox.post(Settlement(notes=(Note(LEFT_BEHIND, f"1:{shown.message}", "{}"),)))
    with office.open():
        office.telegram.wait(lambda: office.telegram.state.shown[1, shown.message or 0].deleted)
    with Mailbox(office.folder / "ledger.sqlite3") as mailbox:
        assert mailbox.notes(LEFT_BEHIND) == []
