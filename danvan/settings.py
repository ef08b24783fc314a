"""Settings: the only reader of the environment.

Each field is the variable `DANVAN_<FIELD>`, in the environment or in a file `.env` of the working directory; the
environment wins. `docs/settings.md` lists them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from rag.errors import ConfigurationError

PREFIX = "DANVAN_"
SHIPPED_ENCODER = "default"


Given = TypeVar("Given", AnyHttpUrl | None, SecretStr | None)


def _default_data_dir() -> Path:
    """Return where the store lies when nobody names a place: the user's own data folder."""
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"  # noqa: TID251 - this module is the one reader
    return Path(base).expanduser() / "danvan"


def _expanded(value: object) -> object:
    """Return a path with `~` replaced, so that a value from `.env` works as one from the shell does."""
    return str(Path(value).expanduser()) if isinstance(value, str) and value.startswith("~") else value


def _rate(value: str) -> str:
    """Return a rate as `api.access.throttle.RateRules` takes it."""
    from api.access.throttle import read_rate

    words = "" if value.strip().lower() == "off" else value
    try:
        read_rate(words)
    except ValueError as error:
        raise ValueError("hãy viết như “30/minute; 300/hour” (second, minute, hour, day), hoặc “off”") from error
    return words


def _networks(value: str) -> str:
    from api.access.throttle import read_networks

    try:
        read_networks(value)
    except ValueError as error:
        raise ValueError(
            "hãy viết các địa chỉ, dải địa chỉ cách nhau bằng dấu phẩy, như “10.0.0.5, 10.1.0.0/16”"
        ) from error
    return value


Rate = Annotated[str, AfterValidator(_rate)]
Networks = Annotated[str, AfterValidator(_networks)]


def _numbers(value: object) -> object:
    """Return numbers that are written with commas between them as a tuple."""
    return tuple(part for part in value.replace(",", " ").split()) if isinstance(value, str) else value


def _webhook_secret(value: SecretStr) -> SecretStr:
    """Return a secret that Telegram takes and nobody guesses."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
        raise ValueError("cần 16 đến 256 chữ, số, “_”, “-”")
    return value


def _with_model(value: Given, info: ValidationInfo) -> Given:
    """Return a setting of the language model, which says nothing without the model's name."""
    if value is not None and not info.data.get("llm_model"):
        raise ValueError("cần đặt thêm DANVAN_LLM_MODEL")
    return value


