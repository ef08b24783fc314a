"""What administrators do in their private chat: invite, approve, revoke, see counts, mark documents public."""

from __future__ import annotations

from datetime import timedelta

from bot import wording
from bot.incoming import Person, Place, Said
from bot.keyboards import button, rows
from bot.letters import Keyboard
from bot.members import INVITATION_PREFIX, Status
from bot.parts import Parts
from bot.reply import Reply

_MOST_LISTED = 30


class Admin:
    """Carries out what administrators want. Every method but `join` and `request` expects one."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._members = parts.members

    def panel(self, said: Said, reply: Reply) -> None:
        """Show counts and what can be done; in a group, ask about the group."""
        if not said.place.private:
            group = [
                button(wording.BUTTON_GROUP_YES, "ag", "yes"),
                button(wording.BUTTON_GROUP_NO, "ag", "no"),
            ]
            reply.say(wording.GROUP_ASK, rows(group, 1))
            return
        reply.say(self._counts(), self._panel_keyboard())

    def invite(self, reply: Reply) -> None:
        """Make a code for one person."""
        code, note = self._members.invitation()
        reply.remember(note)
        link = f"https://t.me/{self._parts.identity.username}?start={code}"
        reply.say(wording.INVITATION.format(link=link, code=code))

    def queue(self, reply: Reply) -> None:
        """Show who waits for access."""
        waiting = self._members.all("pending")[:_MOST_LISTED]
        keyboard: Keyboard = tuple(
            (
                button(f"{wording.BUTTON_APPROVE}: {one.name}", "ay", one.id),
                button(wording.BUTTON_REJECT, "an", one.id),
            )
            for one in waiting
        )
        reply.say(wording.QUEUE_TITLE if waiting else wording.QUEUE_EMPTY, keyboard)

    def members(self, reply: Reply) -> None:
        """Show who has access, with buttons that take it away."""
        approved = self._members.all("approved")[:_MOST_LISTED]
        keyboard = rows([button(f"{wording.BUTTON_REVOKE}: {one.name}", "ar", one.id) for one in approved], 1)
        reply.say(wording.MEMBERS_TITLE if approved else wording.MEMBERS_EMPTY, keyboard)

    def decide(self, number: int, status: Status, reply: Reply) -> str:
        """Approve, reject or revoke somebody, tell them, and return what was done in words."""
        member = self._members.member(number)
        if member is None:
            return wording.EXPIRED
        before = member.status
        reply.remember(self._members.registered(number, member.name, status, admin=member.admin))
        if status == "approved":
            words, told = wording.APPROVED_ONE, wording.WELCOME
        elif before == "pending":
            words, told = wording.REJECTED_ONE, wording.REJECTED
        else:
            words, told = wording.REVOKED_ONE, wording.REVOKED
        if before != status:
            reply.tell(number, told)
        return words.format(name=member.name)

    def decide_group(self, place: Place, reply: Reply, *, allowed: bool) -> None:
        """Let everybody in a group see answers from documents that are not public, or no more."""
        status: Status = "approved" if allowed else "revoked"
        reply.remember(self._members.registered(place.chat, place.title, status))
        reply.say(wording.GROUP_YES if allowed else wording.GROUP_NO)

    def turn_public(self, document: str, reply: Reply) -> None:
        """Mark a document public, or no more."""
        if document in self._members.public():
            reply.forget(self._members.public_kind, document)
        else:
            reply.remember(self._members.public_note(document))

    def request(self, person: Person, reply: Reply) -> str:
        """Put somebody into the queue, tell the administrators, and return what the person is told."""
        member = self._members.member(person.id)
        if member is not None and member.status != "revoked":
            return wording.REQUESTED_BEFORE if member.status == "pending" else wording.WELCOME
        if member is not None:
            return wording.REVOKED
        reply.remember(self._members.registered(person.id, person.name, "pending"))
        asked = wording.REQUEST.format(name=person.name, id=person.id)
        keyboard = ((button(wording.BUTTON_APPROVE, "ay", person.id), button(wording.BUTTON_REJECT, "an", person.id)),)
        for admin in self._members.admins():
            reply.tell(admin, asked, keyboard)
        return wording.REQUESTED

    def join(self, person: Person, code: str, reply: Reply) -> bool:
        """Make somebody a member by an invitation code; return False when the code is none.

        A code opens the door to whoever was revoked as well: an administrator has made it for them.
        """
        if not code.startswith(INVITATION_PREFIX):
            return False
        invited = self._members.invited(code)
        if invited is None:
            member = self._members.is_approved(person.id)  # sent twice, or read twice after a crash
            reply.say(wording.WELCOME if member else wording.BAD_CODE)
            return True
        kind, key, invitation = invited
        admin = invitation.admin or self._members.is_admin(person.id)
        reply.forget(kind, key)
        reply.remember(self._members.registered(person.id, person.name, "approved", admin=admin))
        reply.say(wording.WELCOME_ADMIN if invitation.admin else wording.WELCOME)
        return True

    def _counts(self) -> str:
        day = self._parts.now().date()
        today, week = day.isoformat(), (day - timedelta(days=6)).isoformat()
        count = self._parts.mailbox.count
        public = self._members.public()
        return wording.ADMIN.format(
            approved=len(self._members.all("approved")),
            pending=len(self._members.all("pending")),
            revoked=len(self._members.all("revoked")),
            today=count("asked", today),
            week=count("asked", week),
            answered=count("answered", week),
            refused=count("refused", week),
            clarify=count("clarify", week),
            up=count("up", week),
            down=count("down", week),
            mode=wording.MODE_OPEN if self._members.everyone else wording.MODE_CLOSED,
            public=len(public),
        )

    def _panel_keyboard(self) -> Keyboard:
        waiting = len(self._members.all("pending"))
        return rows(
            [
                button(wording.BUTTON_INVITE, "ai"),
                button(wording.BUTTON_QUEUE.format(n=waiting), "aq"),
                button(wording.BUTTON_MEMBERS, "am"),
            ],
            2,
        )
