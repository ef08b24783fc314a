"""A question that a model wrote anew is held to the conversation: it may join what was said, and add nothing.

The conversation stands in the place of the clause: values, names and words must stand there, by the rules that hold
sentences to clauses (`rag.verification`). What the asker named must still be named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.folding import fold
from corpus.model import Metadata
from corpus.places import find_places
from rag.answering.citing import Evidence, document_line
from rag.chat.thought import without_thought
from rag.errors import QuestionRejected
from rag.understanding.cleaning import clean_question
from rag.verification.clause import Clause, clause_of
from rag.verification.faults import Fault
from rag.verification.statement import Statement
from rag.verification.support import fault_of_names, is_same
from rag.verification.tokens import Token
from rag.verification.values import Value
from rag.verification.wording import WordLimits, fault_of_form, fault_of_words

LONGEST = 300  # characters of a question written anew
# Syllables that recombine: most of them said, their neighbours are new. No member of a list is all new.
_SAID = WordLimits(covered=0.75, run=LONGEST, alone=0.9, member=0.4)
_STRAY = 3  # neighbouring syllables that the evidence may word otherwise
_KEPT = (
    1 / 3
)  # of the asker's own words must come back, where there is more than one: everyday words have official ones
_ADDRESS = re.compile(r"[^\W\d_]\.[^\W\d_]{2,}|[@|<>{}\[\]\\]")
_AROUND = re.compile(r"^[\s\"“”'«»*-]+|[\s\"“”'«»*]+$")
# Words with which a question follows another, or asks: they may come back as others.
_ASKING = frozenset(
    "con sao thi the vay a u nhi roi ha do nay kia ay nao ai gi bao gio nhieu khi dau may ra no ho vi ve rieng ngay"
    " thang nam han luc moc ky chung ok hoi biet em anh chi minh ban nhe nha voi duoc".split()
)
_NOBODY = Metadata("", None, None, None, None, None, None, None, None, (), (), ())


def restated(written: str, question: str, turns: Sequence[str]) -> str | None:
    """Return the question that a model wrote, cleaned; None unless it is one line that only says what was said.

    `question` and `turns` are cleaned texts. Every value, place, body, other name and most words of the new question
    must stand in one of them; values, places, bodies and other names of `question` must stand in the new one.
    """
    words = _plain(written)
    if words is None or fold(words) == fold(question):
        return None
    new, asked = Statement(words), Statement(question)
    conversation = "\n".join((*turns, question))
    if _adds(new, conversation) or _loses(asked, words):
        return None
    return words


def rests_on_what_is_cited(words: str, question: str, places: Sequence[Evidence]) -> bool:
    """Tell whether what a new question says beyond the asker's own words stands in what its answer cites.

    A conversation may hold what nobody meant to ask for; what is neither in the question nor in the evidence is that:
    a value, a name, or more than a few words in a row.
    """
    held = [question]
    for place in places:
        meta = place.document.metadata
        held += [place.label, document_line(meta), meta.title, meta.locality or "", clause_of(place).said]
        held += [signer.name for signer in meta.signers]
    new, evidence = Statement(words), _clause("\n".join(held))
    names = new.rest(()).lettered
    return (
        _stand(new.values, evidence.values)
        and fault_of_names(names, new.bodies, evidence) is None
        and _longest_stray(new.tokens, evidence) <= _STRAY
    )


def _longest_stray(tokens: Sequence[Token], evidence: Clause) -> int:
    """Return how many content syllables in a row do not stand in the evidence."""
    longest = run = 0
    for token in tokens:
        if not token.free:
            run = 0 if token.syllable in evidence.syllables or token.syllable in _ASKING else run + 1
            longest = max(longest, run)
    return longest


def _plain(written: str) -> str | None:
    """Return one plain line of Vietnamese, or None."""
    words = _AROUND.sub("", without_thought(written))
    if not words or "\n" in words or len(words) > LONGEST or _ADDRESS.search(words):
        return None
    if fault_of_form(words) is Fault.FOREIGN:
        return None
    try:
        return words if clean_question(words) == words else None
    except QuestionRejected:
        return None


def _adds(new: Statement, conversation: str) -> bool:
    """Tell whether a question names or says what the conversation does not."""
    said = _clause(conversation)
    names = new.rest(()).lettered
    return (
        not _stand(new.values, said.values)
        or not _places_stand(new.written, conversation)
        or fault_of_names(names, new.bodies, said) is not None
        or fault_of_words(new.tokens, said, _SAID) is not None
    )


def _loses(asked: Statement, words: str) -> bool:
    """Tell whether what the asker named, or most of what was asked, does not come back."""
    new = _clause(words)
    names = asked.rest(()).lettered
    own = {token.syllable for token in asked.tokens if not token.free} - _ASKING
    return (
        not _stand(asked.values, new.values)
        or not _places_stand(asked.written, words)
        or fault_of_names(_after_opening(names), asked.bodies, new) is not None
        or len(own) > 1
        and len(own & new.syllables) < _KEPT * len(own)
    )


def _clause(text: str) -> Clause:
    return Clause(text, (), _NOBODY)


def _stand(values: Sequence[Value], held: Sequence[Value]) -> bool:
    return all(any(is_same(value, one) for one in held) for value in values)


def _places_stand(text: str, held: str) -> bool:
    folded = f" {' '.join(re.findall(r'[a-z0-9]+', fold(held)))} "
    return all(f" {fold(place.name)} " in folded for place in find_places(text))


def _after_opening(tokens: Sequence[Token]) -> Sequence[Token]:
    """Leave out a capital that only opens the question: "Còn Vĩnh Điền?"."""
    return tokens[1:] if len(tokens) > 1 and not tokens[1].shown[0].isupper() else tokens
