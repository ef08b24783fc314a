"""Answers from clauses: the passage that answers, its siblings when they answer together, or none at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.folding import fold
from corpus.model import Document, DocumentId, Section, SectionKind
from rag.analyser import question_terms, terms
from rag.answering.citing import MAX_QUOTE_CHARS, Evidence, document_line, passage_evidence, section_evidence
from rag.answering.composing import answered, answered_by_document, refused
from rag.answering.draft import Draft
from rag.answering.expected import holds_expected, unsaid
from rag.answering.facts import printed_times, short_fact, value_bears
from rag.answering.headed import addressed_in_words, addressed_to, duties
from rag.answering.ranking import Ranked, Ranker
from rag.answering.rarity import Rarity
from rag.answering.scope import Scope
from rag.answering.shelf import Shelf
from rag.retrieval import Retriever
from rag.understanding.bodies import mentions_body, spelled_out
from rag.understanding.kinds import Kind
from rag.understanding.question import Question
from rag.understanding.spelling import is_syllable

_DUTIES = re.compile(
    r"\b(?:lam (?:gi|nhung gi|viec gi)|nhiem vu|trach nhiem|nhung viec|viec gi|giao (?:\w+ )*(?:gi|viec)"
    r"|phai (?:\w+ ){0,3}gi"
    r"|cong viec|noi dung (?:gi|nao)|nhung (?:noi dung|nhiem vu|muc dich|yeu cau|giai phap)|gom (?:nhung )?(?:gi"
    r"|\w+ gi)"
    r"|muc dich|yeu cau (?:gi|nhung gi)?$|lo (?:nhung )?(?:viec )?gi|dam nhan gi|may y|neu het|ke het|liet ke"
    r"|neu day du|tat ca)\b"
)
_READABLE = 12  # documents read whole to see whether they mention a body
_FITTED = 15  # passages that are looked through for what the kind of question asks
_NEAR = 8  # passages among which a day or share of the question is looked for
_MOST_STRANGE = 2  # words of a question about a document itself that its first and last page may lack
_OWN_WORDS = frozenset(
    "ky ban hanh can cu noi nhan gui so hieu ngay thang nam xay dung thuc hien trien khai ke hoach cong van phat hanh ra do cua duoc de"
    " den toi cho nguoi van ban nay co la vao theo tren cac nhung dang nao co quan don vi trung uong dia chi goi ten tu cach chuc vu danh"
    " voi va phoi hop cung lam dua phap ly neu ghi day du bao cao".split()
)
_FRAME = frozenset(
    {
        SectionKind.LETTERHEAD,
        SectionKind.PREAMBLE,
        SectionKind.SIGNATURE,
        SectionKind.ADDRESSEES,
        SectionKind.RECIPIENTS,
    }
)
_LIST = re.compile(
    r"\b(?:nhung gi|gom|bao gom|nhung (?:\w+ ){1,4}nao|cac (?:\w+ ){1,4}nao|liet ke|ke ra|the nao|noi dung gi"
    r"|dieu kien|tieu chi|truong hop)\b"
)
_SHORT = 7  # words of a follow-up that only names somebody else
_DUTY_WORDS = frozenset(
    "nhiem vu trach nhiem viec cong duoc giao phan lam gi phai can nhung cac cua cho thi la con the vay va ve o trong tai lo dam nhan thuc hien co"
    " nao ra sao nhu neu noi quy dinh yeu cau ke hoach van ban dan chinh quyen nam theo khac sang toi den dau tinh"
    " huyen xa nua voi don vi thi liet du het day tat neu may y".split()
)
# The letterhead tells of the document, which is asked and answered elsewhere; it is no clause. Signature and
# recipients are looked through only when the question is about sending, receiving or signing.
_FRAME_ONLY = frozenset({SectionKind.LETTERHEAD})
_ENDS = frozenset({SectionKind.SIGNATURE, SectionKind.RECIPIENTS, SectionKind.ADDRESSEES})
_FRAME_ASKED = re.compile(
    r"\b(?:noi nhan|nhan(?! (?:dan|thuc|rong|su|to|manh|xet|vien|ra|lam))|gui|ky|luu|kinh gui|dong kinh gui)\b"
)
_TYPED = frozenset({Kind.PERCENT, Kind.MONEY, Kind.HOW_MANY, Kind.WHEN, Kind.WHICH_DOCUMENT})


@dataclass(frozen=True, slots=True)
class Limits:
    """Where to cut; calibrated on the dev split (docs/evaluation.md)."""

    candidates: int = 40
    answer_at: float = 0.17  # below this probability nothing is an answer
    value_at: float = 0.1  # the same when a value is asked for and the passage sets one
    open_at: float = 0.3  # the same when the question names no document, place or year
    second_gap: float = 1.5  # how much less relevant than the first a further citation may be (log-odds)
    document_gap: float = 1.6  # the same for the answer of another document, when none was named
    value_gap: float = 3.0  # the same when each sets a value of the kind asked for
    topic_gap: float = 2.6  # the same for a document among those that speak of a topic
    fitting_gap: float = 2.0  # the same for a passage of the kind asked for, against the nearest of any kind
    group_at: float = 0.15  # below this probability a place that was named is silent on the question
    most_citations: int = 3
    most_in_section: int = 8


class ClauseAnswerer:
    """Finds the clauses that answer a question within a scope."""

    def __init__(self, shelf: Shelf, retriever: Retriever, ranker: Ranker, rarity: Rarity, limits: Limits) -> None:
        self._shelf = shelf
        self._retriever = retriever
        self._ranker = ranker
        self._rarity = rarity
        self._limits = limits

    def ranked(self, question: Question, document_ids: Sequence[DocumentId]) -> list[Ranked]:
        """Return passages of the named documents by their probability of answering, best first."""
        whole = len(document_ids) == len(self._shelf.cards)
        asked = question.core or question.text
        found = self._retriever.retrieve(asked, self._limits.candidates, () if whole else document_ids)
        barred = _FRAME_ONLY if _FRAME_ASKED.search(question.folded) else _FRAME_ONLY | _ENDS
        return [r for r in self._ranker.rank(question, found) if _kind(r) not in barred]

    def answer(self, question: Question, scope: Scope) -> Draft:
        """Answer from one document, or from each of several that answer equally well; or refuse."""
        ranked = self._fitting(question, self.ranked(question, scope.document_ids))
        strange = self._strange_name(question, scope)
        if strange is not None:
            return self.refusal(question, scope, f"Văn bản được hỏi không nhắc đến “{strange}”.")
        if not ranked or ranked[0].score < self._floor(question, scope):
            return self.refusal(question, scope, None)
        if not scope.pinned and _by_chance(question, ranked[0]):
            return self.refusal(question, scope, None)
        ranked = self._agreeing(question, ranked)
        if not ranked:
            return self.refusal(question, scope, self._premise(question, scope))
        if not scope.pinned:
            rivals = self._rivals(question, ranked)
            if len(rivals) > 1:
                places = [_evidence(r) for r in rivals]
                return answered_by_document([(self._fact(question, [p]), [p]) for p in places])
        chosen = self._chosen(question, ranked)
        return answered(self._fact(question, chosen), chosen)

    def within(self, question: Question, document: Document, sections: Sequence[Section]) -> Draft | None:
        """Answer from inside the sections that an earlier answer named; None when nothing there fits."""
        ranked = self.ranked(question, (document.id,))
        inside = [r for r in ranked if any(s.start <= r.passage.start and r.passage.end <= s.end for s in sections)]
        fitting = self._fitting(question, inside)
        if not fitting:
            return None
        chosen = self._chosen(question, fitting)
        return answered(self._fact(question, chosen), chosen)

    def by_group(self, question: Question, scope: Scope) -> Draft:
        """Answer place by place when the question names several."""
        groups: list[tuple[str | None, list[Evidence]]] = []
        silent: list[str] = []
        for _, document_ids in scope.groups:
            found = self.ranked(question, document_ids)
            ranked = self._fitting(question, found) or found
            if ranked and ranked[0].score >= self._limits.group_at:
                chosen = self._chosen(question, ranked)
                groups.append((self._fact(question, chosen), chosen))
            else:
                silent += [document_line(self._shelf.document(d).metadata) for d in document_ids[:1]]
        if not groups:
            return self.refusal(question, scope, None)
        notes = [f"{line} không nêu nội dung này." for line in silent]
        return answered_by_document(groups, notices=notes)

    def by_topic(self, question: Question, scope: Scope) -> Draft:
        """Answer "which documents speak of …": the best passage of every document that speaks of it."""
        ranked = self.ranked(question, scope.document_ids)
        best = {r.document.id: r for r in reversed(ranked)}
        ordered = sorted(best.values(), key=lambda r: -r.relevance)
        if not ordered or ordered[0].score < self._limits.answer_at:
            return self.refusal(question, scope, None)
        kept = [r for r in ordered if ordered[0].relevance - r.relevance <= self._limits.topic_gap]
        return answered_by_document(
            [(None, [_evidence(r)]) for r in kept], lead=f"{len(kept)} văn bản có nội dung này."
        )

    def is_about_whole(self, question: Question, documents: Sequence[Document]) -> bool:
        """Tell whether a question says little that is not on the first or last page: then it is about the document."""
        asked = [t for t in dict.fromkeys(question_terms(question.core)) if t.isalpha() and t not in _OWN_WORDS]
        strange = [t for t in asked if not any(t in _frame_terms(document) for document in documents)]
        return len(strange) <= _MOST_STRANGE

    def absent_body(self, question: Question, scope: Scope) -> str | None:
        """Return why nothing can be said of a body that no document in scope mentions; None when all are mentioned."""
        if not question.bodies or len(scope.document_ids) > _READABLE:
            return None
        texts = [self._shelf.folded_text(d) for d in scope.document_ids]
        for body in question.bodies:
            expanded = " ".join(t for t in terms(body.name) if "_" not in t)
            if not any(
                mentions_body(name, text) for text in texts for name in (body.name, expanded, spelled_out(body.name))
            ):
                return f"Văn bản được hỏi không nhắc đến “{question.text[body.start : body.end]}”."
        return None

    def from_places(self, question: Question, places: Sequence[Evidence]) -> Draft:
        """Answer from places that are known to bear on the question, best first."""
        fitting = [p for p in places if holds_expected(question.kinds & _TYPED, question.folded, p.quote)]
        if not fitting:
            return refused("Văn bản chỉ nhắc đến, không nêu nội dung được hỏi.", places[:3])
        kept = fitting[: self._limits.most_citations - 1]
        if len({p.document.id for p in kept}) > 1:
            return answered_by_document([(None, [p]) for p in kept])
        return answered(self._fact(question, kept), kept)

    def refusal(self, question: Question, scope: Scope, reason: str | None) -> Draft:
        """Refuse, with the nearest sections of the scope, or of the whole store when the scope is empty."""
        documents = scope.document_ids or tuple(self._shelf.cards)
        nearest = self.ranked(question, documents)[:3]
        return refused(reason, [_evidence(r) for r in nearest])

    def _fact(self, question: Question, chosen: Sequence[Evidence]) -> str | None:
        """Return the short fact of the first place; a list of duties has none."""
        return (
            short_fact(question, chosen[0], self._rarity)
            if chosen and len(chosen) <= self._limits.most_citations
            else None
        )

    def _fitting(self, question: Question, ranked: list[Ranked]) -> list[Ranked]:
        """Keep the passages that hold what the kind of question asks for; none may be left."""
        kinds = question.kinds & _TYPED
        near = ranked[:_FITTED]
        fitting = [
            r
            for r in near
            if holds_expected(kinds, question.folded, _evidence(r).quote)
            and value_bears(question, _evidence(r), self._rarity)
        ]
        # Where something else is far nearer to the question, a passage that merely holds a number is no answer.
        if len(fitting) == len(near):
            return ranked
        return fitting if fitting and ranked[0].relevance - fitting[0].relevance <= self._limits.fitting_gap else []

    def _floor(self, question: Question, scope: Scope) -> float:
        """Return the probability under which nothing answers; a value of the kind asked for speaks for itself."""
        if not scope.pinned:
            return self._limits.open_at
        return self._limits.value_at if question.kinds & _TYPED else self._limits.answer_at

    def _strange_name(self, question: Question, scope: Scope) -> str | None:
        """Return a name or code of the question (no Vietnamese word) that only other documents of the store hold."""
        if not scope.pinned or len(scope.document_ids) > _READABLE:
            return None
        names = [
            w for w in re.findall(r"[a-z]{3,}", fold(question.core)) if not is_syllable(w) and self._rarity.known(w)
        ]
        texts = [self._shelf.folded_text(d) for d in scope.document_ids]
        return next((n for n in names if not any(re.search(rf"\b{n}\b", text) for text in texts)), None)

    def _agreeing(self, question: Question, ranked: list[Ranked]) -> list[Ranked]:
        """Keep the near passages that hold the days and shares which the question takes for granted."""
        near = ranked[:_NEAR]
        agreeing = [r for r in near if not unsaid(question.free_dates, question.folded, [_evidence(r).quote])]
        return ranked if len(agreeing) == len(near) else agreeing

    def _premise(self, question: Question, scope: Scope) -> str:
        """Say which day or share of the question the documents do not hold, and what the nearest clause says."""
        nearest = _evidence(self.ranked(question, scope.document_ids)[0])
        wrong = ", ".join(unsaid(question.free_dates, question.folded, [nearest.quote]))
        told = "; ".join(printed_times(nearest.quote))
        return f"Văn bản không ghi {wrong} như câu hỏi" + (f"; {nearest.label} ghi: {told}." if told else ".")

    def _rivals(self, question: Question, ranked: Sequence[Ranked]) -> list[Ranked]:
        best: dict[DocumentId, Ranked] = {}
        for r in ranked:
            best.setdefault(r.document.id, r)
        gap = self._limits.value_gap if question.kinds & _TYPED else self._limits.document_gap
        floor = ranked[0].relevance - gap
        return [r for r in best.values() if r.relevance >= floor and r.score >= self._limits.answer_at]

    def _chosen(self, question: Question, ranked: Sequence[Ranked]) -> list[Evidence]:
        first = ranked[0]
        together = self._together(question, first) or _enumeration(question, first)
        if together:
            return together
        floor = first.relevance - self._limits.second_gap
        further = [r for r in ranked[1:] if r.document.id == first.document.id and r.relevance >= floor]
        return [_evidence(r) for r in [first, *further[: self._limits.most_citations - 1]]]

    def duties_of(self, question: Question, scope: Scope) -> Draft | None:
        """Answer "what is … to do" with the sections addressed to the body named; None when that is not asked."""
        if len(question.bodies) != 1 or len(scope.document_ids) > _READABLE or not _DUTIES.search(question.folded):
            return None
        name = spelled_out(question.bodies[0].name)
        spelled = " ".join(t for t in terms(name) if "_" not in t)
        rest = self._beside_duties(question)
        groups: list[tuple[str | None, list[Evidence]]] = []
        for document_id in scope.document_ids:
            document = self._shelf.document(document_id)
            sections = addressed_to(document, name) or addressed_to(document, spelled)
            said = {word for section in sections for word in fold(section.heading).split()}
            if sections and len(rest - said) <= 1:
                groups.append((None, duties(document, sections)[: self._limits.most_in_section]))
        if not groups:
            return None
        return answered(None, groups[0][1]) if len(groups) == 1 else answered_by_document(groups)

    def named_in_short(self, question: Question, scope: Scope) -> Draft | None:
        """Answer a follow-up of a few words ("còn kế toán?") with the section addressed to whom they name."""
        words = [t for t in dict.fromkeys(fold(" ".join(question.segments)).split()) if t not in _DUTY_WORDS]
        if not words or len(words) > _SHORT or len(scope.document_ids) != 1:
            return None
        document = self._shelf.document(scope.document_ids[0])
        sections = addressed_in_words(document, words)
        part = question.said.markers[0] if question.said and question.said.markers else None
        sections.sort(key=lambda s: not s.path or fold(s.path[0]) != part)
        return answered(None, duties(document, sections)[: self._limits.most_in_section]) if sections else None

    def _beside_duties(self, question: Question) -> set[str]:
        """Return the words that say more than a body and what it is to do."""
        body = question.bodies[0]
        said = set(question.folded[body.start : body.end].split())
        return {t for t in question_terms(question.core) if t.isalpha() and t not in said and t not in _DUTY_WORDS}

    def _together(self, question: Question, first: Ranked) -> list[Evidence]:
        """Return all passages of the headed section that the question names, when it asks for its duties."""
        if not _DUTIES.search(question.folded):
            return []
        section = self._named_section(question, first.document)
        if section is None:
            return []
        inside = [p for p in first.document.passages if section.start <= p.start and p.end <= section.end]
        return [passage_evidence(first.document, p, first.score) for p in inside[: self._limits.most_in_section]]

    def _named_section(self, question: Question, document: Document) -> Section | None:
        """Return the deepest headed section whose heading the question says almost whole."""
        asked = set(terms(question.core))
        best: tuple[float, int, Section] | None = None
        for section in document.sections:
            if not section.heading or section.kind in {SectionKind.LETTERHEAD, SectionKind.APPENDIX}:
                continue
            share = self._heading_share(section.heading, asked)
            if share >= 0.75 and (best is None or (share, len(section.path)) > best[:2]):
                best = (share, len(section.path), section)
        return best[2] if best else None

    def _heading_share(self, heading: str, asked: set[str]) -> float:
        weights = {t: self._rarity.weight(t) for t in dict.fromkeys(terms(fold(heading)))}
        total = sum(weights.values())
        return sum(w for t, w in weights.items() if t in asked) / total if total else 0.0


def _kind(ranked: Ranked) -> SectionKind:
    return ranked.document.sections[ranked.passage.section].kind


def _enumeration(question: Question, first: Ranked) -> list[Evidence]:
    """Return a whole short enumeration with its lead-in when a list is asked for and one of its members was found."""
    document, section = first.document, first.document.sections[first.passage.section]
    holder = document.sections[section.parent] if section.parent is not None else section
    children = document.children(holder)
    if not _LIST.search(question.folded) or not children or holder.end - holder.start > MAX_QUOTE_CHARS:
        return []
    lead_in = document.text[holder.body : children[0].start].rstrip()
    return (
        [section_evidence(document, holder, first.score)]
        if lead_in.endswith(":") and not holder.heading.isupper()
        else []
    )


def _frame_terms(document: Document) -> frozenset[str]:
    blocks = [document.text[s.start : s.end] for s in document.sections if s.kind in _FRAME]
    return frozenset(terms(" ; ".join([document.metadata.title, *blocks])))


def _by_chance(question: Question, best: Ranked) -> bool:
    """Tell whether a passage shares syllables with a question but no two that stand together: no common subject."""
    pairs = [term for term in question_terms(question.core) if "_" in term]
    return len(pairs) > 1 and best.features.pairs_context == 0 and best.features.marked == 0


def _evidence(ranked: Ranked) -> Evidence:
    return passage_evidence(ranked.document, ranked.passage, ranked.score)
