"""A group becomes a supergroup, which is another chat: what is remembered of the one is remembered of the other.

Telegram tells it in both chats, and again with every call to the old one, in no order that could be relied on. So it
may be carried out any number of times: what the new chat has of its own stays, and the old one keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.members import MEMBER, Member
from bot.memory import Talk
from bot.ports import Mailbox
from corpus.mail import Erasure, Note, Settlement


def moved(mailbox: Mailbox, old: int, new: int) -> Settlement:
    """Return the notes of the chat `old` as those of the chat `new`, and that the old ones are forgotten."""
    notes, erasures = [], []
    for before, after in _moving(mailbox, old, new):
        same_name = (before.kind, before.key) == (after.kind, after.key)
        if same_name or mailbox.note(after.kind, after.key) is None:
            notes.append(after)
        if not same_name:
            erasures.append(Erasure(before.kind, before.key))
    return Settlement(notes=tuple(notes), erasures=tuple(erasures))


def _moving(mailbox: Mailbox, old: int, new: int) -> Iterator[tuple[Note, Note]]:
    """Yield each note of a chat with what becomes of it."""
    owner = f"group:{new}"
    for note in mailbox.notes_of(f"group:{old}"):
        chat, colon, thread = note.key.partition(":")
        if chat != str(old) or not colon:
            yield note, replace(note, owner=owner)  # under a name that nobody can guess, such as that of buttons
        elif note.kind == "talk":
            yield note, replace(note, key=f"{new}:{thread}", owner=owner, content=_renumbered(note.content))
        else:
            yield note, replace(note, key=f"{new}:{thread}", owner=owner)
    member = mailbox.note(MEMBER, str(old))
    if member is not None:
        before = Note(MEMBER, str(old), member, f"person:{old}")
        yield before, replace(before, key=str(new), owner=f"person:{new}", content=_with_number(member, new))


def _renumbered(talk: str) -> str:
    """Return a talk whose messages are found no more: in the new chat the same numbers mean others."""
    read = Talk.model_validate_json(talk)
    return Talk(
        exchanges=tuple(one.model_copy(update={"message": -abs(one.message)}) for one in read.exchanges)
    ).model_dump_json()


def _with_number(member: str, new: int) -> str:
    return Member.model_validate_json(member).model_copy(update={"id": new}).model_dump_json()
