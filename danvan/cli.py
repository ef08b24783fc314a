"""The `danvan` command: what can be said to it. Each command's work is in `danvan/commands/`, imported when called."""

from __future__ import annotations

import gc
import io
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from corpus.errors import CorpusError
from danvan.command_group import read_settings, show_help_without_command
from danvan.eval_cli import group as eval_group
from danvan.exit_codes import ExitCode, exit_code_of
from danvan.feedback_cli import group as feedback_group
from danvan.sites_cli import group as sites_group
from danvan.vietnamese_help import VietnameseCommand, VietnameseGroup, usage_error_vi
from rag.errors import RagError

app = typer.Typer(
    name="danvan",
    cls=VietnameseGroup,
    help="Trợ lý tra cứu văn bản hành chính: hỏi bằng tiếng Việt, trả lời bằng trích dẫn nguyên văn.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON, cho chương trình khác đọc.")]
Debug = Annotated[bool, typer.Option("--debug", help="Khi có lỗi, in đầy đủ vết lỗi cho người phát triển.")]
Version = Annotated[bool, typer.Option("--version", help="In số phiên bản rồi thoát.")]


@app.callback(invoke_without_command=True)
def root(ctx: typer.Context, debug: Debug = False, version: Version = False) -> None:
    """Show the version or the help when no command is named; `main` reads `--debug` itself."""
    del debug
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"danvan {version_of('danvan')}")
        raise typer.Exit
    show_help_without_command(ctx)


@app.command(cls=VietnameseCommand, help="Chạy máy chủ web và HTTP; lần đầu thì nạp các văn bản đi kèm.")
def serve(
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe [mặc định: DANVAN_HOST, 127.0.0.1].")] = None,
    port: Annotated[int | None, typer.Option(help="Cổng lắng nghe [mặc định: DANVAN_PORT, 8000].")] = None,
) -> None:
    """Run the HTTP door until it is told to stop."""
    settings = read_settings()
    from danvan.commands.serve import serve as run

    run(settings, host, port)


@app.command(cls=VietnameseCommand, help="Chạy bot Telegram; cần mã bot trong DANVAN_BOT_TOKEN.")
def bot() -> None:
    """Run the Telegram bot until it is told to stop."""
    settings = read_settings()
    from danvan.commands.bot import bot as run

    run(settings)


@app.command(cls=VietnameseCommand, help="Trả lời một câu hỏi ngay tại đây.")
def ask(
    question: Annotated[list[str], typer.Argument(metavar="CÂU_HỎI", help="Câu hỏi; nên đặt trong dấu ngoặc kép.")],
    as_json: AsJson = False,
) -> None:
    """Answer one question, through the running server if there is one."""
    settings = read_settings()
    from danvan.commands.ask import ask as run

    raise typer.Exit(run(settings, " ".join(question), as_json=as_json))


@app.command(cls=VietnameseCommand, help="Nạp tệp văn bản, hoặc cả thư mục, vào kho.")
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="TỆP…", help="Tệp hoặc thư mục cần nạp.")],
    as_json: AsJson = False,
) -> None:
    """Store files and folders; what is stored already is passed over."""
    settings = read_settings()
    from danvan.commands.ingest import ingest as run

    raise typer.Exit(run(settings, paths, as_json=as_json))


@app.command(cls=VietnameseCommand, help="Liệt kê các văn bản trong kho.")
def documents(as_json: AsJson = False) -> None:
    """List what is stored."""
    settings = read_settings()
    from danvan.commands.documents import documents as run

    run(settings, as_json=as_json)


@app.command(cls=VietnameseCommand, help="Xem chương trình nhận ra những gì trong một tệp; không lưu vào kho.")
def inspect(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp văn bản cần xem.")],
    as_json: AsJson = False,
) -> None:
    """Show metadata, outline and references of a file as a tree."""
    from danvan.commands.inspection import inspect as run

    run(file, as_json=as_json)


@app.command(cls=VietnameseCommand, help="Dựng lại chỉ mục từ kho, không cần tệp gốc.")
def reindex() -> None:
    """Throw the indexes away and build them again from the ledger."""
    settings = read_settings()
    from danvan.commands.reindex import reindex as run

    run(settings)