class Settings(BaseSettings):
    """What an operator may decide. Frozen; a wrong value is refused at the start, with the name of its variable."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",  # a .env may serve other programs too; unknown DANVAN_ names are refused in load_settings
        frozen=True,
    )

    data_dir: Annotated[Path, BeforeValidator(_expanded)] = Field(
        default_factory=_default_data_dir,
        description="Thư mục dữ liệu: sổ văn bản, chỉ mục, khóa. Sao lưu thư mục này là sao lưu toàn bộ kho.",
    )
    encoder: Annotated[str, BeforeValidator(_expanded)] = Field(
        default=SHIPPED_ENCODER,
        min_length=1,
        description="Bộ mã hóa câu: “default” là bộ đi kèm; hoặc tên, đường dẫn một mô hình sentence-transformers.",
    )
    query_prefix: str = Field(
        default="", description="Tiền tố thêm vào trước câu hỏi khi mã hóa (ví dụ “query: ”); chỉ cho mô hình ngoài."
    )
    passage_prefix: str = Field(
        default="", description="Tiền tố thêm vào trước đoạn văn khi mã hóa (ví dụ “passage: ”); chỉ cho mô hình ngoài."
    )
    host: str = Field(default="127.0.0.1", min_length=1, description="Địa chỉ mà máy chủ lắng nghe.")
    port: int = Field(default=8000, ge=1, le=65535, description="Cổng mà máy chủ lắng nghe.")
    public_url: AnyHttpUrl | None = Field(
        default=None, description="Địa chỉ mà người dùng mở (sau proxy); để trống thì dùng host và port."
    )
    shipped_documents: bool = Field(
        default=True, description="Nạp các văn bản đi kèm khi kho còn trống. Đặt false để bắt đầu với kho rỗng."
    )
    keep_questions: Literal["off", "failed"] = Field(
        default="off",
        description="Giữ câu hỏi để cải thiện: “off” không giữ câu nào; “failed” giữ câu không trả lời được, bị chê.",
    )
    keep_questions_days: int = Field(
        default=30, ge=1, le=365, description="Số ngày giữ một câu hỏi; hết hạn thì xóa hẳn."
    )
    limit_address: Rate = Field(
        default="6000/minute",
        description="Số yêu cầu nhận từ một địa chỉ mạng, ví dụ “600/minute”; “off” là không đếm.",
    )
    limit_site: Rate = Field(default="3000/minute", description="Số yêu cầu nhận từ một trang đã đăng ký.")
    limit_visitor: Rate = Field(
        default="20/minute; 300/hour", description="Số yêu cầu nhận từ một người đọc của một trang đã đăng ký."
    )
    limit_free: Networks = Field(
        default="127.0.0.0/8, ::1", description="Các địa chỉ, dải địa chỉ không bị đếm; mặc định là chính máy chủ."
    )
    trusted_proxies: Networks = Field(
        default="",
        description="Các proxy được tin khi báo địa chỉ người hỏi (X-Forwarded-For); để trống thì không tin proxy nào.",
    )
    token_minutes: int = Field(
        default=10, ge=1, le=60, description="Số phút dùng được của một thẻ truy cập cấp cho trang đã đăng ký."
    )
    bot_token: SecretStr | None = Field(default=None, description="Mã của bot Telegram, do @BotFather cấp. Giữ bí mật.")
    bot_mode: Literal["off", "polling", "webhook"] = Field(
        default="off",
        description="Bot chạy cùng danvan serve: “off” không chạy; “polling” hỏi Telegram; “webhook” đợi gọi tới.",
    )
    bot_admins: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_numbers)] = Field(
        default=(), description="Mã số Telegram của người quản trị bot, cách nhau bằng dấu phẩy; có thể để trống."
    )
    bot_open: bool = Field(
        default=False,
        description="Đặt true để ai cũng hỏi được, nhưng người chưa được cấp quyền chỉ hỏi được văn bản công khai.",
    )
    bot_memory_days: int = Field(
        default=7, ge=1, le=90, description="Số ngày bot nhớ cuộc hỏi đáp và các nút bấm; hết hạn thì xóa hẳn."
    )
    bot_questions_per_minute: int = Field(default=20, ge=1, description="Số câu hỏi mỗi người trong một phút.")
    bot_questions_per_day: int = Field(default=300, ge=1, description="Số câu hỏi mỗi người trong một ngày.")
    bot_api_url: AnyHttpUrl = Field(
        default=AnyHttpUrl("https://api.telegram.org"),
        description="Địa chỉ Bot API; đổi khi dùng máy chủ Bot API riêng của cơ quan.",
    )
    bot_webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = Field(
        default=None,
        description="Chuỗi bí mật mà Telegram gửi kèm khi gọi tới (webhook): 16 đến 256 chữ, số, “_”, “-”.",
    )
    llm_model: str = Field(
        default="", description="Tên mô hình ngôn ngữ viết câu trả lời; để trống thì chỉ trích nguyên văn."
    )
    llm_provider: str = Field(
        default="openai",
        pattern=r"^[a-z][a-z0-9_]*$",
        description="Nhà cung cấp theo cách gọi của LangChain; “openai” là mọi máy chủ theo giao thức OpenAI.",
    )
    llm_url: Annotated[AnyHttpUrl | None, AfterValidator(_with_model)] = Field(
        default=None, description="Địa chỉ máy chủ mô hình, thường kết thúc bằng /v1; để trống là của nhà cung cấp."
    )
    llm_key: Annotated[SecretStr | None, AfterValidator(_with_model)] = Field(
        default=None, description="Khóa của máy chủ mô hình. Giữ bí mật; máy chủ trong cơ quan thường không cần."
    )
    llm_second_url: Annotated[AnyHttpUrl | None, AfterValidator(_with_model)] = Field(
        default=None, description="Máy chủ mô hình dự phòng, theo giao thức OpenAI, dùng khi máy chủ đầu không trả lời."
    )
    llm_second_model: str = Field(default="", description="Tên mô hình ở máy chủ dự phòng; để trống thì như trên.")
    llm_second_key: SecretStr | None = Field(default=None, description="Khóa của máy chủ dự phòng. Giữ bí mật.")
    llm_silence_s: float = Field(
        default=20, ge=1, le=600, description="Số giây mô hình được im lặng trước khi trả lời không có mô hình."
    )
    llm_whole_s: float = Field(default=120, ge=5, le=3600, description="Số giây cho cả câu trả lời của mô hình.")
    llm_context_tokens: int = Field(
        default=4096,
        ge=2048,
        le=1_000_000,
        description="Số token mà mô hình nhận được, kể cả câu trả lời; đoạn trích gửi đi được chọn cho vừa.",
    )
    llm_output: Literal["auto", "json", "text"] = Field(
        default="auto",
        description="Cách mô hình viết: “json” theo khuôn; “text” chữ thường; “auto” thử theo khuôn một lần rồi nhớ.",
    )
    llm_rewrite_s: float = Field(
        default=2,
        ge=0,
        le=30,
        description="Số giây chờ mô hình viết lại câu hỏi nối tiếp khi các quy tắc chưa tìm ra; 0 là không dùng.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Mức nhật ký của máy chủ. Nhật ký không bao giờ chứa nội dung câu hỏi."
    )


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings from the environment and from `env_file`, if there is one.

    Raises ConfigurationError that names the variable when a value is wrong or a `DANVAN_` name is unknown.
    """
    _refuse_unknown(env_file)
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = f"{PREFIX}{first['loc'][0]}".upper()
        raise ConfigurationError(f"Thiết lập {name} không hợp lệ: {first['msg']}. Xem docs/settings.md.") from error


def _refuse_unknown(env_file: Path | None) -> None:
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    given = set(os.environ)  # noqa: TID251 - this module is the one reader
    if env_file is not None and env_file.is_file():
        given |= _names_in(env_file)
    unknown = sorted(name for name in given if name.upper().startswith(PREFIX) and name.upper() not in known)
    if unknown:
        raise ConfigurationError(
            f"Không có thiết lập nào tên {', '.join(unknown)}. Hãy xem lại chính tả (docs/settings.md)."
        )


def _names_in(env_file: Path) -> set[str]:
    """Return the names that a `.env` file sets."""
    lines = env_file.read_text(encoding="utf-8").splitlines()
    assigned = (line.partition("=")[0] for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip().removeprefix("export ").strip() for name in assigned}
