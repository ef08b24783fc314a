"""What the desk makes of things that come in: who is answered, from which documents, and what buttons do."""

from __future__ import annotations

from itertools import count

import pytest

from api.testing import SampleAssistant, SampleDocuments
from bot.desk import Desk, start_payload
from bot.incoming import InlineAsked, Person, Place, Pressed, Said
from bot.keyboards import ending
from bot.letters import AnswerInline, AnswerPress, Call, EditText, SendText, from_json
from bot.parts import Rules, assemble
from bot.ports import Identity
from bot.testing import MemoryMailbox
from bot.wording import CLOSED, CLOSED_GROUP, EXPIRED, NOT_ALLOWED, NOTHING_PUBLIC, TOO_FAST, TOO_LONG
from corpus.mail import Settlement, Update

ADMIN, OFFICIAL, STRANGER = Person(1, "Quản trị"), Person(2, "Cán bộ"), Person(3, "Người lạ")
GROUP = Place(-7, private=False, title="Nhóm")
QUESTION = "báo cáo nộp trước ngày nào?"


class Counter:
    """A desk with everything in memory, and the messages that it would have sent."""

    def __init__(self, rules: Rules | None = None) -> None:
        self.mailbox = MemoryMailbox()
        self.assistant = SampleAssistant()
        rules = rules or Rules(admins=frozenset({ADMIN.id}))
        self.parts = assemble(self.assistant, SampleDocuments(), self.mailbox, None, rules, Identity(9, "danvan_bot"))
        self.desk = Desk(self.parts)
        self._updates = count(1)
        self._messages = count(100)

    def _settle(self, settlement: Settlement) -> list[Call]:
        number = next(self._updates)
        self.mailbox.take_in([Update(number, "{}")])
        calls = []
        for letter in self.mailbox.settle(number, settlement):
            call = from_json(letter.content)
            message = call.message if isinstance(call, EditText) else next(self._messages)
            self.mailbox.sent(letter.id, message if isinstance(call, SendText | EditText) else None)
            calls.append(call)
        return calls

    def say(self, person: Person, text: str, place: Place | None = None, **more: object) -> list[Call]:
        """Say something in private, or in a place, and return the calls that come of it."""
        command, _, rest = text.removeprefix("/").partition(" ") if text.startswith("/") else ("", "", text)
        message = int(str(more.pop("message", next(self._messages))))
        where = place or Place(person.id, private=True)
        return self._settle(self.desk.handle(Said(person, where, message, rest, command, **more)))  # type: ignore[arg-type]

    def press(self, person: Person, data: str, place: Place | None = None, message: int = 50) -> list[Call]:
        """Press a button and return the calls that come of it."""
        where = place or Place(person.id, private=True)
        return self._settle(self.desk.handle(Pressed(person, where, message, "p", data)))

    def inline(self, person: Person, text: str) -> AnswerInline:
        """Ask inline and return the answer."""
        (call,) = self._settle(self.desk.handle(InlineAsked(person, "q", text)))
        assert isinstance(call, AnswerInline)
        return call

    def admit(self, person: Person) -> None:
        """Make somebody a member."""
        self.mailbox.post(Settlement(notes=(self.parts.members.registered(person.id, person.name, "approved"),)))


@pytest.fixture
def counter() -> Counter:
    made = Counter()
    made.admit(OFFICIAL)
    return made


def asked_before(counter: Counter) -> list[str]:
    """Return the questions that the assistant was told were asked before the last one."""
    return [turn.content for turn in counter.assistant.received[-1].history if turn.role == "user"]


def text_of(calls: list[Call]) -> str:
    return "\n".join(call.text for call in calls if isinstance(call, SendText | EditText))


def data_of(calls: list[Call], label: str) -> str:
    shown = [call for call in calls if isinstance(call, SendText | EditText)]
    return next(b.data or "" for call in shown for row in call.keyboard for b in row if b.text.startswith(label))


def test_strangers_are_told_how_to_get_access_and_nothing_is_asked(counter: Counter) -> None:
    assert text_of(counter.say(STRANGER, QUESTION)) == CLOSED
    assert text_of(counter.say(STRANGER, QUESTION, GROUP)) == CLOSED_GROUP
    assert text_of(counter.say(STRANGER, "/vanban")) == CLOSED
    assert counter.inline(STRANGER, QUESTION).results == ()
    assert counter.assistant.received == []


def test_a_stranger_who_presses_a_member_s_button_sees_nothing(counter: Counter) -> None:
    data = data_of(counter.say(OFFICIAL, QUESTION), "📄 1")
    (refused,) = counter.press(STRANGER, data, GROUP)
    assert isinstance(refused, AnswerPress)
    assert refused.text == NOT_ALLOWED


def test_a_member_who_presses_administrators_buttons_changes_nothing(counter: Counter) -> None:
    for data in ("ai", "aq", "am", "ay:3", "ar:1", "ag:yes", "ap:x"):
        (refused,) = counter.press(OFFICIAL, data)
        assert isinstance(refused, AnswerPress)
        assert refused.text == NOT_ALLOWED


