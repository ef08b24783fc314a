"""The check over many documents passes a sound reading and tells what is wrong with an unsound one."""

from __future__ import annotations

import json
import lzma
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.model import Section
from corpus.structure import outline
from eval import check_reading

RAW = "KẾ HOẠCH\n\nThực hiện Chỉ thị số 01/CT-TTg như sau:\n\nI. MỤC ĐÍCH\n\n1. Một điều.\n\n2. Hai điều.\n"


def test_a_sound_reading_gives_no_finding() -> None:
    assert check_reading.findings("one", RAW) == []


def test_a_number_that_is_not_printed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def invented(text: str) -> tuple[Section, ...]:
        sections = outline(text)
        last = sections[-1]
        return (*sections[:-1], replace(last, marker="3", path=(*last.path[:-1], "3")))

    monkeypatch.setattr(check_reading, "outline", invented)
    assert [finding.what for finding in check_reading.findings("one", RAW)] == ["number '3' is not printed there"]


def test_an_error_while_reading_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> tuple[Section, ...]:
        raise IndexError(len(text))

    monkeypatch.setattr(check_reading, "outline", broken)
    assert check_reading.findings("one", RAW)[0].what.startswith("raised IndexError")


def test_the_command_reads_a_compressed_file_and_says_what_it_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "some.jsonl.xz"
    path.write_bytes(lzma.compress(json.dumps({"_id": "one", "text": RAW}).encode()))
    assert check_reading.main(["--documents", str(path)]) == 0
    assert "documents 1, findings 0" in capsys.readouterr().out
