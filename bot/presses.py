"""What the buttons do. Data is "verb:…"; a token in it names a leaf of the memory, which may have expired."""

from __future__ import annotations

from collections.abc import Callable

from bot import wording
from bot.admin import Admin
from bot.asking import Asking
from bot.browsing import Browsing
from bot.commands import Commands
from bot.incoming import Place, Pressed, Said
from bot.memory import Leaf, Spot
from bot.parts import Parts
from bot.reply import Reply
from corpus.errors import CorpusError, DocumentUnknown
from corpus.model import DocumentId
from rag.answering.citing import document_line
from rag.kept import Feedback

Verb = Callable[[Pressed, Place, list[str], Reply], str]
"""Does what a button says and returns the few words that the press is answered with, or ""."""


class Presses:
    """Answers presses: each exactly once, whatever comes of it."""

    def __init__(self, parts: Parts, asking: Asking, browsing: Browsing, commands: Commands, admin: Admin) -> None:
        self._parts = parts
        self._asking = asking
        self._browsing = browsing
        self._commands = commands
        self._admin = admin
        self._verbs: dict[str, Verb] = {
            "s": self._open,
            "g": self._turn,
            "k": self._card,
            "v": self._list,
            "q": self._only_this,
            "u": self._verdict,
            "d": self._verdict,
            "l": self._other_place,
            "L": self._ask_place,
            "o": self._option,
            "fl": self._filter_place,
            "fy": self._filter_year,
            "x": self._erase,
        }
        self._admin_verbs: dict[str, Verb] = {
            "ai": lambda _p, _w, _a, reply: self._silently(self._admin.invite, reply),
            "aq": lambda _p, _w, _a, reply: self._silently(self._admin.queue, reply),
            "am": lambda _p, _w, _a, reply: self._silently(self._admin.members, reply),
            "ay": lambda _p, _w, rest, reply: self._admin.decide(int(rest[0]), "approved", reply),
            "an": lambda _p, _w, rest, reply: self._admin.decide(int(rest[0]), "revoked", reply),
            "ar": lambda _p, _w, rest, reply: self._admin.decide(int(rest[0]), "revoked", reply),
            "ag": self._group,
            "ap": self._public,
        }

    def pressed(self, pressed: Pressed, reply: Reply) -> None:
        """Do what a button says."""
        verb, *rest = pressed.data.split(":")
        if verb == "j":
            reply.press(pressed.press, self._admin.request(pressed.person, reply), alert=True)
            return
        permit = self._parts.members.permit(pressed.person, pressed.place)
        is_admin = self._parts.members.is_admin(pressed.person.id)
        known = self._verbs.get(verb) or (self._admin_verbs.get(verb) if is_admin else None)
        if pressed.place is None or known is None or not (permit.may_ask or is_admin):
            reply.press(pressed.press, wording.NOT_ALLOWED, alert=True)
            return
        try:
            words = known(pressed, pressed.place, rest, reply)
        except (_Expired, ValueError, IndexError):  # data of another version, or of a forger
            reply.press(pressed.press, wording.EXPIRED, alert=True)
            return
        reply.press(pressed.press, words)

    def _leaf(self, rest: list[str]) -> Leaf:
        leaf = self._parts.memory.leaf(rest[0])
        if leaf is None:
            raise _Expired
        return leaf

    # --- places ------------------------------------------------------------------------------------------

    def _open(self, pressed: Pressed, place: Place, rest: list[str], reply: Reply) -> str:
        spot = self._leaf(rest).spots[_natural(rest[1])]
        self._browsing.section(pressed.person, place, spot, 0, reply)
        return ""

    def _turn(self, pressed: Pressed, place: Place, rest: list[str], reply: Reply) -> str:
        before, section = self._leaf(rest).spots[0], _natural(rest[1])
        spot = before if before.section == section else Spot(document=before.document, section=section)
        self._browsing.section(pressed.person, place, spot, _natural(rest[2]), reply, _itself(pressed))
        return ""

    def _card(self, pressed: Pressed, place: Place, rest: list[str], reply: Reply) -> str:
        self._browsing.card(pressed.person, place, self._leaf(rest).spots[_natural(rest[1])].document, reply)
        return ""

    def _list(self, pressed: Pressed, place: Place, rest: list[str], reply: Reply) -> str:
        self._browsing.list_page(pressed.person, place, _natural(rest[0]), reply, _itself(pressed))
        return ""

    def _only_this(self, pressed: Pressed, place: Place, rest: list[str], reply: Reply) -> str:
        document = self._leaf(rest).spots[0].document
        if not self._parts.members.permit(pressed.person, place).allows(document):
            return wording.NOT_ALLOWED
        try:
            named = document_line(self._parts.documents.document(DocumentId(document)).metadata)
        except DocumentUnknown:
            return wording.NO_SUCH_DOCUMENT
        self._commands.set_document(_as_said(pressed, place), document, named, reply)
        return ""

    # --- answers -----------------------------------------------------------------------------------------

    def _verdict(self, pressed: Pressed, _place: Place, rest: list[str], reply: Reply) -> str:
        up = pressed.data.startswith("u")
        leaf = self._leaf(rest)
        reply.count("up" if up else "down")
        if self._parts.keeper is not None and leaf.answer_id:
            try:
                self._parts.keeper.record(Feedback(leaf.answer_id, "up" if up else "down", None))
            except CorpusError:
                return wording.DONE
        return wording.THANKS_UP if up else wording.THANKS_DOWN

    def _other_place(self, pressed: Pressed, place: Place, rest: list[str], reply: Reply) -> str:
        self._asking.offer_places(pressed.person, place, self._leaf(rest), reply)
        return ""

    def _ask_place(self, pressed: Pressed, place: Place, rest: list[str], reply: Reply) -> str:
        leaf = self._leaf(rest)
        chosen = leaf.choices[_natural(rest[1])]
        standing = self._parts.memory.standing(place).model_copy(update={"locality": chosen, "document": None})
        self._asking.again(pressed.person, place, leaf, leaf.question, standing, reply)
        return ""

    def _option(self, pressed: Pressed, place: Place, rest: list[str], reply: Reply) -> str:
        leaf = self._leaf(rest)
        standing = self._parts.memory.standing(place)
        self._asking.again(pressed.person, place, leaf, leaf.choices[_natural(rest[1])], standing, reply)
        return ""

    # --- filters and data --------------------------------------------------------------------------------

    def _filter_place(self, pressed: Pressed, place: Place, rest: list[str], reply: Reply) -> str:
        chosen = None if rest[1] == "all" else self._leaf(rest).choices[_natural(rest[1])]
        self._commands.set_place(_as_said(pressed, place), chosen, reply)
        return ""

    def _filter_year(self, pressed: Pressed, place: Place, rest: list[str], reply: Reply) -> str:
        chosen = None if rest[1] == "all" else int(self._leaf(rest).choices[_natural(rest[1])])
        self._commands.set_year(_as_said(pressed, place), chosen, reply)
        return ""

    def _erase(self, pressed: Pressed, place: Place, rest: list[str], reply: Reply) -> str:
        if rest == ["yes"] and place.private:
            self._commands.erase(_as_said(pressed, place), reply)
        else:
            reply.say(wording.NOT_ERASED)
        return ""

    # --- administration ----------------------------------------------------------------------------------

    def _silently(self, deed: Callable[[Reply], None], reply: Reply) -> str:
        deed(reply)
        return ""

    def _group(self, _pressed: Pressed, place: Place, rest: list[str], reply: Reply) -> str:
        if not place.private:
            self._admin.decide_group(place, reply, allowed=rest == ["yes"])
        return wording.DONE

    def _public(self, _pressed: Pressed, _place: Place, rest: list[str], reply: Reply) -> str:
        self._admin.turn_public(self._leaf(rest).spots[0].document, reply)
        return wording.DONE


class _Expired(Exception):
    """The token names nothing any more."""


def _natural(text: str) -> int:
    """Return a number that is not negative; raise ValueError for anything else."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _itself(pressed: Pressed) -> tuple[int, ...]:
    return (pressed.message,) if pressed.message is not None else ()


def _as_said(pressed: Pressed, place: Place) -> Said:
    return Said(pressed.person, place, pressed.message or 0, "")
