"""The `danvan feedback` group: what can be said about kept questions. The work is in `danvan/commands/feedback.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from danvan.command_group import command_group, read_settings
from danvan.exit_codes import ExitCode
from danvan.vietnamese_help import VietnameseCommand

group = command_group("feedback", "Xem, xuất, xóa các câu hỏi được giữ lại để cải thiện trợ lý.")


@group.command("list", cls=VietnameseCommand, help="Liệt kê câu hỏi đang được giữ, mới nhất trước.")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON, cho chương trình khác đọc.")] = False,
) -> None:
    """List what is kept."""
    settings = read_settings()
    from danvan.commands.feedback import list_kept

    list_kept(settings, as_json=as_json)


@group.command(cls=VietnameseCommand, help="Xuất toàn bộ câu hỏi được giữ ra một tệp mới, mỗi dòng một câu (JSONL).")
def export(file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp cần ghi; phải chưa có.")]) -> None:
    """Write everything that is kept into a file."""
    settings = read_settings()
    from danvan.commands.feedback import export as run

    run(settings, file)


@group.command(cls=VietnameseCommand, help="Xóa hẳn câu hỏi được giữ: theo ngày, theo mã hoặc tất cả.")
def erase(
    before: Annotated[
        str | None, typer.Option(metavar="NGÀY", help="Xóa câu hỏi từ trước ngày này, ví dụ 31/1/2026.")
    ] = None,
    ids: Annotated[
        list[str] | None, typer.Option("--id", metavar="MÃ", help="Xóa câu hỏi mang mã này (xem: feedback list).")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Xóa tất cả.")] = False,
) -> None:
    """Erase what is named, for good."""
    settings = read_settings()
    from danvan.commands.feedback import erase as run

    found = run(settings, before, ids or [], everything=everything)
    raise typer.Exit(ExitCode.OK if found else ExitCode.INPUT_REFUSED)
