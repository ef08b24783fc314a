"""The desk: every thing that comes in is read here once, and what comes of it is returned as one settlement."""

from __future__ import annotations

import hashlib
import threading

from bot import wording
from bot.admin import Admin
from bot.asking import Asking, closed
from bot.browsing import Browsing
from bot.commands import Commands
from bot.incoming import Incoming, InlineAsked, Migrated, Pressed, Said
from bot.inline import Inline
from bot.members import EVERYTHING
from bot.moving import moved
from bot.parts import Parts
from bot.presses import Presses
from bot.reply import NOBODY, Listener, Reply
from corpus.mail import Settlement
from corpus.model import DocumentId

_START_CHARS = 64


class Desk:
    """Handles what comes in. `handle` blocks while the assistant works: call it from a thread.

    Things of one chat must come one after the other; chats may come at once.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._asking = Asking(parts)
        self._browsing = Browsing(parts)
        self._commands = Commands(parts, self._browsing)
        self._admin = Admin(parts)
        self._inline = Inline(parts)
        self._presses = Presses(parts, self._asking, self._browsing, self._commands, self._admin)
        self._joining = threading.Lock()  # an invitation code is for one person, even when two send it at once

    def handle(self, incoming: Incoming, listener: Listener = NOBODY) -> Settlement:
        """Return what comes of a thing that came in; nothing, where the bot is not meant. `listener` waits for it."""
        if isinstance(incoming, InlineAsked):
            reply = Reply(None)
            self._inline.asked(incoming, reply)
            return reply.settlement()
        if isinstance(incoming, Migrated):
            return moved(self._parts.mailbox, incoming.old, incoming.new)
        if isinstance(incoming, Pressed):
            reply = Reply(incoming.place, listener=listener)
            self._presses.pressed(incoming, reply)
            return reply.settlement()
        if not incoming.addressed:
            return Settlement()
        about = f"{incoming.place.chat}:{incoming.message}"
        answered = None if incoming.place.private else incoming.message
        reply = Reply(incoming.place, about, answered, listener)
        self._said(incoming, reply)
        return reply.settlement()

    def sorry(self, incoming: Incoming, number: str) -> Settlement:
        """Return the apology for a thing that could not be handled; `number` finds the failure in the log."""
        reply = Reply(None if isinstance(incoming, InlineAsked) else incoming.place)
        words = wording.SORRY.format(number=number)
        if isinstance(incoming, Pressed):
            reply.press(incoming.press, words, alert=True)
        elif isinstance(incoming, Said) and incoming.addressed:
            reply.say(words)
        return reply.settlement()

    def stopped(self, incoming: Incoming) -> Settlement:
        """Return what is said in place of an answer that was not waited for."""
        reply = Reply(None if isinstance(incoming, InlineAsked) else incoming.place)
        if isinstance(incoming, Pressed):
            reply.press(incoming.press)
        reply.say(wording.STOPPED)
        return reply.settlement()

    def stopping(self, pressed: Pressed, *, in_time: bool) -> Settlement:
        """Return the answer to a press of the button that stops."""
        reply = Reply(None)
        reply.press(pressed.press, wording.STOPPED if in_time else wording.TOO_LATE_TO_STOP)
        return reply.settlement()

    def _said(self, said: Said, reply: Reply) -> None:
        if said.command == "start":
            self._start(said, reply)
            return
        if said.command == "quyenriengtu":
            self._commands.carry_out(said, reply)
            return
        permit = self._parts.members.permit(said.person, said.place)
        if said.command == "admin":
            if self._parts.members.is_admin(said.person.id):
                self._admin.panel(said, reply)
            else:
                reply.say(wording.ADMIN_ONLY)
            return
        if not permit.may_ask:
            self._closed(said, reply)
        elif said.command:
            if not self._commands.carry_out(said, reply):
                reply.say(wording.UNKNOWN_COMMAND)
        elif not said.text.strip():
            reply.say(wording.NOT_TEXT)
        else:
            self._asking.said(said, said.text.strip(), permit, reply)

    def _start(self, said: Said, reply: Reply) -> None:
        payload = said.text.strip()[:_START_CHARS]
        with self._joining:
            if said.place.private and self._admin.join(said.person, payload, reply):
                # The code is used up before the lock opens; what is stored again with the reply is the same.
                self._parts.mailbox.post(reply.only_notes())
                return
        if not self._parts.members.permit(said.person, said.place).may_ask:
            reply.say(wording.START)
            self._closed(said, reply)
            return
        document = self._document_of(payload) if payload else None
        if document is not None:
            self._browsing.card(said.person, said.place, document, reply)
            return
        english = f"\n\n{wording.ENGLISH}" if said.person.language.startswith("en") else ""
        reply.say(f"{wording.START}\n\n{wording.START_EXAMPLE}{english}")

    def _closed(self, said: Said, reply: Reply) -> None:
        if self._parts.members.everyone or self._parts.members.is_approved(said.person.id):
            reply.say(wording.NOTHING_PUBLIC)
        else:
            closed(said.place, reply)

    def _document_of(self, payload: str) -> DocumentId | None:
        """Return the document that a link means: its id, or a digest of an id that no link can hold."""
        for one in self._parts.catalogue.shown(EVERYTHING):
            if payload in (one.id, start_payload(one.id)):
                return one.id
        return None


def start_payload(document: str) -> str:
    """Return what stands after `?start=` in a link to a document: at most 64 letters, digits, "_" or "-"."""
    fits = len(document) <= _START_CHARS and document.isascii() and document.replace("-", "").replace("_", "").isalnum()
    return document if fits else f"vb_{hashlib.sha256(document.encode()).hexdigest()[:32]}"
