"""The `danvan eval` group: what an evaluator can say. Each command's work is in `danvan/commands/`, imported late."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from danvan.exit_codes import ExitCode
from danvan.vietnamese_help import VietnameseCommand, VietnameseGroup
from rag.errors import ConfigurationError

if TYPE_CHECKING:
    from danvan.settings import Settings

group = typer.Typer(
    name="eval",
    cls=VietnameseGroup,
    help="Chấm trợ lý theo bộ câu hỏi có đáp án.",
    add_completion=False,
    rich_markup_mode=None,
)


def _file(text: str) -> Any:
    return typer.Option(metavar="TỆP", help=text, exists=True, dir_okay=False)


@group.callback(invoke_without_command=True)
def root(ctx: typer.Context) -> None:
    """Show the help when no command is named."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(ExitCode.USAGE)


@group.command(cls=VietnameseCommand, help="Hỏi lần lượt các câu trong bộ câu hỏi, chấm câu trả lời, in số liệu.")
def run(
    files: Annotated[list[Path], typer.Argument(metavar="BỘ_CÂU_HỎI…", help="Tệp .jsonl của bộ câu hỏi.")],
    url: Annotated[str | None, typer.Option(help="Địa chỉ máy chủ cần chấm; mặc định: máy chủ đang giữ kho.")] = None,
    view: Annotated[
        str | None, typer.Option(help="Hỏi theo cách người dùng gõ: không dấu, viết tắt, gõ nhầm …")
    ] = None,
    failures: Annotated[bool, typer.Option("--failures", help="In cả những câu trả lời chưa đạt.")] = False,
    out: Annotated[Path | None, typer.Option("--json", help="Ghi số liệu và từng câu vào tệp này.")] = None,
) -> None:
    """Measure the assistant on question sets."""
    settings = _settings()
    from danvan.commands.evaluation import evaluate
    from eval.views import VIEWS

    if view is not None and view not in VIEWS:
        raise ConfigurationError(f"Không có cách gõ “{view}”. Chọn một trong: {', '.join(sorted(VIEWS))}.")
    evaluate(settings, files, url, view, failures=failures, out=out)


@group.command(cls=VietnameseCommand, help="Đo phần tìm kiếm trên một bộ dữ liệu dạng BEIR bất kỳ.")
def retrieval(  # noqa: PLR0913 - one parameter an option
    corpus: Annotated[Path, _file("Kho: mỗi dòng một JSON có _id, text và có thể có title (.jsonl, .xz, .gz).")],
    queries: Annotated[Path, _file("Câu hỏi: mỗi dòng một JSON có _id, text.")],
    qrels: Annotated[Path, _file("Đánh giá: câu hỏi, văn bản, mức liên quan; 3 hoặc 4 cột.")],
    bare: Annotated[bool, typer.Option("--bare", help="Hỏi thêm một lượt không dấu.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, metavar="SỐ", help="Chỉ hỏi chừng này câu đầu tiên.")] = None,
    out: Annotated[Path | None, typer.Option(file_okay=False, help="Ghi số liệu và từng câu vào thư mục này.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")] = False,
) -> None:
    """Measure the product's retrieval on a test set."""
    settings = _settings()
    from danvan.commands.retrieval_evaluation import SetFiles, evaluate

    evaluate(settings, SetFiles(corpus, queries, qrels), bare=bare, limit=limit, out=out, as_json=as_json)


def _settings() -> Settings:
    """Read the settings first: an operator's mistake is told before anything is imported or opened."""
    from danvan.settings import load_settings

    return load_settings()
