"""The documents in a chat: the list, a document's card, its sections page by page with their neighbours, search."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urljoin

from bot import wording
from bot.incoming import Person, Place
from bot.keyboards import button, label, numbers, rows
from bot.letters import Button, Keyboard
from bot.memory import Leaf, Spot, new_token, owner_of, spots_of
from bot.parts import Parts, allowed_filters
from bot.rendering import nearest_blocks, section_blocks
from bot.reply import Reply
from bot.text import Block, joined, messages, plain, styled
from corpus.errors import DocumentUnknown
from corpus.model import Document, DocumentId, Section, SectionKind
from rag.answering.citing import document_line
from rag.errors import QuestionRejected

DOCUMENTS_A_PAGE = 5
UNITS_A_PAGE = 2_800
_MOST_SECTIONS = 15
_HITS = 5
_SKIPPED = frozenset({SectionKind.DEBRIS})


class Browsing:
    """Shows documents and sections, to whom may see them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def list_page(self, person: Person, place: Place, page: int, reply: Reply, old: tuple[int, ...] = ()) -> None:
        """Show one page of the list of documents; `page` counts from 0 and is brought into range."""
        shown = self._parts.catalogue.shown(self._parts.members.permit(person, place))
        if not shown:
            reply.put_in_place(old, wording.NO_DOCUMENTS)
            return
        pages = -(-len(shown) // DOCUMENTS_A_PAGE)
        page = max(0, min(page, pages - 1))
        part = shown[page * DOCUMENTS_A_PAGE : (page + 1) * DOCUMENTS_A_PAGE]
        token = new_token()
        spots = tuple(Spot(document=one.id, section=0) for one in part)
        reply.remember(self._parts.memory.keep_leaf(token, owner_of(place, person), Leaf(spots=spots)))
        title = wording.DOCUMENTS_TITLE.format(total=len(shown), page=page + 1, pages=pages)
        listed = [
            joined([styled(f"{n}. {one.metadata.title}", "bold"), plain(document_line(one.metadata))])
            for n, one in enumerate(part, start=1)
        ]
        opening = rows([button(str(n), "k", token, n - 1) for n in range(1, len(part) + 1)])
        earlier = [button(wording.BUTTON_EARLIER, "v", page - 1)] if page else []
        later = [button(wording.BUTTON_LATER, "v", page + 1)] if page + 1 < pages else []
        reply.put_in_place(old, [plain(title), *listed], (*opening, *rows([*earlier, *later])))

    def card(self, person: Person, place: Place, document_id: str, reply: Reply) -> None:
        """Show what a document is, with buttons that open its parts."""
        document = self._visible(person, place, document_id)
        if document is None:
            reply.say(wording.NO_SUCH_DOCUMENT)
            return
        token = new_token()
        whole = _outermost(document)
        spots = tuple(Spot(document=document.id, section=one.ordinal) for one in whole)
        leaf = Leaf(spots=spots or (Spot(document=document.id, section=0),))
        reply.remember(self._parts.memory.keep_leaf(token, owner_of(place, person), leaf))
        reply.say(_card_blocks(document, whole), self._card_keyboard(person, place, document, token, len(whole)))

    def section(
        self, person: Person, place: Place, spot: Spot, page: int, reply: Reply, old: tuple[int, ...] = ()
    ) -> None:
        """Show one page of a section, as a new message or in place of an old one; `page` counts from 0."""
        document = self._visible(person, place, spot.document)
        if document is None or not 0 <= spot.section < len(document.sections):
            reply.say(wording.NOT_ALLOWED)
            return
        section = document.sections[spot.section]
        parts = messages([styled(document.text[section.start : section.end], "expandable_blockquote")], UNITS_A_PAGE)
        page = max(0, min(page, len(parts) - 1))
        text = parts[page].text if parts else ""
        count = wording.PAGE.format(page=page + 1, pages=len(parts)) if len(parts) > 1 else ""
        token = new_token()
        reply.remember(self._parts.memory.keep_leaf(token, owner_of(place, person), Leaf(spots=(spot,))))
        keyboard = self._section_keyboard(document, spot, token, page, len(parts))
        blocks = section_blocks(document, section, styled(text, "expandable_blockquote"), count)
        reply.put_in_place(old, blocks, keyboard)

    def search(self, person: Person, place: Place, words: str, reply: Reply) -> None:
        """Show the passages nearest to words, and say that they are no answer."""
        standing = self._parts.memory.standing(place)
        filters = allowed_filters(standing, self._parts.members.permit(person, place))
        if filters is None:
            reply.say(wording.NOTHING_PUBLIC)
            return
        try:
            hits = self._parts.assistant.search(words[:500], _HITS, filters)
        except QuestionRejected as rejected:
            reply.say(rejected.message_vi)
            return
        reply.count("searched")
        if not hits:
            reply.say(wording.SEARCH_NOTHING)
            return
        found = tuple(hit.citation for hit in hits)
        token = new_token()
        leaf = Leaf(spots=spots_of(found))
        reply.remember(self._parts.memory.keep_leaf(token, owner_of(place, person), leaf))
        title = wording.SEARCH_TITLE.format(words=words[:100])
        reply.say(nearest_blocks(found, title), numbers(token, len(found)))

    def _visible(self, person: Person, place: Place, document_id: str) -> Document | None:
        if not self._parts.members.permit(person, place).allows(document_id):
            return None
        try:
            return self._parts.documents.document(DocumentId(document_id))
        except DocumentUnknown:
            return None

    def _card_keyboard(self, person: Person, place: Place, document: Document, token: str, count: int) -> Keyboard:
        own = [button(wording.BUTTON_ONLY_THIS, "q", token)]
        if self._parts.members.is_admin(person.id) and place.private:
            public = document.id in self._parts.members.public()
            own.append(button(wording.BUTTON_MAKE_CONFIDENTIAL if public else wording.BUTTON_MAKE_PUBLIC, "ap", token))
        return (*numbers(token, count), *rows([*own, *self._link(document)], 1))

    def _section_keyboard(self, document: Document, spot: Spot, token: str, page: int, pages: int) -> Keyboard:
        section = document.sections[spot.section]
        turn = [button(wording.BUTTON_PAGE_BEFORE, "g", token, section.ordinal, page - 1)] if page else []
        if page + 1 < pages:
            turn.append(button(wording.BUTTON_PAGE_AFTER, "g", token, section.ordinal, page + 1))
        before, after = neighbours(document, section)
        beside = []
        if before is not None:
            beside.append(button(wording.BUTTON_BEFORE, "g", token, before.ordinal, 0))
        if after is not None:
            beside.append(button(wording.BUTTON_AFTER, "g", token, after.ordinal, 0))
        return (*rows(turn), *rows(beside), *rows(self._link(document, spot)))

    def _link(self, document: Document, spot: Spot | None = None) -> list[Button]:
        """Return the button that opens the web viewer: at a section, with what was quoted of it marked."""
        if self._parts.rules.public_url is None:
            return []
        path = f"documents/{quote(document.id, safe='')}"
        if spot is not None:
            marked = spot.start is not None and spot.end is not None
            path += f"?{urlencode({'start': spot.start, 'end': spot.end})}" if marked else ""
            path += f"#{document.sections[spot.section].anchor}"
        return [Button(text=wording.BUTTON_WEB, url=urljoin(self._parts.rules.public_url.rstrip("/") + "/", path))]


def neighbours(document: Document, section: Section) -> tuple[Section | None, Section | None]:
    """Return the section before, which is the one that holds it where it is the first, and the one after."""
    kept = [one for one in document.sections if one.kind not in _SKIPPED]
    after = next((one for one in kept if one.start >= section.end and one.ordinal > section.ordinal), None)
    beside = [one for one in kept if one.parent == section.parent and one.ordinal < section.ordinal]
    if beside:
        return beside[-1], after
    return (document.sections[section.parent] if section.parent is not None else None), after


def _outermost(document: Document) -> list[Section]:
    """Return the sections that no other holds, at most fifteen."""
    return [one for one in document.sections if one.parent is None and one.kind not in _SKIPPED][:_MOST_SECTIONS]


def _card_blocks(document: Document, whole: list[Section]) -> list[Block]:
    facts = wording.DOCUMENT_FACTS.format(passages=len(document.passages), sections=len(document.sections))
    listed = [plain(f"{n}. {label(_called(document, one))}") for n, one in enumerate(whole, start=1)]
    head = joined([styled(document.metadata.title, "bold"), plain(document_line(document.metadata))])
    return [head, joined(listed), plain(facts)]


def _called(document: Document, section: Section) -> str:
    heading = section.heading.rstrip(" :.")
    named = ": ".join(part for part in (section.label, heading) if part)
    return named or " ".join(document.text[section.start : section.end].split())
