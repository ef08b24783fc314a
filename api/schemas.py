"""What the HTTP door says, as types: the shapes of the contract in `docs/api.md`.

These are typed dictionaries: the type checker holds `api.rendering` to them, OpenAPI is made from them, and
answering costs no validation.
"""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict  # pydantic reads no other below Python 3.12

from api import examples


class DocumentOut(TypedDict):
    """Which document: what it is called, whose it is and of when. A blank in the document is null."""

    id: Annotated[str, Field(description="Mã của văn bản trong kho")]
    title: Annotated[str, Field(description="Tên gọi: loại và trích yếu")]
    type: Annotated[str | None, Field(description="Tên loại: Kế hoạch, Chỉ thị, Công văn …")]
    number: Annotated[str | None, Field(description="Số, ký hiệu; null nếu văn bản để trống")]
    issuer: Annotated[str | None, Field(description="Cơ quan ban hành")]
    locality: Annotated[str | None, Field(description="Địa phương, kèm cấp")]
    issued_on: Annotated[str | None, Field(description="Ngày ban hành, YYYY-MM-DD; null nếu văn bản để trống")]
    year: Annotated[int | None, Field(description="Năm áp dụng hoặc năm ban hành")]


class SectionOut(TypedDict):
    """The section that holds a quote, with its whole text."""

    path: Annotated[list[str], Field(description='Số mục như in trong văn bản; "-n" là gạch đầu dòng thứ n')]
    label: Annotated[str, Field(description="Vị trí, theo cách gọi hành chính")]
    heading: Annotated[str, Field(description="Tiêu đề gần nhất phía trên")]
    text: Annotated[str, Field(description="Toàn văn của mục")]


class CitationOut(TypedDict):
    """A verbatim slice of a stored document: `text[start:end] == quote`."""

    marker: Annotated[int, Field(ge=1, description="Số trong ngoặc vuông ở câu trả lời")]
    document: DocumentOut
    section: SectionOut
    quote: Annotated[str, Field(description="Trích nguyên văn")]
    start: Annotated[int, Field(ge=0, description="Vị trí ký tự đầu trong `text` của văn bản")]
    end: Annotated[int, Field(ge=0, description="Vị trí sau ký tự cuối")]
    url: Annotated[str, Field(description="Nơi đọc đoạn này trong văn bản")]


class OptionOut(TypedDict):
    """One way to make an unclear question clear."""

    label: Annotated[str, Field(description="Chữ trên nút chọn")]
    question: Annotated[str, Field(description="Câu hỏi đầy đủ để gửi lại")]


@with_config(ConfigDict(json_schema_extra={"examples": [examples.ANSWER]}))
class SentenceOut(TypedDict):
    """What became of one sentence that a language model wrote."""

    text: Annotated[str | None, Field(description="Câu văn; null nếu không được dùng")]
    outcome: Annotated[
        Literal["kept", "recited", "dropped"],
        Field(description="Giữ nguyên, đổi sang căn cứ đúng, hoặc bỏ"),
    ]
    marker: Annotated[int | None, Field(description="Số của trích dẫn làm căn cứ")]
    fault: Annotated[str | None, Field(description="Điều không khớp căn cứ, xem docs/api.md")]


class VerificationOut(TypedDict):
    """How the sentences of a language model stood the test against their citations."""

    kept: int
    recited: int
    dropped: int
    sentences: list[SentenceOut]


class AnswerOut(TypedDict):
    """An answer with its evidence, a refusal, or a request to clarify."""

    id: Annotated[str, Field(description="Mã của câu trả lời, dùng khi góp ý")]
    status: Literal["answered", "refused", "clarify"]
    answer: Annotated[str, Field(description="Văn bản thuần, có dấu dẫn [1], [2]")]
    citations: Annotated[list[CitationOut], Field(description="Căn cứ, quan trọng nhất trước")]
    related: Annotated[list[CitationOut], Field(description="Các mục gần nhất; không phải câu trả lời")]
    options: Annotated[list[OptionOut], Field(description="Các cách hiểu để chọn, khi cần làm rõ")]
    notices: Annotated[list[str], Field(description="Điều cần lưu ý, ví dụ kế hoạch đã hết năm thực hiện")]
    confidence: Annotated[
        float | None,
        Field(
            ge=0,
            le=1,
            description="Xác suất (đã hiệu chỉnh) để trích dẫn đầu tiên trả lời đúng câu hỏi; "
            "null nếu không có trích dẫn hoặc trích dẫn được tìm theo quy tắc",
        ),
    ]
    verification: Annotated[
        VerificationOut | None,
        Field(description="Kết quả kiểm chứng từng câu do mô hình ngôn ngữ viết; null nếu không hỏi mô hình"),
    ]
    mode: Literal["extractive", "generative"]
    conversation_id: str
    timings_ms: Annotated[dict[str, float], Field(description="Thời gian từng bước, mili giây; có `total`")]


