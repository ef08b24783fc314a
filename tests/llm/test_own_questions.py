"""The house's own questions, at the start and for suggestions, are put to no language model."""

from __future__ import annotations

from pathlib import Path

from corpus.store_lock import StoreLock
from danvan.warming import warm_up
from danvan.wiring import House
from rag.suggesting import suggest
from rag.testing import ScriptedChatModel
from tests.llm.plans import TRUE, Plans


def test_neither_warming_up_nor_suggesting_asks_the_model(plans: Plans, tmp_path: Path) -> None:
    model = ScriptedChatModel(TRUE)
    assistant = plans.assistant(model)
    ledger, index = plans.store()
    with StoreLock(tmp_path, "test") as lock:
        warm_up(assistant, House(lock, ledger, index))
    assert suggest(ledger, assistant.answer, [document.id for document in ledger.documents()], 4)
    assert model.received == []
