"""Errors as RFC 9457 problems in Vietnamese: one table from error class to status, title and detail.

Client errors may say what the error itself says to an official (`message_vi`). Server errors never do: their
words are for the operator, who finds them in the log by the correlation id.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from api import correlation, pages
from api.rendering import json_bytes
from api.schemas import FieldProblemOut, OpenAIErrorOut, ProblemOut
from api.work import OverloadError
from corpus import errors as corpus_errors
from rag import errors as rag_errors

MEDIA_TYPE = "application/problem+json"
_TYPE_PREFIX = "urn:danvan:problem:"
_INSTANCE_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem. `slug` is stable for programs; `detail` None means the error's own `message_vi`."""

    status: int
    slug: str
    title: str
    detail: str | None = None


_NOT_READY = "Kho văn bản chưa sẵn sàng để trả lời. Vui lòng thử lại sau ít phút."
_OUR_FAULT = "Hệ thống gặp lỗi, không phải do câu hỏi của bạn. Vui lòng thử lại; nếu vẫn lỗi, báo quản trị kèm mã lỗi."

UNEXPECTED = Problem(500, "internal-error", "Lỗi hệ thống", _OUR_FAULT)
INVALID = Problem(422, "invalid-request", "Yêu cầu chưa hợp lệ")
NOT_JSON = Problem(
    400, "not-json", "Không đọc được nội dung gửi lên", "Nội dung gửi lên không phải là JSON hợp lệ (UTF-8)."
)
TOO_LARGE = Problem(413, "too-large", "Nội dung gửi lên quá lớn", "Nội dung gửi lên vượt quá dung lượng cho phép.")
NOT_FOUND = Problem(404, "not-found", "Không tìm thấy địa chỉ này", "Hệ thống không có địa chỉ được gọi.")
WRONG_METHOD = Problem(
    405, "method-not-allowed", "Cách gọi không đúng", "Địa chỉ này không nhận phương thức HTTP đã dùng."
)
NOT_JSON_TYPE = Problem(
    415,
    "unsupported-media-type",
    "Kiểu nội dung không được hỗ trợ",
    "Hãy gửi nội dung với Content-Type: application/json.",
)
UNKNOWN_FILTER_ID = Problem(
    422,
    "unknown-document-in-filter",
    "Bộ lọc chưa hợp lệ",
    "Trường “filters.document_ids” nêu mã văn bản không có trong kho.",
)
UNKNOWN_MODEL = Problem(
    404,
    "model_not_found",
    "Không có mô hình này",
    "Ở “model”, hãy dùng “danvan”, hoặc “danvan-extractive” để chỉ nhận trích dẫn nguyên văn.",
)
TOKEN_MISSING = Problem(
    401, "token-missing", "Trang này chưa được xác nhận", "Yêu cầu từ trang khác phải kèm thẻ truy cập còn hạn."
)
TOKEN_EXPIRED = Problem(
    401, "token-expired", "Thẻ truy cập đã hết hạn", "Thẻ truy cập của trang đã hết hạn. Hãy xin thẻ mới rồi gửi lại."
)
TOKEN_INVALID = Problem(
    401, "token-invalid", "Thẻ truy cập không hợp lệ", "Thẻ truy cập không do máy chủ này cấp. Hãy xin thẻ mới."
)
ORIGIN_REFUSED = Problem(
    403,
    "origin-refused",
    "Trang này không được phép dùng trợ lý",
    "Trang đang mở chưa được đăng ký với máy chủ, hoặc thẻ truy cập thuộc về trang khác. Hãy báo quản trị.",
)
SITE_EMPTY = Problem(
    403,
    "site-empty",
    "Trang này chưa có văn bản để hỏi",
    "Kho hiện không còn văn bản nào trong phạm vi đã đăng ký cho trang này. Hãy báo quản trị.",
)
QUOTE_DIFFERS = Problem(
    409,
    "quote-differs",
    "Trích dẫn không khớp với kho",
    "Có trích dẫn khác với văn bản đang lưu, nên chưa xuất được. Hãy hỏi lại để lấy trích dẫn mới rồi xuất.",
)
MISDIRECTED = Problem(
    421,
    "misdirected-request",
    "Địa chỉ này không phải của máy chủ",
    "Hãy mở trợ lý bằng địa chỉ chính thức. Người quản trị đặt địa chỉ này ở DANVAN_PUBLIC_URL.",
)
TOO_MANY = Problem(
    429,
    "too-many-requests",
    "Bạn hỏi hơi nhanh",
    "Đã vượt số yêu cầu cho phép trong một khoảng thời gian. Vui lòng đợi một lát rồi thử lại.",
)
NOT_READY = Problem(503, "not-ready", "Hệ thống chưa sẵn sàng", _NOT_READY)

