"""The body of an export: the questions, and the answers as they were received."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from api import examples
from api.inquiries import ID_LIMIT, Question
from api.wording import clean

TURNS_LIMIT = 50
ANSWER_LIMIT = 20_000
QUOTE_LIMIT = 20_000
PLACES_LIMIT = 200
QUOTES_LIMIT = 1000
DOCUMENTS_LIMIT = 100
TITLE_LIMIT = 200


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


Line = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_one_line)]


class ExportedDocument(BaseModel):
    """Which document is quoted; its name is taken from the store."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=ID_LIMIT)]


class ExportedQuote(BaseModel):
    """A quote as a citation has it."""

    marker: Annotated[int, Field(ge=1, le=10_000)]
    document: ExportedDocument
    quote: Annotated[str, StringConstraints(min_length=1, max_length=QUOTE_LIMIT)]
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class ExportedAnswer(BaseModel):
    """What is taken over of an answer. Its other fields are ignored."""

    status: Literal["answered", "refused", "clarify"]
    answer: Annotated[str, StringConstraints(max_length=ANSWER_LIMIT), AfterValidator(clean)]
    citations: Annotated[list[ExportedQuote], Field(max_length=PLACES_LIMIT)] = []
    related: Annotated[list[ExportedQuote], Field(max_length=PLACES_LIMIT)] = []
    notices: Annotated[list[Line], Field(max_length=20)] = []


class ExportedTurn(BaseModel):
    """One question and the answer to it."""

    question: Question
    answer: ExportedAnswer = Field(description="Câu trả lời như /ask đã trả về")


def _readable(turns: list[ExportedTurn]) -> list[ExportedTurn]:
    """Refuse what would have the server read more than a conversation can have cited."""
    places = [place for turn in turns for place in (*turn.answer.citations, *turn.answer.related)]
    if len(places) > QUOTES_LIMIT or len({place.document.id for place in places}) > DOCUMENTS_LIMIT:
        raise PydanticCustomError("too_many_quotes", "too many quotes, or of too many documents")
    return turns


class ExportRequest(BaseModel):
    """A conversation to be written as a file. Fields that are not known are ignored."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"turns": [{"question": examples.ASK["question"], "answer": examples.ANSWER}]}]}
    )

    title: Annotated[str, StringConstraints(max_length=TITLE_LIMIT), AfterValidator(_one_line)] | None = Field(
        default=None, description="Tiêu đề của tệp"
    )
    turns: Annotated[list[ExportedTurn], Field(min_length=1, max_length=TURNS_LIMIT), AfterValidator(_readable)] = (
        Field(description="Các câu hỏi và câu trả lời, cũ nhất ở đầu")
    )