@pytest.mark.parametrize("data", ["", "?", "s", "s:", "s:x:0", "g:x:1:1", "o:x:-1", "v:x", "fl:x:0", "u:x", "x"])
def test_buttons_that_mean_nothing_any_more_say_so(counter: Counter, data: str) -> None:
    calls = counter.press(OFFICIAL, data)
    assert next(call for call in calls if isinstance(call, AnswerPress)).text in (EXPIRED, NOT_ALLOWED, "")


def test_a_forged_position_opens_nothing(counter: Counter) -> None:
    data = data_of(counter.say(OFFICIAL, QUESTION), "📄 1")
    forged = data.rsplit(":", 1)[0]
    for position in ("99", "-1", "x"):
        (refused,) = counter.press(OFFICIAL, f"{forged}:{position}")
        assert isinstance(refused, AnswerPress)
        assert refused.text == EXPIRED


def test_an_open_bot_answers_strangers_from_public_documents_only() -> None:
    counter = Counter(Rules(admins=frozenset({ADMIN.id}), everyone=True))
    assert text_of(counter.say(STRANGER, QUESTION)) == NOTHING_PUBLIC
    counter.mailbox.post(Settlement(notes=(counter.parts.members.public_note("ke-hoach-an-thu"),)))
    assert "An Thử" in text_of(counter.say(STRANGER, QUESTION))
    assert counter.assistant.received[-1].filters.document_ids == ("ke-hoach-an-thu",)
    assert "Tân Mẫu" not in text_of(counter.say(STRANGER, "/vanban"))
    counter.inline(STRANGER, QUESTION)
    assert counter.assistant.received[-1].filters.document_ids == ("ke-hoach-an-thu",)
    assert counter.say(STRANGER, "/start ke-hoach-tan-mau")
    assert "Kho không có" in text_of(counter.say(STRANGER, "/start ke-hoach-tan-mau"))


def test_a_group_sees_what_is_public_until_it_is_allowed(counter: Counter) -> None:
    assert text_of(counter.say(OFFICIAL, QUESTION, GROUP)) == NOTHING_PUBLIC
    asked = counter.say(ADMIN, "/admin", GROUP)
    counter.press(ADMIN, data_of(asked, "Cho phép"), GROUP)
    assert "Trước ngày 05/6" in text_of(counter.say(OFFICIAL, QUESTION, GROUP))
    assert text_of(counter.say(STRANGER, QUESTION, GROUP)) == CLOSED_GROUP


def test_whoever_was_revoked_is_shut_out_even_where_all_may_ask() -> None:
    counter = Counter(Rules(admins=frozenset({ADMIN.id}), everyone=True))
    counter.mailbox.post(Settlement(notes=(counter.parts.members.public_note("ke-hoach-an-thu"),)))
    counter.admit(OFFICIAL)
    counter.press(ADMIN, f"ar:{OFFICIAL.id}")
    assert "05/6" not in text_of(counter.say(OFFICIAL, QUESTION))


def test_an_invitation_is_for_one_person_once(counter: Counter) -> None:
    invited = text_of(counter.press(ADMIN, "ai"))
    code = invited.partition("start=")[2].split()[0]
    assert "được cấp quyền" in text_of(counter.say(STRANGER, f"/start {code}"))
    fourth = Person(4, "Người thứ tư")
    assert "không đúng" in text_of(counter.say(fourth, f"/start {code}"))
    assert text_of(counter.say(fourth, QUESTION)) == CLOSED
    assert code not in str(counter.mailbox.notes("invite"))


def test_a_request_waits_in_the_queue_until_it_is_decided(counter: Counter) -> None:
    calls = counter.press(STRANGER, "j")
    assert [c.chat for c in calls if isinstance(c, SendText)] == [ADMIN.id]
    again = counter.press(STRANGER, "j")
    assert [c for c in again if isinstance(c, SendText)] == []  # administrators are told once
    assert STRANGER.name in str(counter.press(ADMIN, "aq"))
    told = counter.press(ADMIN, f"ay:{STRANGER.id}")
    assert [c.chat for c in told if isinstance(c, SendText)] == [STRANGER.id]
    assert "05/6" in text_of(counter.say(STRANGER, QUESTION))


def test_too_much_and_too_long_is_said_before_anything_is_asked() -> None:
    counter = Counter(Rules(admins=frozenset({ADMIN.id}), per_minute=2))
    assert text_of(counter.say(ADMIN, "x" * 2_001)) == TOO_LONG
    counter.say(ADMIN, QUESTION)
    counter.say(ADMIN, QUESTION)
    assert text_of(counter.say(ADMIN, QUESTION)) == TOO_FAST
    assert len(counter.assistant.received) == 2


