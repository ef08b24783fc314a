"""`danvan eval`: question sets against a server, or against the store opened here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from danvan.settings import Settings
from danvan.store import server_url
from eval.judging import Verdict
from eval.measure import chosen, over_http, report, run, write_json
from eval.question_set import Question
from rag.errors import ConfigurationError

_TIMEOUT_S = 60.0


def evaluate(
    settings: Settings, files: Sequence[Path], url: str | None, view: str | None, *, failures: bool, out: Path | None
) -> None:
    """Ask every question, judge the answers, print the report and write it as JSON when `out` names a file.

    Raises ConfigurationError when a set cannot be read or the server does not keep the contract.
    """
    try:
        questions = chosen(files, view=view)
    except (OSError, ValueError, KeyError) as error:
        raise ConfigurationError(f"Không đọc được bộ câu hỏi: {error}") from error
    url = url or server_url(settings)
    verdicts = _over_http(url, questions) if url else _here(settings, questions)
    print(report(verdicts, failures), end="")
    if out is not None:
        write_json(out, verdicts)


def _over_http(url: str, questions: Sequence[Question]) -> list[Verdict]:
    try:
        with httpx.Client(base_url=url, timeout=_TIMEOUT_S, trust_env=False) as client:
            return run(questions, *over_http(client))
    except (httpx.HTTPError, KeyError) as error:
        raise ConfigurationError(f"Máy chủ tại {url} không trả lời đúng quy ước ({type(error).__name__}).") from error


def _here(settings: Settings, questions: Sequence[Question]) -> list[Verdict]:
    from api.rendering import answer_out
    from corpus.model import DocumentId
    from danvan.wiring import open_house
    from rag.model import Inquiry

    with open_house(settings, "eval", graph=True) as house:
        assistant = house.assistant()

        def ask(question: Question) -> Mapping[str, Any]:
            return answer_out(assistant.answer(Inquiry(question.question, history=question.history)))

        return run(questions, ask, lambda name: house.ledger.document(DocumentId(name)).text)
