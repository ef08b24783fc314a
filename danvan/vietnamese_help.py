"""The command line's help and usage errors in Vietnamese: typer prints both in English.

Help is plain text, wrapped to the terminal; a pipe gets the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperGroup
from typer.exceptions import TyperException

HELP_OPTION = "Hiện hướng dẫn này rồi thoát."


class VietnameseCommand(TyperCommand):
    """A command whose `--help` speaks Vietnamese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, description, arguments and options."""
        _write_help(self, ctx, formatter)


class VietnameseGroup(TyperGroup):
    """The root command, whose `--help` speaks Vietnamese and lists the commands in the order of their making."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, description, options and commands."""
        _write_help(self, ctx, formatter)
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, command.get_short_help_str(limit=formatter.width)) for name, command in commands if command]
        _write_rows(formatter, "Các lệnh", rows)


_USAGE = {"COMMAND [ARGS]...": "LỆNH …", "…}...": "…", "…]...": "…]", "}...": "…", "{": "", "}": ""}


def _write_help(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx)).replace("[OPTIONS]", "[TÙY CHỌN]")
    for printed, meant in _USAGE.items():
        pieces = pieces.replace(printed, meant)
    formatter.write_usage(ctx.command_path, pieces, prefix="Cách dùng: ")
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text((command.help or "").strip())
    arguments, options = [], []
    for param in command.get_params(ctx):
        row = param.get_help_record(ctx)
        if isinstance(param, TyperArgument):
            arguments.append((param.metavar or (param.name or "").upper(), param.help or ""))
        elif row is not None:
            options.append((_in_vietnamese(row[0]), HELP_OPTION if param.name == "help" else _in_vietnamese(row[1])))
    _write_rows(formatter, "Tham số", arguments)
    _write_rows(formatter, "Tùy chọn", options)


def _write_rows(formatter: Any, title: str, rows: Iterable[tuple[str, str]]) -> None:
    rows = list(rows)
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)


_WORDS = {
    "[required]": "[bắt buộc]",
    "[x>=1]": "[từ 1]",
    "[default: ": "[mặc định: ",
    "<str>": "<chữ>",
    "<int>": "<số>",
    "<path>": "<tệp>",
    "<file>": "<tệp>",
    "<dir>": "<thư mục>",
}


def _in_vietnamese(words: str) -> str:
    for english, vietnamese in _WORDS.items():
        words = words.replace(english, vietnamese)
    return words


_TRANSLATIONS = (
    (r"No such command '(.*)'\..*", r"Không có lệnh “\1”."),
    (r"No such option: (\S+).*", r"Không có tùy chọn \1."),
    (r"Missing command\.", "Thiếu lệnh."),
    (r"Missing argument '?([^'.]*)'?\..*", r"Thiếu tham số \1."),
    (r"Missing option '?([^'.]*)'?\..*", r"Thiếu tùy chọn \1."),
    (r"Got unexpected extra arguments?(?:\(s\))? ?\((.*)\)", r"Thừa tham số: \1."),
    (r"Option '?([^ ']*)'? requires an argument\.", r"Tùy chọn \1 cần một giá trị."),
    (r"Option '?([^ ']*)'? does not take a value\.", r"Tùy chọn \1 không nhận giá trị."),
    (r"Invalid value for (.*?): .*", r"Giá trị của \1 không hợp lệ."),
)


def usage_error_vi(error: TyperException) -> str:
    """Return a usage error as one Vietnamese sentence and a hint where the help is."""
    english = error.format_message()
    for pattern, vietnamese in _TRANSLATIONS:
        if match := re.fullmatch(pattern, english, re.DOTALL):
            return f"{match.expand(vietnamese)} {_hint(error)}"
    return f"Cách dùng không đúng. {_hint(error)}"


def _hint(error: TyperException) -> str:
    ctx = getattr(error, "ctx", None)
    return f"Xem: {getattr(ctx, 'command_path', 'danvan')} --help"
