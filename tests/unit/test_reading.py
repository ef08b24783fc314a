"""Reading a source file: Unicode text, or a refusal in plain Vietnamese."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from corpus import reading
from corpus.errors import SourceUnreadable
from corpus.reading import read_source


@pytest.mark.parametrize(
    "data",
    [
        "Kế hoạch".encode(),
        codecs.BOM_UTF8 + "Kế hoạch".encode(),
        codecs.BOM_UTF16_LE + "Kế hoạch".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "Kế hoạch".encode("utf-16-be"),
    ],
)
def test_unicode_text_is_read_without_its_mark(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert read_source(path) == "Kế hoạch"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "trống"),
        (b" \n\t ", "khoảng trắng"),
        (codecs.BOM_UTF8, "khoảng trắng"),
        ("Kế hoạch".encode("cp1258", errors="replace") + b"\xff\xd5", "UTF-8"),
        (b"PK\x03\x04\x00\x00\x00", "không phải"),
        (b"\x01\x02\x03abc", "không phải"),
    ],
)
def test_what_is_not_unicode_text_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "b.txt"
    path.write_bytes(data)
    with pytest.raises(SourceUnreadable) as refused:
        read_source(path)
    assert words in refused.value.message_vi
    assert "b.txt" in refused.value.message_vi


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceUnreadable, match="Không tìm thấy"):
        read_source(tmp_path / "none.txt")
    with pytest.raises(SourceUnreadable, match="thư mục"):
        read_source(tmp_path)
    path = tmp_path / "big.txt"
    path.write_text("a" * 100)
    monkeypatch.setattr(reading, "LARGEST_SOURCE_BYTES", 10)
    with pytest.raises(SourceUnreadable, match="giới hạn"):
        read_source(path)
