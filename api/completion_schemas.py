"""What the routes for clients of OpenAI's chat interface say, as types: see `docs/api.md`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict  # pydantic reads no other below Python 3.12

from api.schemas import CitationOut, OptionOut, VerificationOut


class UrlCitationOut(TypedDict):
    """Where in the words a source is referred to: half-open, in characters."""

    start_index: int
    end_index: int
    title: str
    url: str


class AnnotationOut(TypedDict):
    """One mark of a citation in the words of a completion."""

    type: Literal["url_citation"]
    url_citation: UrlCitationOut


class MessageOut(TypedDict):
    """What the assistant says, with its sources in words and as annotations."""

    role: Literal["assistant"]
    content: str
    refusal: None
    annotations: list[AnnotationOut]


class ChoiceOut(TypedDict):
    """The one answer of a completion."""

    index: int
    message: MessageOut
    logprobs: None
    finish_reason: Literal["stop"]


class DetailsOut(TypedDict):
    """The fields of an answer that OpenAI's interface has no place for, as `/api/v1/ask` names them."""

    id: str
    status: Literal["answered", "refused", "clarify"]
    answer: str
    related: list[CitationOut]
    options: list[OptionOut]
    notices: list[str]
    confidence: float | None
    mode: Literal["extractive", "generative"]
    verification: VerificationOut | None
    conversation_id: str


class CompletionOut(TypedDict):
    """An answer in the shape of OpenAI's chat interface."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[ChoiceOut]
    citations: Annotated[list[CitationOut], Field(description="Như ở /api/v1/ask")]
    danvan: Annotated[DetailsOut, Field(description="Các trường khác của /api/v1/ask")]


Chunk = dict[str, Any]
"""One `chat.completion.chunk`; the last one that has a choice carries `citations` and `danvan` too."""


class ModelOut(TypedDict):
    """One name for `model`."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelsOut(TypedDict):
    """The names for `model`."""

    object: Literal["list"]
    data: list[ModelOut]