@app.command(cls=VietnameseCommand, help="Kiểm tra thư mục dữ liệu, kho, chỉ mục và bộ mã hóa.")
def doctor(as_json: AsJson = False) -> None:
    """Say what is well and what is not, and how to mend it."""
    settings = read_settings()
    from danvan.commands.doctor import doctor as run

    raise typer.Exit(run(settings, as_json=as_json))


app.add_typer(eval_group)
app.add_typer(feedback_group)
app.add_typer(sites_group)


@app.command("train-encoder", cls=VietnameseCommand, help="Huấn luyện lại bộ mã hóa đi kèm (vài chục phút).")
def train_encoder(
    data: Annotated[Path, typer.Option(help="Thư mục dữ liệu luật, câu hỏi và văn bản.", exists=True, file_okay=False)],
    out: Annotated[Path, typer.Option(help="Thư mục để ghi mô hình.", file_okay=False)],
    seed: Annotated[int, typer.Option(help="Hạt giống ngẫu nhiên; cùng hạt giống cho cùng kết quả.")] = 1,
) -> None:
    """Train the shipped encoder anew."""
    from danvan.commands.training import train as run

    run(data, out, seed)


@app.command(cls=VietnameseCommand, help="Hiệu chỉnh lại trọng số xếp hạng trên bộ câu hỏi phát triển.")
def calibrate(
    questions: Annotated[list[Path], typer.Argument(help="Các tệp câu hỏi JSONL.", exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option(help="Tệp trọng số cần ghi lại.", exists=True, dir_okay=False)],
) -> None:
    """Fit the ranking's weights anew."""
    settings = read_settings()
    from danvan.commands.calibrate import calibrate as run

    run(settings, questions, out)


@app.command("fit-fusion", cls=VietnameseCommand, help="Hiệu chỉnh lại trọng số của phần tìm kiếm (vài phút).")
def fit_fusion(
    data: Annotated[Path, typer.Option(help="Thư mục dữ liệu luật và câu hỏi.", exists=True, file_okay=False)],
    out: Annotated[Path, typer.Option(help="Tệp trọng số cần ghi.", dir_okay=False)],
    questions: Annotated[
        list[Path] | None, typer.Argument(help="Các tệp câu hỏi phát triển JSONL.", exists=True, dir_okay=False)
    ] = None,
    ablation: Annotated[bool, typer.Option("--ablation", help="Đo xem mỗi phần góp được bao nhiêu.")] = False,
) -> None:
    """Fit the weights of retrieval anew."""
    settings = read_settings()
    from danvan.commands.fusion import fit as run

    run(settings, data, questions or [], out, ablation=ablation)


def main() -> NoReturn:
    """Run the command line: every error becomes one Vietnamese line on standard error and an exit code."""
    _speak_utf8()
    gc.set_threshold(100_000, 50, 50)  # starting makes many objects and no rubbish: a fifth of `ask` went on looking
    debug = "--debug" in sys.argv[1:]
    try:
        outcome = app(prog_name="danvan", standalone_mode=False)
    except TyperException as error:
        _leave(usage_error_vi(error), ExitCode.USAGE)
    except (CorpusError, RagError) as error:
        if debug:
            raise
        _leave(error.message_vi, exit_code_of(error))
    except (KeyboardInterrupt, typer.Abort):
        outcome = ExitCode.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # the reader has left; nobody is there to be told
        sys.exit(ExitCode.OK)
    except Exception as error:  # the last resort of this door: a fault of ours must not end in a traceback
        if debug:
            raise
        kind = type(error).__name__
        _leave(f"Lỗi ngoài dự kiến ({kind}). Hãy chạy lại với “danvan --debug …” và báo lỗi.", ExitCode.UNEXPECTED)
    if outcome == ExitCode.INTERRUPTED:  # typer turns Ctrl-C into this number itself
        _leave("Đã dừng theo yêu cầu.", ExitCode.INTERRUPTED)
    sys.exit(outcome if isinstance(outcome, int) else ExitCode.OK)


def _speak_utf8() -> None:
    """Write Vietnamese whatever the locale says; a file name in no encoding shows as question marks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _leave(message: str, code: ExitCode) -> NoReturn:
    typer.echo(f"danvan: {message}", err=True)
    sys.exit(code)
