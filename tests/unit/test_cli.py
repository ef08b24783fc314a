"""The command line's words: help, usage errors and exit codes, without a store."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

import danvan.cli
from corpus.errors import CorpusError
from danvan.cli import app, main
from danvan.exit_codes import ExitCode, exit_code_of
from rag.errors import ConfigurationError, RagError

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = [c.name or c.callback.__name__ for c in app.registered_commands if c.callback is not None]
GROUPED = [
    (name, within)
    for name, command in getattr(typer.main.get_command(app), "commands", {}).items()
    for within in getattr(command, "commands", {})
]


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the command line in this process and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["danvan", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


def errors(root: type[Exception]) -> Iterator[type[Exception]]:
    """Yield every error class below `root`."""
    for kind in root.__subclasses__():
        yield kind
        yield from errors(kind)


@pytest.mark.parametrize("root", [CorpusError, RagError])
def test_every_error_of_the_house_has_an_exit_code(root: type[CorpusError] | type[RagError]) -> None:
    missing = [kind for kind in errors(root) if exit_code_of(kind("…")) is ExitCode.UNEXPECTED]  # type: ignore[arg-type]
    assert missing == []


def test_every_exit_code_is_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert [code for code in ExitCode if f"| {code.value} |" not in page] == []


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    said = [*COMMANDS, *(" ".join(names) for names in GROUPED)]
    assert len(said) > 15
    assert [name for name in said if f"danvan {name}" not in page] == []


@pytest.mark.parametrize(
    "arguments", [["--help"], *([name, "--help"] for name in COMMANDS), *([*names, "--help"] for names in GROUPED)]
)
def test_help_speaks_vietnamese_only(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *arguments, "--help") == ExitCode.OK
    page = capsys.readouterr().out
    assert page.startswith("Cách dùng: danvan")
    for english in ("Usage", "Options", "Arguments", "Commands", "Show this", "required", "default", "<str>", "<path>"):
        assert english not in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nope"], "Không có lệnh “nope”"),
        (["--nope"], "Không có tùy chọn --nope"),
        (["ask"], "Thiếu tham số CÂU_HỎI"),
        (["inspect", "a.txt", "b.txt"], "Thừa tham số: b.txt"),
        (["serve", "--port", "tám"], "Giá trị của '--port' không hợp lệ"),
        (["serve", "--port"], "cần một giá trị"),
    ],
)
def test_a_usage_error_is_one_vietnamese_line(
    arguments: list[str], words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *arguments) == ExitCode.USAGE
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
    assert told.err.count("\n") == 1
    assert "--help" in told.err


def test_no_command_at_all_shows_the_help(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch) == ExitCode.USAGE
    assert "Các lệnh:" in capsys.readouterr().out


def test_an_error_of_the_house_is_one_line_and_its_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DANVAN_PORT", "0")
    assert run(monkeypatch, "documents") == ExitCode.CONFIGURATION
    told = capsys.readouterr().err
    assert told.startswith("danvan: Thiết lập DANVAN_PORT")
    assert told.count("\n") == 1


def test_a_fault_of_the_program_shows_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("bí mật")

    monkeypatch.setattr("danvan.settings.load_settings", broken)
    assert run(monkeypatch, "documents") == ExitCode.UNEXPECTED
    told = capsys.readouterr().err
    assert "ZeroDivisionError" in told
    assert "bí mật" not in told
    assert "Traceback" not in told


def test_debug_lets_the_error_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANVAN_PORT", "0")
    monkeypatch.setattr(sys, "argv", ["danvan", "--debug", "documents"])
    with pytest.raises(ConfigurationError):
        main()


def test_an_interruption_has_its_own_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("danvan.settings.load_settings", interrupted)
    assert run(monkeypatch, "documents") == ExitCode.INTERRUPTED
    assert "Đã dừng" in capsys.readouterr().err


def test_the_bot_says_that_it_needs_a_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "bot") == ExitCode.CONFIGURATION
    assert "DANVAN_BOT_TOKEN" in capsys.readouterr().err


def test_help_imports_none_of_the_rooms() -> None:
    probe = (
        "import sys; sys.argv = ['danvan', '--help']\n"
        "from danvan.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "rooms = ('api', 'bot', 'eval', 'sqlalchemy', 'fastapi', 'numpy', 'rich', 'pydantic', 'chromadb', 'tantivy')\n"
        "print([room for room in rooms if room in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ROOT)
    assert result.stdout.splitlines()[-1] == "[]"


def test_every_command_finds_the_module_that_does_its_work() -> None:
    source = Path(danvan.cli.__file__).read_text(encoding="utf-8")
    named = [line.split()[1] for line in source.splitlines() if line.strip().startswith("from danvan.commands.")]
    assert len(named) >= 7
    for module in named:
        assert (ROOT / module.replace(".", "/")).with_suffix(".py").is_file()


@pytest.mark.parametrize("arguments", [["run"], ["compare", "a", "b"], ["gate"]])
def test_an_installation_without_the_measures_says_what_to_install(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert run(monkeypatch, "eval", *arguments) == ExitCode.CONFIGURATION
    assert "danvan[eval]" in capsys.readouterr().err
