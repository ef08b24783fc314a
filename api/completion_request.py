"""What a client of OpenAI's chat interface sends, and what it means to the assistant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from api import examples
from api.completions import without_sources
from api.inquiries import HISTORY_LIMIT, QUESTION_LIMIT, TURN_LIMIT, FiltersIn, ShortText
from api.wording import clean, says_nothing
from rag.kept import Channel
from rag.model import Filters, Inquiry, Mode, Role, Turn

MODELS: dict[str, Mode] = {"danvan": "auto", "danvan-extractive": "extractive"}
_ROLES: dict[str, Role] = {"user": "user", "assistant": "assistant"}


class PartIn(BaseModel):
    """One part of a message; only text is read."""

    type: str
    text: Annotated[str, StringConstraints(max_length=TURN_LIMIT)] = ""


class MessageIn(BaseModel):
    """One message. Orders of a system, a developer or a tool are not followed: what may answer is not theirs to say."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[str, StringConstraints(max_length=TURN_LIMIT)] | list[PartIn] | None = None

    @property
    def text(self) -> str:
        """Return the words of the message, cleaned."""
        if isinstance(self.content, list):
            return clean("\n".join(part.text for part in self.content if part.type == "text"))
        return clean(self.content or "")


class StreamOptionsIn(BaseModel):
    """What else a stream is to hold."""

    include_usage: bool | None = None


def _asking(messages: list[MessageIn]) -> list[MessageIn]:
    """Return messages of which the last one asks something, in the bounds of a question."""
    last = messages[-1]
    if last.role != "user" or says_nothing(last.text):
        raise PydanticCustomError("says_nothing", "the last message asks nothing")
    if len(last.text) > QUESTION_LIMIT:
        raise PydanticCustomError("string_too_long", "the question is too long", {"max_length": QUESTION_LIMIT})
    return messages


Messages: TypeAlias = Annotated[
    list[MessageIn], Field(min_length=1, max_length=HISTORY_LIMIT + 1), AfterValidator(_asking)
]


class CompletionRequest(BaseModel):
    """A conversation whose last message asks. Fields that are not known are ignored, `temperature` and the like too."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.COMPLETION_REQUEST]})

    model: Annotated[str, StringConstraints(max_length=200)] = Field(
        default="danvan", description="“danvan”, hoặc “danvan-extractive”: chỉ trích nguyên văn"
    )
    messages: Annotated[list[MessageIn], Field(min_length=1, max_length=HISTORY_LIMIT + 1), AfterValidator(_asking)] = (
        Field(description="Các lượt, cũ nhất ở đầu; lượt cuối là câu hỏi")
    )
    stream: bool | None = None
    stream_options: StreamOptionsIn | None = None
    filters: FiltersIn | None = Field(default=None, description="Như ở /api/v1/ask; không có trong giao thức OpenAI")
    conversation_id: ShortText = None
    keep: Annotated[bool, Field(strict=True)] | None = None

    @property
    def wants_usage(self) -> bool:
        """Tell whether the stream is to end with a chunk about usage."""
        return self.stream_options is not None and bool(self.stream_options.include_usage)

    def channel(self) -> Channel | None:
        """Return by which door the question came, None when it must not be kept."""
        return None if self.keep is False else "api"

    def meaning(self) -> Inquiry:
        """Return the question in the words of the assistant; `model` must be one of `MODELS`."""
        filters = self.filters.meaning() if self.filters is not None else Filters()
        question = self.messages[-1].text
        return Inquiry(question, tuple(self._turns()), self.conversation_id, filters, MODELS[self.model])

    def _turns(self) -> Iterator[Turn]:
        for message in self.messages[:-1]:
            role, text = _ROLES.get(message.role), message.text
            if role == "assistant":
                text = without_sources(text)
            if role is not None and text:
                yield Turn(role, text)
