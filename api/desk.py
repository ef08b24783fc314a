"""The desk behind the routes: who answers, where the work runs, and what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from api import problems
from api.failures import RefusalError, log_unkept
from api.metrics import Metrics
from api.ports import Answering, DocumentSource, Keeper, ReadinessProbe
from api.work import WorkPool
from corpus.errors import CorpusError
from corpus.model import DocumentId
from rag.kept import Channel, Feedback
from rag.model import Answer, Filters, Inquiry, SearchHit


@dataclass(frozen=True, slots=True)
class Desk:
    """What every route works with. The methods block: run them in `pool`."""

    assistant: Answering
    documents: DocumentSource
    readiness: ReadinessProbe
    keeper: Keeper | None
    metrics: Metrics
    pool: WorkPool

    def answer(self, inquiry: Inquiry, channel: Channel | None) -> Answer:
        """Answer and count; raise `RefusalError` when a filter names an unknown document.

        `channel` None says that the asker does not want the question kept.
        """
        self.check_filter(inquiry.filters.document_ids)
        started_at = perf_counter()
        answer = self.assistant.answer(inquiry)
        self.metrics.answer(answer, perf_counter() - started_at)
        if channel is not None:
            self._note(inquiry, answer, channel)
        return answer

    def search(self, query: str, k: int, filters: Filters) -> list[SearchHit]:
        """Search; raise `RefusalError` when a filter names an unknown document."""
        self.check_filter(filters.document_ids)
        return self.assistant.search(query, k, filters)

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

    def check_filter(self, document_ids: Sequence[DocumentId]) -> None:
        """Raise `RefusalError` when one of the ids is not in the store: another document may not answer instead."""
        if not all(document_id in self.documents for document_id in document_ids):
            raise RefusalError(problems.UNKNOWN_FILTER_ID)
