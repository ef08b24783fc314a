"""The language model's part in an answer: a follow-up written anew beside the rules, and the answer told anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from corpus.model import DocumentId
from rag.answering.citing import Evidence
from rag.answering.draft import Draft
from rag.generation.composing import Composed, composed
from rag.generation.rewriting import Rewriter, Rewriting
from rag.generation.writer import Writer
from rag.model import Inquiry
from rag.understanding.cleaning import clean_question, clean_turn

MOST_SHOWN = 6  # passages that a language model is shown: small models lose the thread of more
Near = Callable[[tuple[DocumentId, ...]], Sequence[Evidence]]


class Reteller:
    """What a language model does for an assistant, if there is one and it is wanted. Safe to use from threads."""

    def __init__(self, writer: Writer | None = None, rewriter: Rewriter | None = None) -> None:
        self._writer, self._rewriter = writer, rewriter

    @contextmanager
    def rewriting(self, inquiry: Inquiry) -> Iterator[Rewriting | None]:
        """Have a follow-up written anew while the block runs; None where that is not wanted."""
        if self._rewriter is None or inquiry.mode == "extractive":
            yield None
            return
        with self._rewriter.began(inquiry) as rewriting:
            yield rewriting

    def told(self, inquiry: Inquiry, draft: Draft, near: Near) -> Composed | None:
        """Have an answer told anew; None where nobody can or it is not wanted, or there is nothing to tell.

        `near` returns the passages nearest to the question in the documents named, best first.
        """
        if self._writer is None or inquiry.mode == "extractive" or draft.status != "answered" or not draft.evidence:
            return None
        places = [*draft.evidence[:MOST_SHOWN], *_beside(draft, near)]
        before = [clean_turn(turn.content) for turn in inquiry.history if turn.role == "user"][-1:]
        asked = " | ".join([*before, clean_question(inquiry.question)])
        inquiry.wording()
        return composed(self._writer.tell(asked, places, inquiry, draft.text.split("\n", 1)[0]), places, draft)


def _beside(draft: Draft, near: Near) -> list[Evidence]:
    """Return the passages nearest to a question in the documents that its answer cites, those cited left out."""
    room = MOST_SHOWN - len(draft.evidence)
    if room <= 0 or draft.evidence[0].score is None:
        return []
    ids = tuple(dict.fromkeys(place.document.id for place in draft.evidence))
    return [place for place in near(ids) if not any(_overlap(place, cited) for cited in draft.evidence)][:room]


def _overlap(place: Evidence, other: Evidence) -> bool:
    return place.document.id == other.document.id and place.start < other.end and other.start < place.end