BY_ERROR: dict[type[Exception], Problem] = {
    corpus_errors.DocumentUnknown: Problem(
        404,
        "document-unknown",
        "Không có văn bản này",
        "Kho không có văn bản mang mã này. Văn bản có thể đã được thay thế hoặc gỡ bỏ.",
    ),
    corpus_errors.SourceUnreadable: Problem(422, "source-unreadable", "Không đọc được văn bản"),
    corpus_errors.ClassifiedDocument: Problem(422, "classified-document", "Không được nhận văn bản mật"),
    corpus_errors.StoreBusy: Problem(
        503,
        "store-busy",
        "Kho văn bản đang bận",
        "Kho văn bản đang được tiến trình khác sử dụng. Vui lòng thử lại sau.",
    ),
    corpus_errors.StoreDamaged: Problem(500, "store-damaged", "Kho văn bản gặp sự cố", _OUR_FAULT),
    corpus_errors.DocumentExists: Problem(409, "document-exists", "Văn bản đã có trong kho"),
    corpus_errors.SiteUnknown: Problem(404, "site-unknown", "Không có trang này"),
    corpus_errors.SiteExists: Problem(409, "site-exists", "Trang đã được đăng ký"),
    corpus_errors.CorpusError: Problem(500, "corpus-error", "Kho văn bản gặp sự cố", _OUR_FAULT),
    rag_errors.ConfigurationError: Problem(500, "configuration-error", "Hệ thống chưa được thiết lập đúng", _OUR_FAULT),
    rag_errors.IndexMissing: Problem(503, "index-missing", "Hệ thống chưa sẵn sàng", _NOT_READY),
    rag_errors.IndexMismatch: Problem(503, "index-mismatch", "Hệ thống chưa sẵn sàng", _NOT_READY),
    rag_errors.IndexDamaged: Problem(503, "index-damaged", "Hệ thống chưa sẵn sàng", _NOT_READY),
    rag_errors.QuestionRejected: Problem(422, "question-rejected", "Chưa thể trả lời câu hỏi này"),
    rag_errors.ModelUnavailable: Problem(
        503,
        "model-unavailable",
        "Mô hình ngôn ngữ chưa dùng được",
        "Không liên lạc được với mô hình ngôn ngữ. Vui lòng thử lại sau, hoặc chọn trả lời bằng trích dẫn nguyên văn.",
    ),
    rag_errors.RagError: Problem(500, "answering-error", "Không trả lời được lúc này", _OUR_FAULT),
    OverloadError: Problem(
        503, "overloaded", "Hệ thống đang bận", "Đang có quá nhiều câu hỏi cùng lúc. Vui lòng thử lại sau vài giây."
    ),
}


def problem_for(error: Exception) -> Problem:
    """Return the row of the table for an error: its own, or that of its nearest listed ancestor."""
    for cls in type(error).__mro__:
        if cls in BY_ERROR:
            return BY_ERROR[cls]
    return UNEXPECTED


def detail_of(problem: Problem, error: Exception | None = None) -> str:
    """Return what an official reads: the row's detail, else what the error says to officials, else the title."""
    if problem.detail is not None:
        return problem.detail
    spoken = getattr(error, "message_vi", "")
    return spoken if isinstance(spoken, str) and spoken else f"{problem.title}."


def problem_out(
    problem: Problem, path: str, detail: str | None = None, errors: list[FieldProblemOut] | None = None
) -> ProblemOut:
    """Return the problem as JSON says it; `path` is the request's path without its query."""
    out: ProblemOut = {
        "type": _TYPE_PREFIX + problem.slug,
        "title": problem.title,
        "status": problem.status,
        "detail": detail if detail is not None else detail_of(problem),
        "instance": quote(path, errors="replace")[:_INSTANCE_LIMIT],
        "correlation_id": correlation.current(),
    }
    if errors:
        out["errors"] = errors
    return out


def _wants_page(request: Request) -> bool:
    programs = request.scope["path"].startswith(("/api/", "/health/", "/metrics", "/static/"))
    return not programs and "text/html" in request.headers.get("accept", "")


def openai_error(problem: Problem, detail: str, errors: list[FieldProblemOut] | None = None) -> OpenAIErrorOut:
    """Return the problem as clients of OpenAI's interface read it."""
    return {
        "error": {
            "message": detail,
            "type": "server_error" if problem.status >= 500 else "invalid_request_error",
            "param": errors[0]["field"] if errors else None,
            "code": problem.slug,
            "correlation_id": correlation.current(),
        }
    }


def problem_response(
    problem: Problem,
    request: Request,
    detail: str | None = None,
    errors: list[FieldProblemOut] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return the problem as application/problem+json; as a page where a browser asked for one; as OpenAI's errors."""
    if request.scope["path"].startswith("/v1/"):
        spoken = detail if detail is not None else detail_of(problem)
        return Response(json_bytes(openai_error(problem, spoken, errors)), problem.status, headers, "application/json")
    said = problem_out(problem, request.scope["path"], detail, errors)
    if _wants_page(request):
        return pages.failure(said, headers)
    body = json_bytes(said)
    return Response(body, problem.status, headers=headers, media_type=MEDIA_TYPE)
