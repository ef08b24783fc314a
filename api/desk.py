"""The desk behind the routes: who answers, where the work runs, and what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from api import problems
from api.access.doorkeeper import Visit
from api.access.scope import covered
from api.failures import RefusalError, log_unkept
from api.holdings import Holdings
from api.metrics import Metrics
from api.ports import Answering, DocumentSource, DocumentSummary, Keeper, ReadinessProbe
from api.work import WorkPool
from corpus.errors import CorpusError
from corpus.model import DocumentId
from corpus.sites import SiteScope
from rag.kept import Channel, Feedback
from rag.model import Answer, Filters, Inquiry, SearchHit


@dataclass(frozen=True, slots=True)
class Desk:
    """What every route works with. The methods block: run them in `pool`."""

    assistant: Answering
    documents: DocumentSource
    readiness: ReadinessProbe
    holdings: Holdings
    keeper: Keeper | None
    metrics: Metrics
    pool: WorkPool

    def answer(self, inquiry: Inquiry, channel: Channel | None, visit: Visit) -> Answer:
        """Answer and count; raise `RefusalError` when a filter names a document that the visitor may not ask about.

        `channel` None says that the asker does not want the question kept.
        """
        self.check(inquiry.filters, visit)
        assistant = self.assistant_for(visit)
        started_at = perf_counter()
        answer = assistant.answer(inquiry)
        self.metrics.answer(answer, perf_counter() - started_at)
        if channel is not None:
            self._note(inquiry, answer, channel)
        return answer

    def search(self, query: str, k: int, filters: Filters, visit: Visit) -> list[SearchHit]:
        """Search; raise `RefusalError` when a filter names a document that the visitor may not ask about."""
        self.check(filters, visit)
        return self.assistant_for(visit).search(query, k, filters)

    def take(self, feedback: Feedback) -> bool:
        """Count a verdict, hand it on where somebody keeps it, and return whether its comment is kept.

        Without a keeper nothing is kept but the count (Law 91/2025/QH15: usage tracking is sensitive data).
        """
        self.metrics.feedback(feedback.verdict)
        return self.keeper.record(feedback) if self.keeper is not None else False

    @property
    def days_kept(self) -> int | None:
        """Return for how many days questions are kept, None when none is."""
        return self.keeper.days if self.keeper is not None else None

    def _note(self, inquiry: Inquiry, answer: Answer, channel: Channel) -> None:
        """Have the question kept where somebody keeps questions; the answer goes out even when that fails."""
        if self.keeper is None:
            return
        try:
            self.keeper.note(inquiry, answer, channel)
        except CorpusError as error:
            log_unkept(error)

    def check(self, filters: Filters, visit: Visit) -> None:
        """Raise `RefusalError` when the filters name a document that is not stored, or not for the visitor's site."""
        allowed = self.documents if _is_free(visit) else self._allowed(visit)
        if not all(document_id in allowed for document_id in filters.document_ids):
            raise RefusalError(problems.UNKNOWN_FILTER_ID)

    def admit(self, filters: Filters, visit: Visit) -> None:
        """Raise `RefusalError` for what `answer` would refuse too, before anything is answered."""
        self.check(filters, visit)
        self.assistant_for(visit)

    def assistant_for(self, visit: Visit) -> Answering:
        """Return who answers a visitor: to those of a site its scope is the whole store.

        Raises `RefusalError` when nothing is stored that the site may ask about.
        """
        if _is_free(visit):
            return self.assistant
        allowed = tuple(self._allowed(visit))
        if not allowed:
            raise RefusalError(problems.SITE_EMPTY)
        return self.holdings.remember(("assistant", allowed), lambda: self.assistant.within(allowed))

    def shown(self, visit: Visit) -> Sequence[DocumentSummary]:
        """Return the stored documents that the visitor may ask about."""
        listed = self.holdings.listed()
        if _is_free(visit):
            return listed
        allowed = self._allowed(visit)
        return [document for document in listed if document.id in allowed]

    def _allowed(self, visit: Visit) -> dict[DocumentId, None]:
        """Return the documents that the visitor's site may ask about, in the store's order."""
        scope = visit.site.scope if visit.site is not None else SiteScope()
        return self.holdings.remember(("allowed", scope), lambda: dict.fromkeys(covered(scope, self.holdings.listed())))


def _is_free(visit: Visit) -> bool:
    """Tell whether a visitor may ask about everything."""
    return visit.site is None or visit.site.scope.is_everything