class DocumentsOut(TypedDict):
    """One page of the list of stored documents."""

    documents: list[DocumentOut]
    total: Annotated[int, Field(ge=0, description="Số văn bản trong kho")]
    next: Annotated[int | None, Field(description="`offset` của trang sau; null nếu đã hết")]


class FacetOut(TypedDict):
    """One value that documents can be filtered by."""

    name: str
    documents: Annotated[int, Field(ge=1, description="Số văn bản mang giá trị này")]


class YearFacetOut(TypedDict):
    """One year that documents can be filtered by."""

    year: int
    documents: Annotated[int, Field(ge=1, description="Số văn bản của năm này")]


class FacetsOut(TypedDict):
    """What the stored documents can be filtered by."""

    localities: Annotated[list[FacetOut], Field(description="Địa phương, theo thứ tự chữ cái")]
    years: Annotated[list[YearFacetOut], Field(description="Năm, mới nhất trước")]
    types: Annotated[list[FacetOut], Field(description="Tên loại, nhiều văn bản nhất trước")]


class SuggestionsOut(TypedDict):
    """Questions to begin with; each has been answered from the store."""

    suggestions: list[OptionOut]


class TokenOut(TypedDict):
    """A token for a registered page; to be sent as `Authorization: Bearer …`."""

    token: str
    expires_in: Annotated[int, Field(ge=1, description="Số giây còn dùng được")]
    title: NotRequired[Annotated[str, Field(description="Tên hiện trên khung trò chuyện, nếu đã đăng ký")]]
    greeting: NotRequired[Annotated[str, Field(description="Lời chào đầu tiên, nếu đã đăng ký")]]
    days_kept: NotRequired[Annotated[int, Field(description="Số ngày câu hỏi có thể được lưu; vắng nếu không lưu")]]


class OutlineOut(TypedDict):
    """One section of a document's outline; `text[start:end]` is the section."""

    path: list[str]
    label: str
    heading: str
    start: int
    end: int
    kind: Annotated[str, Field(description="Loại mục theo thể thức: part, article, item, bullet, signature …")]
    anchor: Annotated[str, Field(description="Neo trong trang /documents/<id>#<anchor>")]


class SignerOut(TypedDict):
    """Who signed, as printed."""

    name: str
    authority: Annotated[str, Field(description="Thẩm quyền ký, ví dụ TM. ỦY BAN NHÂN DÂN")]
    office: Annotated[str, Field(description="Chức vụ")]


class ReferenceOut(TypedDict):
    """One mention of another document; `text[start:end]` is the mention."""

    number: str
    type: str | None
    issued_on: str | None
    issuer: str | None
    title: str | None
    start: int
    end: int


class DocumentDetailOut(DocumentOut):
    """A whole stored document."""

    level: Annotated[str | None, Field(description="Cấp ban hành: central, province, district, commune")]
    subject: Annotated[str | None, Field(description="Trích yếu")]
    signers: list[SignerOut]
    recipients: list[str]
    bases: Annotated[list[str], Field(description="Căn cứ ban hành")]
    references: list[ReferenceOut]
    text: Annotated[str, Field(description="Toàn văn; mọi vị trí đều đếm theo ký tự của trường này")]
    sections: list[OutlineOut]


class SearchOut(TypedDict):
    """Passages found, best first; `marker` is the rank."""

    hits: list[CitationOut]


class FeedbackOut(TypedDict):
    """What became of a verdict."""

    received: bool
    comment_kept: Annotated[bool, Field(description="false: lời góp ý không được lưu, chỉ đếm lượt đánh giá")]


class LiveOut(TypedDict):
    """The process runs."""

    status: Literal["alive"]


class ReadyOut(TypedDict):
    """Questions can be answered."""

    status: Literal["ready"]
    documents: int
    passages: int
    fingerprint: Annotated[str, Field(description="Bộ mã hóa, bộ phân tích và lược đồ đã dựng chỉ mục")]


class FieldProblemOut(TypedDict):
    """What is wrong with one field."""

    field: str
    detail: str


class OpenAIErrorBodyOut(TypedDict):
    """An error as clients of OpenAI's interface read it; `code` is what a problem's type ends in."""

    message: str
    type: Literal["invalid_request_error", "server_error"]
    param: str | None
    code: str
    correlation_id: str


class OpenAIErrorOut(TypedDict):
    """An error of a route for clients of OpenAI's interface."""

    error: OpenAIErrorBodyOut


class ProblemOut(TypedDict):
    """An error as RFC 9457 describes it, in Vietnamese."""

    type: Annotated[str, Field(description="Loại lỗi, ổn định cho chương trình: urn:danvan:problem:<tên>")]
    title: str
    status: int
    detail: str
    instance: Annotated[str, Field(description="Đường dẫn đã gọi, không kèm tham số")]
    correlation_id: Annotated[str, Field(description="Mã để tra nhật ký, cũng ở tiêu đề X-Correlation-ID")]
    errors: NotRequired[list[FieldProblemOut]]
