"""The commands that anybody with permission may give."""

from __future__ import annotations

import json

from bot import wording
from bot.browsing import Browsing
from bot.incoming import Said
from bot.keyboards import button, choices, rows
from bot.letters import SendFile
from bot.members import MEMBER
from bot.memory import Leaf, Standing, Talk, new_token, owner_of
from bot.parts import Parts, filters_words
from bot.reply import Reply
from corpus.folding import fold

_IN_A_ROW = 2
_LEVELS = ("tinh ", "thanh pho ", "huyen ", "quan ", "thi xa ", "xa ", "phuong ", "thi tran ")


class Commands:
    """Carries out the commands of a person who may use the bot."""

    def __init__(self, parts: Parts, browsing: Browsing) -> None:
        self._parts = parts
        self._browsing = browsing

    def carry_out(self, said: Said, reply: Reply) -> bool:
        """Carry a command out; return False when there is none of this name."""
        known = {
            "help": lambda: reply.say(wording.help_text(self._parts.identity.username)),
            "vanban": lambda: self._browsing.list_page(said.person, said.place, 0, reply),
            "tim": lambda: self._search(said, reply),
            "diaphuong": lambda: self.choose_place(said, said.text.strip(), reply),
            "nam": lambda: self.choose_year(said, said.text.strip(), reply),
            "moi": lambda: self._anew(said, reply),
            "gopy": lambda: self._opinion(said, reply),
            "xoa": lambda: self._ask_erase(said, reply),
            "xuat": lambda: self._export(said, reply),
            "quyenriengtu": lambda: self._privacy(reply),
        }
        if said.command not in known:
            return False
        known[said.command]()
        return True

    def choose_place(self, said: Said, wanted: str, reply: Reply) -> None:
        """Set the place to ask about, or offer the places of the store."""
        places = self._parts.catalogue.localities(self._parts.members.permit(said.person, said.place))
        found = [place for place in places if _same_place(place, wanted)] if wanted else []
        if len(found) == 1:
            self.set_place(said, found[0], reply)
            return
        token = self._offer(said, tuple(found or places), reply)
        question = wording.PLACE_UNKNOWN.format(place=wanted[:60]) if wanted and not found else wording.PLACE_HOW
        offered = [place[:1].upper() + place[1:] for place in found or places]
        every = rows([button(wording.EVERY_PLACE, "fl", token, "all")])
        reply.say(question, (*choices("fl", token, offered, _IN_A_ROW), *every))

    def choose_year(self, said: Said, wanted: str, reply: Reply) -> None:
        """Set the year to ask about, or offer the years of the store."""
        years = self._parts.catalogue.years(self._parts.members.permit(said.person, said.place))
        if wanted.isascii() and wanted.isdigit() and int(wanted[:6]) in years:
            self.set_year(said, int(wanted), reply)
            return
        token = self._offer(said, tuple(map(str, years)), reply)
        question = wording.YEAR_UNKNOWN.format(year=wanted[:20]) if wanted else wording.YEAR_HOW
        every = rows([button(wording.EVERY_YEAR, "fy", token, "all")])
        reply.say(question, (*choices("fy", token, list(map(str, years)), _IN_A_ROW), *every))

    def set_place(self, said: Said, place: str | None, reply: Reply) -> None:
        """Have every further question asked of one place, or of all."""
        self._set(said, {"locality": place}, reply)
        reply.say(wording.PLACE_SET.format(place=place) if place else wording.PLACE_FREE)

    def set_year(self, said: Said, year: int | None, reply: Reply) -> None:
        """Have every further question asked of one year, or of all."""
        self._set(said, {"year": year}, reply)
        reply.say(wording.YEAR_SET.format(year=year) if year else wording.YEAR_FREE)

    def set_document(self, said: Said, document: str, title: str, reply: Reply) -> None:
        """Have every further question asked of one document."""
        self._set(said, {"document": document}, reply)
        reply.say(wording.ONLY_THIS.format(document=title))

    def erase(self, said: Said, reply: Reply) -> None:
        """Erase what is remembered of a person, in private and at once; membership stays."""
        self._parts.mailbox.erase(owner_of(None, said.person), str(said.place.chat), (MEMBER,))
        reply.say(wording.ERASED)

    def _set(self, said: Said, change: dict[str, object], reply: Reply) -> None:
        standing = self._parts.memory.standing(said.place).model_copy(update=change)
        reply.remember(self._parts.memory.keep_standing(said.place, said.person, standing))

    def _offer(self, said: Said, offered: tuple[str, ...], reply: Reply) -> str:
        token = new_token()
        reply.remember(self._parts.memory.keep_leaf(token, owner_of(said.place, said.person), Leaf(choices=offered)))
        return token

    def _search(self, said: Said, reply: Reply) -> None:
        words = said.text.strip()
        if words:
            self._browsing.search(said.person, said.place, words, reply)
        else:
            reply.say(wording.SEARCH_HOW)

    def _anew(self, said: Said, reply: Reply) -> None:
        memory = self._parts.memory
        standing = memory.standing(said.place)
        free = Standing(locality=standing.locality, year=standing.year)
        reply.remember(memory.keep_talk(said.place, said.person, Talk()))
        reply.remember(memory.keep_standing(said.place, said.person, free))
        words = filters_words(free)
        still = f" {wording.STILL_FILTERED.format(filters=words)}" if words else ""
        reply.say(wording.NEW_TALK + still)

    def _opinion(self, said: Said, reply: Reply) -> None:
        text = said.text.strip()
        admins = self._parts.members.admins()
        if not text:
            reply.say(wording.OPINION_HOW)
            return
        for admin in admins:
            reply.tell(admin, wording.OPINION.format(name=said.person.name, text=text[:3_000]))
        reply.count("opinions")
        reply.say(wording.OPINION_SENT if admins else wording.OPINION_NOBODY)

    def _ask_erase(self, said: Said, reply: Reply) -> None:
        if not said.place.private:
            reply.say(wording.ONLY_PRIVATE)
            return
        sure = [button(wording.BUTTON_ERASE, "x", "yes"), button(wording.BUTTON_KEEP, "x", "no")]
        reply.say(wording.ERASE_ASK, rows(sure))

    def _export(self, said: Said, reply: Reply) -> None:
        if not said.place.private:
            reply.say(wording.ONLY_PRIVATE)
            return
        found = [
            {"kind": n.kind, "key": n.key, "expires_at": n.expires_at and n.expires_at.isoformat()}
            | {"content": json.loads(n.content)}
            for n in self._parts.mailbox.notes_of(owner_of(None, said.person))
        ]
        content = json.dumps(found, ensure_ascii=False, indent=1)
        name, caption = "du-lieu-cua-toi.json", wording.EXPORT_CAPTION
        reply.call(SendFile(chat=said.place.chat, name=name, content=content, caption=caption))

    def _privacy(self, reply: Reply) -> None:
        keeper = self._parts.keeper
        reply.say(wording.privacy_text(self._parts.memory.days, keeper.days if keeper is not None else None))


def _same_place(place: str, wanted: str) -> bool:
    """Tell whether a place of the store is meant: with or without diacritics and the word of its level."""
    return fold(wanted) in {fold(place), _bare(place)} or _bare(wanted) == fold(place)


def _bare(place: str) -> str:
    folded = fold(place)
    return next((folded.removeprefix(level) for level in _LEVELS if folded.startswith(level)), folded)
