"""From the bytes of a text file to a Python string, or a clear refusal."""

from __future__ import annotations

import codecs
from pathlib import Path

from corpus.errors import SourceUnreadable

LARGEST_SOURCE_BYTES = 32 * 1024 * 1024
_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ALLOWED_CONTROLS = frozenset("\t\n\r\f\v")
_MOST_CONTROLS = 0.01  # more control characters than this share: the bytes are not text


def read_source(path: Path) -> str:
    """Return the text of a .txt or .md file as it stands, without its byte-order mark.

    UTF-8 with or without a mark and UTF-16 with one are read. Raises `SourceUnreadable` when the file is
    missing, empty, larger than `LARGEST_SOURCE_BYTES`, in another encoding or not text.
    """
    data = _bytes_of(path)
    if not data:
        raise SourceUnreadable(f"Tệp “{path.name}” trống, không có nội dung để đọc.")
    text = _decode(data, path.name)
    if not text.strip():
        raise SourceUnreadable(f"Tệp “{path.name}” chỉ có khoảng trắng, không có nội dung để đọc.")
    if _looks_binary(text):
        raise SourceUnreadable(f"Tệp “{path.name}” không phải là tệp văn bản thuần (.txt, .md).")
    return text


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_SOURCE_BYTES:
            limit = LARGEST_SOURCE_BYTES // (1024 * 1024)
            raise SourceUnreadable(f"Tệp “{path.name}” lớn hơn {limit} MB, vượt giới hạn được đọc.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceUnreadable(f"Không tìm thấy tệp “{path.name}”.") from error
    except IsADirectoryError as error:
        raise SourceUnreadable(f"“{path.name}” là thư mục, không phải tệp văn bản.") from error
    except OSError as error:
        raise SourceUnreadable(f"Không mở được tệp “{path.name}”: kiểm tra quyền đọc của tệp.") from error


def _decode(data: bytes, name: str) -> str:
    encoding = "utf-16" if data.startswith(_UTF16_BOMS) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceUnreadable(
            f"Tệp “{name}” không ở bảng mã Unicode (UTF-8 hoặc UTF-16); hãy lưu lại tệp dưới dạng UTF-8."
        ) from error


def _looks_binary(text: str) -> bool:
    if "\x00" in text:
        return True
    controls = sum(1 for char in text if char < " " and char not in _ALLOWED_CONTROLS)
    return controls > _MOST_CONTROLS * len(text)
