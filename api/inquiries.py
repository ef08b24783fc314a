"""What the HTTP door accepts: request bodies, checked and cleaned, and what they mean to the assistant."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from api import examples
from api.wording import clean, says_nothing
from corpus.folding import nfc
from corpus.model import DocumentId
from rag.kept import Channel, Feedback
from rag.model import Filters, Inquiry, Turn

QUESTION_LIMIT = 2000
TURN_LIMIT = 20_000
HISTORY_LIMIT = 200
FILTER_IDS_LIMIT = 100
ID_LIMIT = 200
COMMENT_LIMIT = 1000


def _composed(value: object) -> object:
    # Lone surrogates are no text: they are left for the string check, which refuses them.
    return nfc(value) if isinstance(value, str) else value


def _asking(text: str) -> str:
    if says_nothing(text):
        raise PydanticCustomError("says_nothing", "holds nothing to ask")
    return clean(text)


def _blank_is_none(text: str | None) -> str | None:
    return (clean(text) or None) if text is not None else None


Question: TypeAlias = Annotated[
    str,
    StringConstraints(min_length=1, max_length=QUESTION_LIMIT),
    BeforeValidator(_composed),  # runs first: the limit counts composed characters
    AfterValidator(_asking),
]
ShortText: TypeAlias = Annotated[
    Annotated[str, StringConstraints(max_length=ID_LIMIT)] | None, AfterValidator(_blank_is_none)
]
Year: TypeAlias = Annotated[int, Field(ge=1900, le=2200)]
FilterIds: TypeAlias = Annotated[
    list[Annotated[str, StringConstraints(min_length=1, max_length=ID_LIMIT)]], Field(max_length=FILTER_IDS_LIMIT)
]


class TurnIn(BaseModel):
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: Annotated[str, StringConstraints(max_length=TURN_LIMIT), AfterValidator(clean)]


class FiltersIn(BaseModel):
    """Which documents may answer. A filter that is not known is refused, so that a typo does not widen a search."""

    model_config = ConfigDict(extra="forbid")

    document_ids: FilterIds | None = Field(default=None, description="Chỉ hỏi trong các văn bản này")
    locality: ShortText = Field(default=None, description="Địa phương, ví dụ “xã Tân Mẫu”")
    year: Annotated[int, Field(ge=1900, le=2200, strict=True)] | None = Field(default=None, description="Năm")
    type: ShortText = Field(default=None, description="Tên loại văn bản, ví dụ “Kế hoạch”")

    def meaning(self) -> Filters:
        """Return the filters in the words of the assistant."""
        ids = tuple(DocumentId(i) for i in self.document_ids or ())
        return Filters(document_ids=ids, locality=self.locality, year=self.year, type=self.type)


class AskRequest(BaseModel):
    """A question with what was said before. Fields that are not known are ignored."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ASK, examples.FOLLOW_UP]})

    question: Question = Field(description="Câu hỏi, 1 đến 2000 ký tự, có dấu hoặc không dấu")
    history: Annotated[list[TurnIn], Field(max_length=HISTORY_LIMIT)] | None = Field(
        default=None, description="Các lượt trước, cũ nhất ở đầu"
    )
    conversation_id: ShortText = Field(default=None, description="Mã cuộc trao đổi, lấy từ câu trả lời trước")
    filters: FiltersIn | None = None
    mode: Literal["auto", "extractive", "generative"] | None = Field(
        default=None, description="auto nếu bỏ trống; extractive: chỉ trích nguyên văn"
    )

    keep: Annotated[bool, Field(strict=True)] | None = Field(
        default=None, description="false: không giữ lại câu hỏi này, dù máy chủ có giữ câu hỏi để cải thiện"
    )

    def channel(self) -> Channel | None:
        """Return by which door the question came, None when it must not be kept."""
        return None if self.keep is False else "api"

    def meaning(self) -> Inquiry:
        """Return the question in the words of the assistant; turns that say nothing are left out."""
        turns = tuple(Turn(t.role, t.content) for t in self.history or () if t.content)
        filters = self.filters.meaning() if self.filters is not None else Filters()
        return Inquiry(self.question, turns, self.conversation_id, filters, self.mode or "auto")


class FeedbackRequest(BaseModel):
    """An official's verdict on one answer."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.FEEDBACK]})

    answer_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,128}$")] = Field(
        description="Mã của câu trả lời"
    )
    verdict: Literal["up", "down"]
    comment: Annotated[str, StringConstraints(max_length=COMMENT_LIMIT)] | None = Field(
        default=None, description="Lời góp ý; không ghi bí mật nhà nước hay dữ liệu cá nhân"
    )

    def meaning(self) -> Feedback:
        """Return the verdict in the words of whoever keeps questions."""
        return Feedback(self.answer_id, self.verdict, _blank_is_none(self.comment))
