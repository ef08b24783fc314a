"""What is done before the first question, so that its asker need not wait for it."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

from rag.model import Filters, Inquiry

if TYPE_CHECKING:
    from danvan.wiring import House
    from rag.assistant import Assistant

_WARM_UP = "Ai ký, nộp báo cáo trước ngày nào?"
_WARM_UP_S = 0.3
_WARM_UP_HITS = 40


def warm_up(assistant: Assistant, house: House) -> None:
    """Read what is read once, document by document for a third of a second of work: the first answer is quick then."""
    deadline = time.process_time() + _WARM_UP_S
    assistant.answer(Inquiry(_WARM_UP, mode="extractive"))
    for summary in house.ledger.documents():
        if time.process_time() > deadline:
            return
        assistant.search(_WARM_UP, _WARM_UP_HITS, Filters(document_ids=(summary.id,)))


def keep_what_is_loaded() -> None:
    """Tell the collector that what is loaded now stays: its later passes need not look at it."""
    gc.collect()
    gc.freeze()
