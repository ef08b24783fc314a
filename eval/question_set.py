"""Question sets: what a question looks like, and how a set and the documents it speaks of are read.

One question per line of a JSONL file, each line a `QuestionRow`. What a question has to be is proven in
`eval.question_faults`, what sets have to be to each other in `eval.question_check`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.model import Turn

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions"
DOCUMENT_FOLDERS = (HERE.parent / "corpus" / "documents", HERE / "documents")

Typed = Literal["formal", "colloquial", "keyword", "abbr", "docnumber"]
Noisy = Literal["typo", "nodiac", "nfd", "oldtone", "ocr", "telex", "mixedcase", "preamble"]
Dialogue = Literal["multi", "ambiguous", "followup", "structural"]
Hostile = Literal["unanswerable_near", "offtopic", "injection", "falsepremise_number"]
Style = Literal[Typed, Noisy, Dialogue, Hostile]

SINGLE_STYLES = frozenset({*get_args(Typed), *get_args(Noisy)})
STYLES = frozenset(get_args(Style))

Fact = Annotated[str, Field(min_length=1)]

_MARKDOWN = re.compile(r"\*+|^[ \t]*#{1,6}[ \t]+|`", re.MULTILINE)
SHORTEST_SNIPPET, LONGEST_SNIPPET = 12, 200

# What the schema's own errors are called at the shell; one that is not here is told in pydantic's words.
_TOLD = {
    "missing": "thiếu",
    "extra_forbidden": "không có trường tên như vậy",
    "literal_error": "phải là một trong {expected}",
    "bool_type": "phải là true hoặc false",
    "string_type": "phải là chữ đặt trong ngoặc kép",
    "tuple_type": "phải là danh sách đặt trong ngoặc vuông",
    "string_too_short": "không được để trống",
    "too_short": "không được để trống",
    "string_too_long": "dài quá {max_length} ký tự",
    "string_pattern_mismatch": "phải bắt đầu bằng chữ cái và chỉ gồm chữ, số, “_”, “.”, “-”",
    "model_type": "phải là một đối tượng đặt trong ngoặc nhọn",
    "json_invalid": "dòng này không phải JSON hợp lệ",
}


class QuestionSetError(ValueError):
    """A question set cannot be read: which file, which line, and why, in Vietnamese."""


class TurnRow(BaseModel):
    """One turn of the talk before the question."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Literal["user", "assistant"] = Field(description="Who speaks.")
    content: str = Field(min_length=1, description="What was said.")


class QuestionRow(BaseModel):
    """One line of a question set."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: str = Field(pattern=r"^[A-Za-z][\w.-]*$", description="Used once in all sets, for example d017.")
    style: Style = Field(description="What kind of question it is, or how it is typed.")
    question: str = Field(min_length=1, max_length=2000, description="What the user types, slips and all.")
    history: tuple[TurnRow, ...] = Field(
        default=(), description="The talk before, oldest turn first; needed by a follow-up."
    )
    answerable: bool = Field(description="False: the store holds no answer and a refusal is right.")
    docs: tuple[str, ...] = Field(
        default=(), description="File names of the documents that hold the evidence, each of them needed."
    )
    gold: tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...] = Field(
        default=(),
        description="One list per piece of evidence; any snippet in the list proves it. A snippet is verbatim text, "
        f"{SHORTEST_SNIPPET} to {LONGEST_SNIPPET} characters, whitespace collapsed, Markdown marks dropped, "
        "and stands once in the documents of `docs` and in no other.",
    )
    answer_must: tuple[Fact, ...] = Field(
        default=(),
        description="What the answer has to contain, in any notation. For a question that is not answerable: the "
        "right value, which makes an answer that says what is lacking as good as a refusal.",
    )
    answer_must_not: tuple[Fact, ...] = Field(
        default=(), description="What the answer may not contain: text that an injection asks for."
    )
    note: str = Field(default="", description="For readers: why it cannot be answered, or what else would be right.")


@dataclass(frozen=True, slots=True)
class Question:
    """One question with all that a judge needs; the fields are those of `QuestionRow`."""

    id: str
    style: str
    question: str
    history: tuple[Turn, ...]
    answerable: bool
    docs: tuple[str, ...]
    gold: tuple[tuple[str, ...], ...]
    answer_must: tuple[str, ...]
    answer_must_not: tuple[str, ...]
    note: str

    @property
    def single(self) -> bool:
        """Say whether the question stands alone and one document answers it."""
        return self.answerable and self.style in SINGLE_STYLES and len(self.docs) == 1

    def to_json(self) -> str:
        """Return the question as one line of a set."""
        return json.dumps(asdict(self), ensure_ascii=False)


def plain(text: str) -> str:
    """Return text as evidence is compared: NFC, without Markdown marks, every run of whitespace one space."""
    return " ".join(_MARKDOWN.sub("", unicodedata.normalize("NFC", text)).split())


def _question(row: QuestionRow) -> Question:
    fields = {name: getattr(row, name) for name in QuestionRow.model_fields if name != "history"}
    return Question(**fields, history=tuple(Turn(turn.role, turn.content) for turn in row.history))


def _faults_of_row(error: ValidationError) -> list[str]:
    """Return what is wrong with a row, field by field, in Vietnamese."""
    faults = []
    for detail in error.errors():
        field = ".".join(str(step) for step in detail["loc"])
        told = _TOLD.get(detail["type"])
        told = told.format(**detail.get("ctx", {})).replace(" or ", " hoặc ") if told else detail["msg"]
        faults.append(f"trường {field}: {told}" if field else f"{told}")
    return faults


def read_rows(path: Path) -> tuple[dict[int, Question], list[str]]:
    """Return line number → question of a JSONL file, and every fault of its other lines as "file:line: what"."""
    questions, faults = {}, []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return {}, [f"{path}: tệp này không phải UTF-8"]
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            questions[number] = _question(QuestionRow.model_validate_json(line))
        except ValidationError as error:
            faults += [f"{path}:{number}: {fault}" for fault in _faults_of_row(error)]
    return questions, faults


def load(path: Path) -> tuple[Question, ...]:
    """Return the questions of a JSONL file in order; `QuestionSetError` names every bad line."""
    questions, faults = read_rows(path)
    if faults:
        raise QuestionSetError("\n".join(faults))
    return tuple(questions.values())


def read_documents(folders: Iterable[Path] = DOCUMENT_FOLDERS) -> dict[str, str]:
    """Return file name → text of every .txt and .md document in the folders."""
    files = (file for folder in folders for file in sorted(folder.glob("*")) if file.suffix in {".txt", ".md"})
    return {file.name: file.read_text(encoding="utf-8") for file in files}


def schema() -> str:
    """Return the JSON Schema of one line of a set, as `eval/questions/schema.json` holds it."""
    return json.dumps(QuestionRow.model_json_schema(), ensure_ascii=False, indent=2) + "\n"
