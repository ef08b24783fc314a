"""What a follow-up question carries over from what was said before: place, year, document, topic.

A follow-up can be read in more than one way; the readings are tried in order, and the first that the evidence
supports is the answer. A question that stands on its own is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice

from corpus.model import DocumentId
from rag.model import Role, Turn
from rag.understanding.bare_questions import OF_DOCUMENT, bare_kind, follows_signer
from rag.understanding.cleaning import clean_turn
from rag.understanding.kinds import Kind
from rag.understanding.positions import Position
from rag.understanding.question import AskedNumber, Question, StoredPlace, read_question, stored_places

_CONTINUES = re.compile(
    r"^(?:the |vay |roi |a |u |va )*(?:con|con ve|the con|vay con|rieng|doi voi|neu la|the|vay|va|con nua)\b"
)
_POINTS_BACK = re.compile(
    r"\b(?:viec|noi dung|dieu|cai|van de|nhiem vu|yeu cau|muc|phan|khau hieu|ke hoach|cong van|van ban|chi thi"
    r"|quyet dinh|ket luan|nghi quyet"
    r"|nghi dinh|luat|phap lenh|chuong trinh|thong tri|don vi|co quan|ong|ba|nguoi|vi|cho|noi|dia phuong|huyen|xa"
    r"|tinh|bao cao|phong trao"
    r"|gach dau dong|khoan|diem|dieu|doan|y|so|trung tam|doan the|cuoc thi|mo hinh|chi so|ti le|ty le|han|moc)"
    r" (?:do|nay|ay|tren|vua roi|vua neu|noi tren|kia)\b|^(?:no|ho|ong ay|ba ay|do|cai do)\b|\b(?:cua no|voi ho"
    r"|o do|trong do|tai do)\b"
)
_POINTING_WORD = re.compile(r"\b(?:đó|này|ấy|đấy|kia|nêu trên|nói trên|vừa nêu|vừa rồi)\b")
_OF_WHOLE = frozenset({Kind.SIGNER, Kind.RECIPIENTS, Kind.ADDRESSEES})
_VALUES = frozenset({Kind.WHEN, Kind.PERCENT, Kind.MONEY, Kind.HOW_MANY, Kind.WHICH_DOCUMENT})
_OFFICE = re.compile(r"\b(?:chuc vu|chuc danh|tu cach|giu chuc|lam chuc|la ai|chuc gi)\b")
_TYPE_BACK = re.compile(
    r"\b(chi thi|quyet dinh|ket luan|nghi quyet|nghi dinh|phap lenh|chuong trinh|thong tri|ke hoach|cong van"
    r"|van ban|so) (?:do|nay|ay|tren|vua neu)\b"
)
_DUTY_ASKED = re.compile(r"\b(?:lam (?:nhung )?(?:viec )?gi|nhiem vu|trach nhiem|viec gi)\b")
# "Văn bản nào nhắc đến nó": every stored document is meant, not those of the place that was talked about.
_WHOLE_STORE = re.compile(
    r"\b(?:van ban|tai lieu|noi|dia phuong) nao(?: khac| nua)?(?: trong kho)?(?: co| cung)* "
    r"(?:nhac|vien dan|dan|de cap|trich)\b"
)
_UNITS_ONLY = re.compile(
    r"(?:the |vay |con |doi voi |rieng |o |cua |cac |cap )*(?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|thon"
    r"|ap)(?: thi sao| the nao)?"
)
_LINKED = 4  # follow-ups in a row ("còn A?", "còn B?") that are traced back to what they follow
_REMEMBERED = 12  # messages
_OPENING = 2000  # characters of a message
_LOOKED_BACK = 3  # questions
_THIN = 4  # content syllables under which a question without a place hardly stands alone


def readings(
    question: Question, history: Sequence[Turn], places: Mapping[str, Sequence[DocumentId]]
) -> tuple[Question, ...]:
    """Return the ways to read a question after a history, likeliest first; the question itself is among them."""
    earlier, said = _Turns(history, "user", places), _Turns(history, "assistant", places)
    if not earlier and not said:
        return (question,)
    own = _of_document_before(question, earlier, said)
    if own is not None:
        return (own,)
    continues = bool(_CONTINUES.search(question.folded))
    points_back = _points_back(question)
    # A document that is named anew need not be cited where the last one was.
    placed = _with_place(question, earlier.places() if question.numbers else chain(earlier.places(), said.places()))
    thin = _is_thin(question)
    if not (continues or points_back or thin):
        return (placed,)
    last = (
        _with_place(_last_asked(earlier), chain(islice(earlier.places(), 1, None), said.places()))
        if earlier
        else placed
    )
    placed = replace(_with_number(placed, chain(reversed(said), reversed(earlier))), said=_place_said(said))
    changes = continues and question.kinds == frozenset({Kind.CLAUSE})
    placed = replace(_with_kinds(placed, last, continues=continues), changed=question.folded if changes else "")
    joined = replace(placed, segments=(*placed.segments, *last.segments))
    joined = joined if joined.numbers else replace(joined, numbers=last.numbers)
    ways = _ways(question, placed, joined, last, continues=continues, points_back=points_back)
    return tuple(dict.fromkeys(ways))


def _of_document_before(question: Question, earlier: _Turns, said: _Turns) -> Question | None:
    """Read "của ai", "gửi ai", "chức vụ gì" as asked of the document that was asked about as a whole before."""
    places = [(p.start, p.end) for p in question.stored_places]
    kind = None if question.numbers or question.other_places else bare_kind(question.folded, places)
    if kind is None or not earlier:
        return None
    before = list(islice(reversed(earlier), _LOOKED_BACK))
    asked = [turn for turn in before if _is_of_document(turn, kind)]
    if not asked or not all(_CONTINUES.search(turn.folded) for turn in before[: before.index(asked[0])]):
        return None
    named = next((turn for turn in before if turn.numbers or turn.stored_places), None)
    if question.stored_places or named is None or not named.numbers:
        placed = _with_place(question, chain(earlier.places(), said.places()))
        return replace(placed, kinds=frozenset({kind}), segments=())
    return replace(question, kinds=frozenset({kind}), segments=(), numbers=named.numbers, types=named.types)


def _is_of_document(turn: Question, kind: Kind) -> bool:
    """Tell whether an earlier question was for what a document says of itself; for an office, for who signed."""
    if kind is Kind.SIGNER:
        return follows_signer(turn.folded, turn.kinds)
    return bool(turn.kinds & OF_DOCUMENT) or bare_kind(turn.folded, ()) is not None


class _Turns:
    """The openings of the last messages of one side, each read when it is first looked at: reading costs by the letter.

    Most questions need none of them, and most of the others the last one alone.
    """

    def __init__(self, history: Sequence[Turn], role: Role, places: Mapping[str, Sequence[DocumentId]]) -> None:
        recent = (clean_turn(turn.content)[:_OPENING] for turn in history[-_REMEMBERED:] if turn.role == role)
        self._texts = [text for text in recent if text]
        self._places = places
        self._read: dict[int, Question] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, at: int) -> Question:
        at = range(len(self._texts))[at]
        if at not in self._read:
            self._read[at] = read_question(self._texts[at], self._places)
        return self._read[at]

    def places(self) -> Iterator[tuple[StoredPlace, ...]]:
        """Yield the places of the store that each of them names, from the last to the first."""
        return (stored_places(text, self._places) for text in reversed(self._texts))


def _ways(
    question: Question, placed: Question, joined: Question, last: Question, *, continues: bool, points_back: bool
) -> list[Question]:
    """Order the readings of a follow-up, likeliest first."""
    pointed = (
        [replace(joined, pointed=True)] if placed.said and not placed.numbers and not question.stored_places else []
    )
    if question.kinds & _OF_WHOLE and not points_back:
        return [
            placed,
            *pointed,
            joined,
        ]  # a clause does not say who signed: the document does, whatever was asked before
    if points_back or not continues and not question.stored_places:
        return [*pointed, joined, placed]
    if question.stored_places or not question.segments:
        return [joined, placed]
    names_body = not last.kinds & _VALUES
    if not names_body and _UNITS_ONLY.fullmatch(question.folded.strip(" ?.!")):
        return [joined]  # "còn cấp xã?" after a value: that value of the xã, not any
    ways = [replace(placed, follows=names_body), joined]
    if question.kinds == frozenset({Kind.CLAUSE}):
        ways.append(replace(placed, kinds=question.kinds, folded=question.folded))
    return ways


def _last_asked(earlier: _Turns) -> Question:
    """Return the last question, with what it leaves unsaid ("còn A?") taken from those that it follows."""
    last = earlier[-1]
    for at in range(2, min(len(earlier), _LINKED) + 1):
        if not _CONTINUES.search(last.folded) or last.kinds != frozenset({Kind.CLAUSE}):
            break
        before = earlier[-at]
        last = replace(
            last,
            kinds=before.kinds,
            folded=f"{last.folded} {before.folded}",
            segments=(*last.segments, *before.segments),
        )
    return replace(last, numbers=_numbers_meant(earlier))


def _numbers_meant(earlier: _Turns) -> tuple[AskedNumber, ...]:
    """Return the numbers of the last question, or of the one that it follows with a few words ("về việc gì?")."""
    for at in range(1, min(len(earlier), _LINKED) + 1):
        asked = earlier[-at]
        if asked.numbers or not _is_thin(asked) or asked.stored_places:
            return asked.numbers
    return ()


def _points_back(question: Question) -> bool:
    """Tell whether the question points at something said before: "việc đó", "xuống đó", "chỉ thị này"."""
    if question.text.isascii():
        return bool(_POINTS_BACK.search(question.folded))
    return bool(_POINTING_WORD.search(question.text.lower())) or bool(_POINTS_BACK.search(question.folded))


def _place_said(said: _Turns) -> Position | None:
    return next((other.position for other in reversed(said) if other.position), None)


def _is_thin(question: Question) -> bool:
    words = sum(len(segment.split()) for segment in question.segments)
    whole = (
        question.stored_places and question.bodies and _DUTY_ASKED.search(question.folded)
    )  # "Công an huyện X làm gì?"
    return words < _THIN and not question.numbers and question.position is None and not whole


def _with_place(question: Question, others: Iterable[Sequence[StoredPlace]]) -> Question:
    """Carry over the last place named among those of other turns, when the question names none."""
    if question.stored_places or question.other_places or _WHOLE_STORE.search(question.folded):
        return question
    named = next(filter(None, others), ())
    return replace(question, stored_places=tuple(named[:1])) if named else question


def _with_number(question: Question, others: Iterable[Question]) -> Question:
    """Let "chỉ thị này" stand for the last number said of that kind."""
    back = _TYPE_BACK.search(question.folded)
    if back is None or question.numbers:
        return question
    for other in others:
        for number in reversed(other.numbers):
            before = other.folded[max(0, number.start - 30) : number.end]
            if back.group(1) in {"van ban", "so"} or back.group(1) in before:
                return replace(question, numbers=(number,))
    return question


def _with_kinds(question: Question, last: Question, *, continues: bool) -> Question:
    if Kind.SIGNER in last.kinds and _OFFICE.search(question.folded):
        return replace(question, kinds=frozenset({Kind.SIGNER}))
    if continues and question.kinds == frozenset({Kind.CLAUSE}):
        return replace(question, kinds=last.kinds, folded=f"{question.folded} {last.folded}")
    return question
