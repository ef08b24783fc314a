"""What is measured: the assistant of this process, or a server behind its HTTP contract."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

import httpx

from eval.judging import Reply, proven, reply_from, reply_of
from eval.question_set import Question
from eval.rows import CONSIDERED_CHARS, MOST_CONSIDERED, ConsideredPassage
from rag.answering.ranking import Ranked
from rag.assistant import Assistant
from rag.errors import QuestionRejected
from rag.model import Inquiry, Mode

_ROUNDED = 4  # digits of scores that are written down
_SEARCHED = 10


class TargetFailed(Exception):
    """The target cannot be measured at all: it is not there, asks for a key, or speaks another contract."""


class Target(Protocol):
    """Something that answers questions and can be looked into as far as it lets us."""

    def reply(self, question: Question) -> Reply:
        """Ask and time one question; a question that is not accepted counts as refused. Raises TargetFailed."""

    def text_of(self, document_id: str) -> str:
        """Return the stored text of a document; "" when there is none. Raises TargetFailed."""

    def considered(self, question: Question) -> tuple[ConsideredPassage, ...]:
        """Return the passages that the ranking weighed, best first; empty when the target does not tell."""

    def found(self, question: Question) -> Sequence[str]:
        """Return the texts that a search for the question finds, best first, where `considered` tells nothing."""


class InProcess:
    """The assistant of this process, over the texts of its store; without `ranking`, what it weighed is not told."""

    def __init__(
        self, assistant: Assistant, text_of: Callable[[str], str], *, ranking: bool = True, mode: Mode = "extractive"
    ) -> None:
        self._assistant, self._ranking, self._mode = assistant, ranking, mode
        self.text_of = text_of

    def reply(self, question: Question) -> Reply:
        """Ask and time one question."""
        start = time.perf_counter()
        try:
            answer = self._assistant.answer(replace(_inquiry(question), mode=self._mode))
        except QuestionRejected as error:
            return _not_accepted(error.message_vi, _since(start))
        return reply_from(answer, _since(start))

    def considered(self, question: Question) -> tuple[ConsideredPassage, ...]:
        """Return the passages considered for the first reading of the question."""
        if not self._ranking:
            return ()
        try:
            ranked = self._assistant.considered(_inquiry(question))[:MOST_CONSIDERED]
        except QuestionRejected:
            return ()
        return tuple(_passage(place, question) for place in ranked)

    def found(self, question: Question) -> Sequence[str]:
        """Return nothing: `considered` tells more."""
        del question
        return ()


class OverHttp:
    """A server that keeps the contract, through a client whose base URL is the server's."""

    def __init__(self, client: httpx.Client, mode: Mode = "extractive") -> None:
        self._client, self._mode = client, mode

    def reply(self, question: Question) -> Reply:
        """Ask and time one question; a failure of the server on this one question is a reply of status "error"."""
        history = [{"role": turn.role, "content": turn.content} for turn in question.history]
        start = time.perf_counter()
        body = {"question": question.question, "history": history, "keep": False, "mode": self._mode}
        response = self._sent("POST", "/api/v1/ask", json=body)
        milliseconds = _since(start)
        if response.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            return _not_accepted(_detail(response), milliseconds)
        if response.is_server_error:
            return Reply("error", _detail(response), (), (), (), None, milliseconds)
        try:
            return reply_of(_content(response), milliseconds)
        except (KeyError, TypeError) as error:
            raise TargetFailed(f"câu trả lời không đúng quy ước ({error!r})") from error

    def text_of(self, document_id: str) -> str:
        """Return the text that the document's page is made of."""
        response = self._sent("GET", f"/api/v1/documents/{document_id}")
        return "" if response.status_code == httpx.codes.NOT_FOUND else str(_content(response).get("text", ""))

    def considered(self, question: Question) -> tuple[ConsideredPassage, ...]:
        """Return nothing: the contract keeps scores inside."""
        del question
        return ()

    def found(self, question: Question) -> Sequence[str]:
        """Return the quotes of the search hits."""
        response = self._sent("GET", "/api/v1/search", params={"q": question.question, "limit": _SEARCHED})
        return [str(hit["quote"]) for hit in _content(response).get("hits", ())] if response.is_success else []

    def _sent(self, method: str, path: str, **content: Any) -> httpx.Response:
        try:
            response = self._client.request(method, path, **content)
        except httpx.HTTPError as error:
            raise TargetFailed(f"không kết nối được ({type(error).__name__})") from error
        if response.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            raise TargetFailed("máy chủ đòi khóa truy cập hợp lệ (--key)")
        return response


def _inquiry(question: Question) -> Inquiry:
    return Inquiry(question.question, tuple(question.history))


def _passage(ranked: Ranked, question: Question) -> ConsideredPassage:
    proves = proven(ranked.text, question.gold)
    return ConsideredPassage(
        document_id=ranked.document_id,
        title=ranked.title,
        label=ranked.passage.label,
        text=ranked.text[:CONSIDERED_CHARS],
        relevance=round(ranked.relevance, _ROUNDED),
        score=round(ranked.score, _ROUNDED),
        features={name: round(float(value), _ROUNDED) for name, value in ranked.features._asdict().items()},
        holds_gold=bool(proves),
        proves=proves,
    )


def _not_accepted(words: str, milliseconds: float) -> Reply:
    return Reply("refused", words, (), (), (), None, milliseconds)


def _content(response: httpx.Response) -> dict[str, Any]:
    try:
        content = response.json()
    except ValueError as error:
        raise TargetFailed(f"máy chủ trả lời {response.status_code}, không phải JSON") from error
    if not isinstance(content, dict):
        raise TargetFailed("câu trả lời không đúng quy ước")
    return content


def _detail(response: httpx.Response) -> str:
    try:
        content = response.json()
    except ValueError:
        return f"HTTP {response.status_code}"
    return str(content.get("detail") or content.get("title") or f"HTTP {response.status_code}")


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000
