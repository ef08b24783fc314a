"""The short fact of a clause: the date, share, document or body that the question asks for, word for word.

A fact is a slice of the cited document. It is given only when one stands out: where several would fit, the clause
itself is the answer, since a wrong short fact is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.dates import FoundDate
from corpus.folding import fold
from rag.analyser import question_terms, terms
from rag.answering.belonging import Slice, dated_documents, documents_in, is_added, is_of_asked, terms_of_names
from rag.answering.citing import Evidence, sentences
from rag.answering.destinations import receivers_in
from rag.answering.doers import doer
from rag.answering.expected import asks_about_documents, free_dates, values_set
from rag.answering.ranking import Ranked
from rag.answering.rarity import Rarity
from rag.understanding.everyday import paraphrases, with_said
from rag.understanding.kinds import Kind
from rag.understanding.periods import periods_named
from rag.understanding.question import Question

_PERCENT = re.compile(r"\d+(?:[.,]\d+)?\s?%(?: trở lên)?")
_BEFORE_DATE = re.compile(r"(?:trước|chậm nhất|vào|từ|đến|hết)(?: hết)?(?: ngày)?\s*$|ngày\s*$", re.IGNORECASE)
# "20 tháng 01 năm sau", "28/02 hằng năm": without it the day is another.
_AFTER_DATE = re.compile(
    r"(?:\s+của)?\s+(?:(?:hằng|hàng) (?:năm|quý|tháng|tuần)|năm (?:sau|trước|kế tiếp|tiếp theo|liền kề|đó))\b"
)
_AROUND_WORDS = 6  # words before a day that tell what it belongs to; what stands further off belongs to all days
_VALUE_KINDS = frozenset({Kind.WHEN, Kind.PERCENT, Kind.MONEY})
_VALUE_WORDS = frozenset(
    "ti ty le phan tram muc dat bao nhieu ngay thang nam han thoi gian tien dong kinh phi so phai truoc"
    " moi lan cham muon tre nhat hom".split()
)
_SAID = 0.34  # share of the pairs of words asked that a sentence must hold for its day to be told alone
_EVERY_MONTH = re.compile(r"\bngày \d{1,2} (?:của tháng|hằng tháng|hàng tháng|mỗi tháng|tháng cuối)\b")
_LIMITING = frozenset({"truoc", "ngay", "hom", "khi", "nao"})
# "Thời gian hoàn thành: trước ngày …" sets the time of what was said before it.
_TIME_OF_ALL = re.compile(r"^\W*(?:thoi (?:gian|han)|han|tien do)(?: \w+){0,3}:|^\W*(?:hoan thanh|xong) truoc\b")
_MONTH = re.compile(r"\bthang \d{1,2}\b")
_FEWEST = 2  # words that must be asked of a value before its sentence can be held against them
_BEARING = 0.15  # share of the question, by rarity, that the sentence of a value must hold


def short_fact(question: Question, place: Evidence, rarity: Rarity) -> str | None:
    """Return the fact that answers first, or None when none stands out."""
    if Kind.PERCENT in question.kinds:
        return _only(_shares_in(question, place))
    if Kind.WHEN in question.kinds:
        if asks_about_documents(question.folded):
            return _sentence_case(_best(question, dated_documents(question, place), rarity))
        return _sentence_case(_best(question, _limits_in(question, place), rarity))
    if Kind.WHICH_DOCUMENT in question.kinds:
        return _best(question, documents_in(question, place), rarity)
    if Kind.TO_WHOM in question.kinds:
        return _sentence_case(_only(receivers_in(place.quote)))
    if Kind.WHO in question.kinds:
        return doer(question, place)
    return None


def value_bears(question: Question, passage: Ranked, rarity: Rarity) -> bool:
    """Tell whether a value that is asked for stands in a sentence that speaks of what is asked."""
    kinds = question.kinds & _VALUE_KINDS
    beside = _VALUE_WORDS | set(terms(passage.title))
    words = [t for t in question_terms(question.core) if t.isalpha() and t not in beside and rarity.known(t)]
    asked = {t: rarity.weight(t) for t in words}
    total = sum(asked.values())
    text = passage.text
    spoken = paraphrases(question.core)
    if not kinds or not _names_thing(question, text):
        return not kinds
    if len(asked) < _FEWEST:
        return True
    shares = [
        sum(asked.get(t, 0.0) for t in with_said(frozenset(terms(f"{passage.heading} ; {said}")), spoken)) / total
        for said in (_value_of(text, 0, start, end) for start, end in sentences(text, 0, len(text)))
        if values_set(said) & kinds or Kind.WHEN in kinds and _MONTH.search(fold(said))
    ]
    return not shares or max(shares) >= _BEARING


def _value_of(text: str, first: int, start: int, end: int) -> str:
    """Return a sentence, or all that is said up to it where it only sets a time for what was said before."""
    return text[first:end] if _TIME_OF_ALL.search(fold(text[start:end])) else text[start:end]


def _pairs_of_thing(question: Question) -> set[str]:
    """Return the pairs of neighbouring words of a question that tell of what a value is asked."""
    pairs = (t for t in question_terms(question.core) if "_" in t)
    split = ((pair, set(pair.split("_"))) for pair in pairs)
    return {pair for pair, words in split if not words <= _VALUE_WORDS and not words & _LIMITING}


def _names_thing(question: Question, text: str) -> bool:
    """Tell whether a sentence that sets a share holds two words that the question says side by side of it."""
    if Kind.PERCENT not in question.kinds:
        return True
    pairs = _pairs_of_thing(question)
    spoken = paraphrases(question.core)
    told = [text[start:end] for start, end in sentences(text, 0, len(text)) if _PERCENT.search(text[start:end])]
    return not pairs or not told or any(pairs & with_said(frozenset(terms(one)), spoken) for one in told)


def _best(question: Question, found: Sequence[Slice], rarity: Rarity) -> str | None:
    """Return the slice whose surroundings say most of the question; None when two say equally much."""
    asked = {t: rarity.weight(t) for t in question_terms(question.core) if t.isalnum()}
    if len(periods_named(question.folded)) > 1:
        return None  # two limits are asked for; the clause says both
    found = _of_period(question.folded, found)
    if len({s.words for s in found}) < 2:
        return found[0].words if found else None
    scored = sorted((-sum(asked.get(t, 0.0) for t in set(terms(s.around))), i) for i, s in enumerate(found))
    clear = scored[0][0] < scored[1][0] or found[scored[0][1]].words == found[scored[1][1]].words
    best = found[scored[0][1]]
    others = [s for s in found if s.words != best.words]
    return best.words if clear and not is_added(question, best, others) else None


def _of_period(folded_question: str, found: Sequence[Slice]) -> Sequence[Slice]:
    """Keep the slices of the period asked for ("báo cáo năm"), when slices belong to periods at all."""
    asked = periods_named(folded_question)
    told = [periods_named(fold(s.near or s.around)) for s in found]
    if not asked or not any(told):
        return found
    return [s for s, periods in zip(found, told, strict=True) if asked & periods]


def printed_times(text: str) -> list[str]:
    """Return the days and shares that a clause itself sets, as printed, without the dates of documents."""
    return list(dict.fromkeys([*(s.words for s in _printed(text, free_dates(text))), *_PERCENT.findall(text)]))


def _shares_in(question: Question, place: Evidence) -> list[str]:
    """Return the shares of a place that stand with what is asked: one is told only where it is the only one."""
    shares = _PERCENT.findall(place.quote)
    asked = _pairs_of_thing(question)
    spoken = paraphrases(question.core)
    text = place.document.text
    spans = sentences(text, place.start, place.end)
    for start, end in spans:
        at = _PERCENT.search(text, start, end)
        if at is None:
            continue
        said = with_said(frozenset(terms(text[start:end])), spoken)
        of_asked = is_of_asked(question, Slice(at.group(), text[start : at.start()]), several=True)
        if not of_asked or asked and not asked & said:
            return []
    return shares


def _limits_in(question: Question, place: Evidence) -> list[Slice]:
    """Return the days that the sentences of a place set for what the question may mean.

    A sentence that says less of the thing asked than another of the place sets its day for something else.
    """
    text = place.document.text
    spans = sentences(text, place.start, place.end)
    pairs, spoken = _pairs_of_thing(question) - terms_of_names(question), paraphrases(question.core)
    over = frozenset(terms(place.document.heading_of(place.section)))
    told = [with_said(over | frozenset(terms(_value_of(text, place.start, *span))), spoken) for span in spans]
    most = max((len(pairs & said) for said in told), default=0)
    enough = 1 if periods_named(question.folded) else max(1.0, _SAID * len(pairs))  # a report's period tells enough
    return [
        found
        for (start, end), said in zip(spans, told, strict=True)
        if not pairs or len(pairs & said) == most >= enough
        if periods_named(question.folded) or not _EVERY_MONTH.search(text, start, end)  # of two limits none alone
        for found in _printed(text[start:end], free_dates(text[start:end]))
        if is_of_asked(question, found, several=len(spans) > 1)
    ]


def _printed(text: str, dates: Iterable[FoundDate]) -> list[Slice]:
    """Return dates with the words that make them limits, and what is said before them.

    What stands before the first of a sentence, but not right before it, is said of all of them.
    """
    found: list[Slice] = []
    last, shared = 0, ""
    for date in dates:
        before = _BEFORE_DATE.search(text[last : date.start])
        start = last + before.start() if before else date.start
        near = text[last:start].split()
        if last == 0:
            shared = " ".join(near[:-_AROUND_WORDS])
        after = _AFTER_DATE.match(text, date.end)
        end = after.end() if after else date.end
        right_before = " ".join(near[-_AROUND_WORDS:])
        found.append(Slice(text[start:end].strip(), f"{shared} ; {right_before}", right_before))
        last = date.end
    return found


def _only(found: Iterable[str]) -> str | None:
    distinct = list(dict.fromkeys(found))
    return distinct[0] if len(distinct) == 1 else None


def _sentence_case(text: str | None) -> str | None:
    return text[:1].upper() + text[1:] if text else None