def test_history_is_kept_by_chat_and_topic(counter: Counter) -> None:
    topics = [Place(-7, private=False, thread=n) for n in (1, 2)]
    counter.mailbox.post(Settlement(notes=(counter.parts.members.registered(-7, "Nhóm", "approved"),)))
    counter.say(OFFICIAL, QUESTION, topics[0])
    counter.say(OFFICIAL, "báo cáo năm?", topics[1])
    assert asked_before(counter) == []
    counter.say(OFFICIAL, "báo cáo năm?", topics[0])
    assert asked_before(counter) == [QUESTION]
    counter.say(OFFICIAL, "/moi", topics[0])
    counter.say(OFFICIAL, "báo cáo năm?", topics[0])
    assert asked_before(counter) == []


def test_an_edited_question_is_answered_in_place_and_takes_its_own_place_in_the_talk(counter: Counter) -> None:
    counter.say(OFFICIAL, "báo cáo một", message=11)
    counter.say(OFFICIAL, "báo cáo hai", message=12)
    (edit,) = counter.say(OFFICIAL, "xin chào", message=11, edited=True)
    assert isinstance(edit, EditText)
    assert asked_before(counter) == []  # nothing was said before the first question
    counter.say(OFFICIAL, "báo cáo ba", message=13)
    assert asked_before(counter) == ["xin chào", "báo cáo hai"]
    assert counter.say(OFFICIAL, "xin chào", message=11, edited=True) == []  # a link preview, not a change


def test_a_reply_to_an_old_answer_asks_about_that_answer(counter: Counter) -> None:
    counter.say(OFFICIAL, "báo cáo một", message=11)
    (delivered,) = counter.mailbox.delivered("2:11")
    counter.say(OFFICIAL, "báo cáo hai", message=12)
    counter.say(OFFICIAL, "còn báo cáo năm?", message=13, reply_to=delivered.message)
    assert asked_before(counter) == ["báo cáo một"]


def test_what_is_erased_is_gone_and_what_is_exported_is_the_asker_s_own(counter: Counter) -> None:
    counter.say(OFFICIAL, QUESTION)
    counter.say(ADMIN, "báo cáo của người khác")
    exported = str(counter.say(OFFICIAL, "/xuat"))
    assert QUESTION in exported
    assert "người khác" not in exported
    counter.press(OFFICIAL, data_of(counter.say(OFFICIAL, "/xoa"), "Xóa"))
    left = counter.mailbox.notes_of("person:2")
    assert [note.kind for note in left] == ["member"]
    assert "05/6" in text_of(counter.say(OFFICIAL, QUESTION))  # still a member


def test_links_to_documents_fit_what_telegram_takes() -> None:
    assert start_payload("ke-hoach-12") == "ke-hoach-12"
    for awkward in ("văn-bản", "a" * 65, "a.b"):
        link = start_payload(awkward)
        assert len(link) <= 64
        assert link.replace("_", "").isalnum()


def test_every_button_fits_telegram(counter: Counter) -> None:
    calls = counter.say(OFFICIAL, QUESTION) + counter.say(OFFICIAL, "kế hoạch nào") + counter.say(OFFICIAL, "/vanban")
    calls += counter.press(OFFICIAL, data_of(calls, "📄 1")) + counter.say(ADMIN, "/admin")
    buttons = [b for c in calls if isinstance(c, SendText | EditText) for row in c.keyboard for b in row]
    assert len(buttons) > 10
    assert all(b.url or 1 <= len((b.data or "").encode()) <= 64 for b in buttons)


def test_an_administrator_makes_a_document_public_and_confidential_again(counter: Counter) -> None:
    def card() -> list[Call]:
        listed = counter.say(ADMIN, "/vanban")
        return counter.press(ADMIN, data_of(listed, "1"))

    counter.press(ADMIN, data_of(card(), "Đánh dấu công khai"))
    assert counter.parts.members.public() == ("ke-hoach-tan-mau",)
    counter.press(ADMIN, data_of(card(), "Thôi công khai"))
    assert counter.parts.members.public() == ()


def test_filters_stand_until_they_are_lifted_and_are_shown(counter: Counter) -> None:
    assert "xã An Thử" in text_of(counter.say(OFFICIAL, "/diaphuong an thu"))
    assert "Đang lọc: xã An Thử" in text_of(counter.say(OFFICIAL, QUESTION))
    assert counter.assistant.received[-1].filters.locality == "xã An Thử"
    counter.say(OFFICIAL, "/moi")
    counter.say(OFFICIAL, QUESTION)
    assert counter.assistant.received[-1].filters.locality == "xã An Thử"
    asked = counter.say(OFFICIAL, "/diaphuong nơi không có")
    assert "Kho không có văn bản của" in text_of(asked)
    counter.press(OFFICIAL, data_of(asked, "Mọi địa phương"))
    assert "Đang lọc" not in text_of(counter.say(OFFICIAL, QUESTION))


def test_names_of_documents_are_shortened_in_their_middle() -> None:
    assert ending("1. Kế hoạch của xã") == "1. Kế hoạch của xã"
    long = "3. Kế hoạch số 614/KH-UBND ngày 24/3/2020 của Ủy ban nhân dân xã Tân Mẫu"
    assert ending(long) == "3. … của Ủy ban nhân dân xã Tân Mẫu"
