"""A question in a chat becomes an answer with buttons: permission, history, filters, words, what is remembered."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from bot import wording
from bot.incoming import Person, Place, Said
from bot.keyboards import choices, under_answer
from bot.letters import Button
from bot.members import Permit
from bot.memory import Leaf, Standing, Talk, exchange_of, new_token, owner_of, spots_of
from bot.parts import Parts, allowed_filters, filters_line
from bot.rendering import answer_blocks
from bot.reply import Reply
from bot.text import plain
from corpus.errors import CorpusError
from rag.errors import QuestionRejected
from rag.model import Answer, Filters, Inquiry

MOST_CHARS = 2_000
_PLACES_IN_A_ROW = 2
_LOOKS, _LOOK_S = 8, 0.1  # how often it is looked whether an answer has arrived that was being sent

_log = logging.getLogger("danvan.bot.asking")


class Asking:
    """Answers questions in chats."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def said(self, said: Said, question: str, permit: Permit, reply: Reply) -> None:
        """Answer a message; an edited one is answered again in place, one that replies to an answer asks about that."""
        memory = self._parts.memory
        talk = memory.talk(said.place)
        if said.edited and reply.about is not None:
            if any(one.message == said.message and one.question == question for one in talk.exchanges):
                return
            answered = any(one.message == said.message for one in talk.exchanges)
            reply.replaces = self._sent_for(reply.about, patience=_LOOKS if answered else 1)
            reply.withdraw(reply.about)
        before = self._talk_before(said, talk)
        standing = memory.standing(said.place)
        answer = self._ask(said.person, question, before, allowed_filters(standing, permit), reply)
        if answer is None:
            return
        exchange = exchange_of(said.message, question, answer)
        reply.remember(memory.keep_talk(said.place, said.person, talk.with_exchange(exchange)))
        leaf = Leaf(question=question, message=said.message, talk=before)
        self._show(answer, leaf, owner_of(said.place, said.person), self._surroundings(permit, standing), reply)

    def again(self, person: Person, place: Place, leaf: Leaf, question: str, standing: Standing, reply: Reply) -> None:
        """Ask a question that a button stands for, as if it had been asked where the button belongs."""
        before = leaf.talk.before(leaf.message)
        permit = self._parts.members.permit(person, place)
        answer = self._ask(person, question, before, allowed_filters(standing, permit), reply)
        if answer is None:
            return
        memory = self._parts.memory
        talk = memory.talk(place).with_exchange(exchange_of(leaf.message, question, answer))
        reply.remember(memory.keep_talk(place, person, talk))
        asked = Leaf(question=question, message=leaf.message, talk=before)
        self._show(answer, asked, owner_of(place, person), self._surroundings(permit, memory.standing(place)), reply)

    def offer_places(self, person: Person, place: Place, leaf: Leaf, reply: Reply) -> None:
        """Offer to ask the same question of another place."""
        places = self._parts.catalogue.localities(self._parts.members.permit(person, place))
        token = new_token()
        offered = leaf.model_copy(update={"choices": tuple(places)})
        reply.remember(self._parts.memory.keep_leaf(token, owner_of(place, person), offered))
        reply.say(wording.OTHER_PLACE, choices("L", token, [_begun(p) for p in places], _PLACES_IN_A_ROW))

    def _sent_for(self, about: str, patience: int) -> tuple[int, ...]:
        """Return the messages that answer something; one that is just being sent is waited for a moment."""
        for look in range(patience):
            time.sleep(_LOOK_S if look else 0.0)
            found = self._parts.mailbox.delivered(about)
            if found:
                return tuple(dict.fromkeys(one.message for one in found))
        return ()

    def _talk_before(self, said: Said, talk: Talk) -> Talk:
        """Return what was said before a message: in this chat, or up to the answer that it replies to."""
        if said.reply_to is not None:
            token = self._parts.mailbox.subject_of(str(said.place.chat), said.reply_to)
            leaf = self._parts.memory.leaf(token) if token else None
            if leaf is not None and leaf.question:
                return leaf.talk
        return talk.before(said.message)

    def _ask(self, person: Person, question: str, before: Talk, filters: Filters | None, reply: Reply) -> Answer | None:
        """Return the answer; None when something is said instead. `filters` None means that nothing may be asked."""
        if filters is None:
            reply.say(wording.NOTHING_PUBLIC)
            return None
        if not self._may_ask(person, question, reply):
            return None
        listener = reply.listener
        inquiry = Inquiry(
            question, before.history(), filters=filters, cancelled=listener.has_left, heard=listener.heard
        )
        try:
            answer = self._parts.assistant.answer(inquiry)
        except QuestionRejected as rejected:
            reply.say(rejected.message_vi)
            return None
        self._note(inquiry, answer)
        reply.count("asked")
        reply.count(answer.status)
        return answer

    def _may_ask(self, person: Person, question: str, reply: Reply) -> bool:
        """Return whether a question is taken; it is said why not."""
        if len(question) > MOST_CHARS:
            reply.say(wording.TOO_LONG)
            return False
        verdict = self._parts.usage.ask(person.id)
        if verdict != "fine":
            reply.say(wording.TOO_FAST if verdict == "too fast" else wording.TOO_MANY)
        return verdict == "fine"

    def _note(self, inquiry: Inquiry, answer: Answer) -> None:
        if self._parts.keeper is None:
            return
        try:
            self._parts.keeper.note(inquiry, answer, "telegram")
        except CorpusError as error:  # the answer goes out all the same
            _log.warning("question not kept: %s", type(error).__name__)

    def _surroundings(self, permit: Permit, standing: Standing) -> _Surroundings:
        return _Surroundings(len(self._parts.catalogue.localities(permit)) > 1, filters_line(standing))

    def _show(self, answer: Answer, leaf: Leaf, owner: str, around: _Surroundings, reply: Reply) -> None:
        """Say an answer, in place of the messages that the reply replaces; `leaf.talk` is what was said before."""
        token = new_token()
        reply.subject = token
        full = leaf.model_copy(
            update={
                "spots": spots_of(answer.citations or answer.related),
                "choices": tuple(option.question for option in answer.options),
                "answer_id": answer.id,
                "talk": leaf.talk.with_exchange(exchange_of(leaf.message, leaf.question, answer)),
            }
        )
        reply.remember(self._parts.memory.keep_leaf(token, owner, full))
        keyboard = under_answer(token, answer, several_places=around.several_places)
        reply.put_in_place(reply.replaces, answer_blocks(answer, around.filters_line), keyboard)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What is shown with an answer: whether there are other places to ask about, and the filters that stand."""

    several_places: bool
    filters_line: str


def closed(place: Place, reply: Reply) -> None:
    """Tell somebody without permission how to get it."""
    if place.private:
        request = Button(text=wording.BUTTON_REQUEST, data="j")
        reply.say([plain(wording.CLOSED)], ((request,),))
    else:
        reply.say(wording.CLOSED_GROUP)


def _begun(place: str) -> str:
    return place[:1].upper() + place[1:]
