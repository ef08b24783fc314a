"""What a document says of itself, as a yes or no: who issued it, who signed it, what it leaves blank, when it is of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.folding import fold
from corpus.model import Level
from rag.answering.offices import holds
from rag.answering.shelf import Card
from rag.understanding.question import Question, same_day
from rag.understanding.store_questions import StoreQuestion

Trait = Callable[[Card], bool]

BLANKS = {
    "so": "không ghi số", "ngay": "không ghi ngày ban hành", "nguoi ky": "không ghi người ký",
    "noi nhan": "không có phần nơi nhận",
}  # fmt: skip
_BORNE = {"so": "ghi số", "ngay": "ghi ngày ban hành", "nguoi ky": "ghi người ký", "noi nhan": "có phần nơi nhận"}
_LEVELS = {
    "trung uong": Level.CENTRAL, "tinh": Level.PROVINCE, "huyen": Level.DISTRICT, "quan": Level.DISTRICT,
    "thi xa": Level.DISTRICT, "xa": Level.COMMUNE, "phuong": Level.COMMUNE, "thi tran": Level.COMMUNE,
}  # fmt: skip
_LEVEL_NAMES = {
    Level.CENTRAL: "Trung ương", Level.PROVINCE: "cấp tỉnh", Level.DISTRICT: "cấp huyện", Level.COMMUNE: "cấp xã",
}  # fmt: skip
_OF_PARTY = re.compile(
    r"\b(?:tinh|huyen|thanh|thi|quan|dang) uy\b|\b(?:dang|chi) bo\b|\btrung uong dang\b|\bbo chinh tri\b"
    r"|\bban (?:bi thu|dan van|tuyen giao)\b|\bban to chuc (?:tinh|huyen|trung)\b"
    r"|\bban thuong vu (?:tinh|huyen|thanh|thi|dang)\b"
)
# "Ban Dân vận Huyện ủy" is a body of the committee, not the committee.
_OWN_PARTY_BODY = r"(?<!\bdan van )(?<!\btuyen giao )(?<!\bto chuc )(?<!\bvan phong )(?<!\bkiem tra )(?<!\bnoi chinh )"
_PARTY = frozenset({"dang", "ben dang", "to chuc dang", "cap uy", "co quan dang"})
_FRONT = re.compile(r"\b(?:mttq|mat tran(?: to quoc)?)\b")


def asked_traits(asked: StoreQuestion) -> list[tuple[Trait, str]]:
    """Return the traits that a question asks for, each with the sentence that says that no document has it."""
    traits: list[tuple[Trait, str]] = []
    if asked.issuer:
        traits.append((_issued_by(asked.issuer), f"Kho không có văn bản nào của {asked.issuer_said}"))
    if asked.level in _LEVELS:
        level = _LEVELS[asked.level]
        traits.append(
            (lambda card: card.metadata.level is level, f"Kho không có văn bản nào của {_LEVEL_NAMES[level]}")
        )
    if asked.office:
        traits.append((_signed_by(asked.office), "Kho không có văn bản nào do người giữ chức vụ đó ký"))
    traits += [(_leaves_blank(name), f"Văn bản nào được hỏi cũng {_BORNE[name]}") for name in asked.lacking]
    return traits


def of_years(question: Question, asked: StoreQuestion, cards: Sequence[Card]) -> list[Card]:
    """Return the documents that are for, or were issued in, a year of the question; all where it names none."""
    if asked.years:
        first, last = asked.years
        return [card for card in cards if any(first <= year <= last for year in _years(card, issued=asked.issued))]
    years = set(question.years)
    return [card for card in cards if not years or not years.isdisjoint(_years(card, issued=asked.issued))]


def issued_as_asked(question: Question, asked: StoreQuestion, cards: Sequence[Card]) -> list[Card]:
    """Return the documents that bear a day, or are of the month, that the question names; all where it names none."""
    return [card for card in cards if _bears(question, asked, card)]


def _years(card: Card, *, issued: bool) -> list[int]:
    """Return the year that a document is for and that of its day of issue; where known, that alone if it is asked."""
    day = card.metadata.issued_on
    own = [day.year] if day else []
    return own if issued and own else own + ([card.metadata.year] if card.metadata.year else [])


def _bears(question: Question, asked: StoreQuestion, card: Card) -> bool:
    day = card.metadata.issued_on
    if asked.on_days:
        return day is not None and any(same_day(found, day) for found in question.dates)
    if asked.month is None:
        return True
    return day is not None and day.month == asked.month and asked.year in {None, day.year}


def _issued_by(body: str) -> Trait:
    """Return the trait of being issued by a body named in general ("UBND huyện"), a level, or the Party."""
    words = body.removeprefix("cap ").replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd")
    if words in _PARTY:
        return lambda card: _OF_PARTY.search(_issuer(card)) is not None
    if words in _LEVELS:
        return lambda card: card.metadata.level is _LEVELS[words]
    if _FRONT.search(words):
        level = _LEVELS.get(words.split()[-1])
        return lambda card: bool(_FRONT.search(_issuer(card))) and level in {None, card.metadata.level}
    named = re.compile(
        rf"{_OWN_PARTY_BODY if words.endswith(' uy') else ''}\b{re.sub(r' (?:cac|cap) ', ' ', words)}\b(?! uy\b)"
    )
    return lambda card: named.search(_issuer(card)) is not None


def _issuer(card: Card) -> str:
    folded = fold(card.metadata.issuer or "")
    return folded.replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd")


def _signed_by(office: str) -> Trait:
    return lambda card: any(holds(signer, office) for signer in card.metadata.signers)


def _leaves_blank(name: str) -> Trait:
    def blank(card: Card) -> bool:
        meta = card.metadata
        borne = {"so": meta.number, "ngay": meta.issued_on, "nguoi ky": meta.signers, "noi nhan": meta.recipients}
        return not borne[name]

    return blank
