"""Who may use the bot, and which documents they may see.

Closed unless the operator opens it: strangers can ask for access and nothing else. Where it is open, strangers are
answered from public documents only. In a group everybody reads the answer, so documents that are not public are used
only where an administrator has approved the group.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.incoming import Person, Place
from bot.ports import Mailbox
from corpus.mail import Note
from corpus.model import DocumentId

Status = Literal["approved", "pending", "revoked"]
INVITATION_DAYS = 7
INVITATION_PREFIX = "moi_"
MEMBER = "member"
_INVITE, _PUBLIC = "invite", "public"


class Member(BaseModel):
    """A person or a group (numbers below zero) that was approved, asks to be, or is not any more."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: int
    name: str
    status: Status
    since: datetime
    admin: bool = False


class Invitation(BaseModel):
    """A code that makes whoever sends it a member, once."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    admin: bool = False


@dataclass(frozen=True, slots=True)
class Permit:
    """What somebody may ask about. `documents` None means all; a permit for no document is no permit."""

    documents: tuple[DocumentId, ...] | None

    @property
    def may_ask(self) -> bool:
        """Return whether there is anything to ask about."""
        return self.documents is None or bool(self.documents)

    def allows(self, document: str) -> bool:
        """Return whether a document may be shown."""
        return self.documents is None or document in self.documents


EVERYTHING = Permit(None)


class Members:
    """The register of members, invitations and public documents, in the mailbox."""

    def __init__(self, mailbox: Mailbox, admins: frozenset[int], *, everyone: bool) -> None:
        self._mailbox = mailbox
        self._admins = admins
        self.everyone = everyone

    def member(self, number: int) -> Member | None:
        """Return a person or group as registered, or None."""
        found = self._mailbox.note(MEMBER, str(number))
        return Member.model_validate_json(found) if found is not None else None

    def all(self, status: Status) -> list[Member]:
        """Return everybody of a status, earliest first."""
        found = [Member.model_validate_json(note.content) for note in self._mailbox.notes(MEMBER)]
        return sorted((one for one in found if one.status == status), key=lambda one: one.since)

    def admins(self) -> list[int]:
        """Return the numbers of the administrators."""
        registered = {one.id for one in self.all("approved") if one.admin}
        return sorted(self._admins | registered)

    def is_admin(self, person: int) -> bool:
        """Tell whether somebody is an administrator."""
        if person in self._admins:
            return True
        member = self.member(person)
        return member is not None and member.admin and member.status == "approved"

    def is_approved(self, number: int) -> bool:
        """Tell whether a person or a group was approved and still is."""
        if number in self._admins:
            return True
        member = self.member(number)
        return member is not None and member.status == "approved"

    def permit(self, person: Person, place: Place | None) -> Permit:
        """Return what somebody may ask about in a place.

        `place` None is an inline query: what comes of it they share themselves.
        """
        member = self.member(person.id)
        approved = person.id in self._admins or member is not None and member.status == "approved"
        if not approved and (not self.everyone or member is not None and member.status == "revoked"):
            return Permit(())
        confidential = place is None or place.private or self.is_approved(place.chat)
        return EVERYTHING if approved and confidential else Permit(self.public())

    def public(self) -> tuple[DocumentId, ...]:
        """Return the documents that are marked public."""
        return tuple(DocumentId(note.key) for note in self._mailbox.notes(_PUBLIC))

    def public_note(self, document: str) -> Note:
        """Return the note that marks a document public."""
        return Note(_PUBLIC, document, "{}")

    @property
    def public_kind(self) -> str:
        """Return the kind of the notes that mark documents public."""
        return _PUBLIC

    def registered(self, number: int, name: str, status: Status, *, admin: bool = False) -> Note:
        """Return the note that registers a person or a group."""
        member = Member(id=number, name=name[:100], status=status, since=datetime.now(UTC), admin=admin)
        return Note(MEMBER, str(number), member.model_dump_json(), f"person:{number}")

    def invitation(self, *, admin: bool = False) -> tuple[str, Note]:
        """Return a new code, and the note that lets it be used once within a week. The code itself is not stored."""
        code = INVITATION_PREFIX + secrets.token_urlsafe(12)
        content = Invitation(admin=admin).model_dump_json()
        return code, Note(_INVITE, _digest(code), content, "", datetime.now(UTC) + timedelta(days=INVITATION_DAYS))

    def administrator_is_invited(self) -> bool:
        """Tell whether a code that makes an administrator can still be used."""
        return any(Invitation.model_validate_json(note.content).admin for note in self._mailbox.notes(_INVITE))

    def invited(self, code: str) -> tuple[str, str, Invitation] | None:
        """Return kind and key of the note of a code, and what it gives; None when it is unknown, used or expired."""
        found = self._mailbox.note(_INVITE, _digest(code))
        return (_INVITE, _digest(code), Invitation.model_validate_json(found)) if found is not None else None


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
