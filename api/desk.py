"""The desk behind the routes: who answers, where the work runs, and what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from api import problems
from api.access.doorkeeper import Visit
from api.access.scope import covered, narrowed
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
        filters = self.within(inquiry.filters, visit)
        started_at = perf_counter()
        answer = self.assistant.answer(replace(inquiry, filters=filters))
        self.metrics.answer(answer, perf_counter() - started_at)
        if channel is not None:
            self._note(inquiry, answer, channel)
        return answer

    def search(self, query: str, k: int, filters: Filters, visit: Visit) -> list[SearchHit]:
        """Search; raise `RefusalError` when a filter names a document that the visitor may not ask about."""
        return self.assistant.search(query, k, self.within(filters, visit))

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

    def within(self, filters: Filters, visit: Visit) -> Filters:
        """Return the filters within what the visitor's site may ask about.

        Raises `RefusalError` when a document is named that is not in the store, or not for this site: another document
        may not answer instead.
        """
        if visit.site is not None and not visit.site.scope.is_everything:
            return narrowed(filters, self.allowed(visit.site.scope))
        if not all(document_id in self.documents for document_id in filters.document_ids):
            raise RefusalError(problems.UNKNOWN_FILTER_ID)
        return filters

    def shown(self, visit: Visit) -> Sequence[DocumentSummary]:
        """Return the stored documents that the visitor's site may ask about."""
        listed = self.holdings.listed()
        if visit.site is None or visit.site.scope.is_everything:
            return listed
        allowed = frozenset(self.allowed(visit.site.scope))
        return [document for document in listed if document.id in allowed]

    def allowed(self, scope: SiteScope) -> tuple[DocumentId, ...]:
        """Return the documents that a scope allows."""
        return self.holdings.remember(("allowed", scope), lambda: covered(scope, self.holdings.listed()))
