"""What `danvan doctor` looks at: each check says what it found and, when something is wrong, how to mend it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CorpusError, StoreBusy
from corpus.ledger import Ledger
from corpus.store_lock import StoreLock, describe_owner
from danvan.settings import Settings
from danvan.store import INDEX_FOLDER, LEDGER_FILE
from rag.errors import RagError

_LEAST_FREE_MB = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, whether it is well, and what is to be said about it."""

    name: str
    ok: bool
    words: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield the findings in the order in which a fault would stop the product."""
    yield _data_dir(settings.data_dir)
    yield _disk(settings.data_dir)
    yield _encoder(settings)
    owner = describe_owner(settings.data_dir)
    if owner is not None and owner.url:
        yield Finding("Khóa kho", ok=True, words=f"máy chủ đang chạy tại {owner.url} (tiến trình {owner.pid})")
        yield _server(owner.url)
    elif not (settings.data_dir / LEDGER_FILE).exists():
        yield Finding("Kho văn bản", ok=True, words="chưa có; sẽ được tạo ở lần dùng đầu tiên (make serve)")
    else:
        yield from _store(settings)
    yield _kept(settings)
    yield from _language_model(settings)
    if _opens(settings.data_dir / LEDGER_FILE):
        yield _sites(settings)
    yield from _bot(settings)


def _bot(settings: Settings) -> Iterator[Finding]:
    """Look at the Telegram bot, where one is set; its library is not imported else."""
    from danvan.bot_checks import examine_bot

    yield from examine_bot(settings, opens=_opens(settings.data_dir / LEDGER_FILE))


def _language_model(settings: Settings) -> Iterator[Finding]:
    """Ask each endpoint one question: what is wrong with an address, a key or a name shows only then."""
    from danvan.language_model import endpoints, language_model

    name = "Mô hình ngôn ngữ"
    model = language_model(settings)
    if model is None:
        yield Finding(name, ok=True, words="không dùng; trả lời bằng trích dẫn nguyên văn")
        return
    try:
        for endpoint, tried in zip(endpoints(settings), model.trial(), strict=True):
            place = f"{tried.name} tại {endpoint.host}"
            if tried.fault is not None:
                unlike = tried.fault.fault == "refused" and settings.llm_output == "json"
                hint = "Có thể do khuôn JSON: thử DANVAN_LLM_OUTPUT=auto. " if unlike else ""
                words = f"{place}: {tried.fault.message_vi} {hint}Xem DANVAN_LLM_… ở docs/settings.md"
                yield Finding(name, ok=False, words=words)
            else:
                form = "theo khuôn JSON" if tried.as_json else "chữ thường, không theo khuôn JSON"
                words = f"{place} trả lời được ({form}); câu hỏi và đoạn trích được gửi tới đó"
                yield Finding(name, ok=True, words=words)
    except RagError as error:
        yield Finding(name, ok=False, words=error.message_vi)
    finally:
        model.close()


def _data_dir(folder: Path) -> Finding:
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        return Finding("Thư mục dữ liệu", ok=False, words=f"không ghi được vào {folder}; kiểm tra DANVAN_DATA_DIR")
    return Finding("Thư mục dữ liệu", ok=True, words=str(folder) if folder.exists() else f"{folder} (chưa tạo)")


def _disk(folder: Path) -> Finding:
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free_mb = shutil.disk_usage(nearest).free // 2**20
    words = f"còn trống {free_mb} MB"
    if free_mb < _LEAST_FREE_MB:
        return Finding("Ổ đĩa", ok=False, words=f"{words}, ít hơn mức cần {_LEAST_FREE_MB} MB; hãy giải phóng bớt")
    return Finding("Ổ đĩa", ok=True, words=words)


def _encoder(settings: Settings) -> Finding:
    from danvan.wiring import build_encoder

    try:
        return Finding("Bộ mã hóa", ok=True, words=build_encoder(settings).fingerprint)
    except RagError as error:
        return Finding("Bộ mã hóa", ok=False, words=error.message_vi)


def _server(url: str) -> Finding:
    from danvan.remote import get

    try:
        held = get(url, "/health/ready")
    except (CorpusError, RagError) as error:
        return Finding("Máy chủ", ok=False, words=error.message_vi)
    return Finding("Máy chủ", ok=True, words=f"sẵn sàng; {held['documents']} văn bản, {held['passages']} đoạn")


def _store(settings: Settings) -> Iterator[Finding]:
    try:
        with StoreLock(settings.data_dir, "doctor"), Ledger.open(settings.data_dir / LEDGER_FILE) as ledger:
            yield Finding("Khóa kho", ok=True, words="không có tiến trình nào đang giữ kho")
            yield _ledger(ledger)
            yield _index(settings, ledger)
    except StoreBusy as error:
        yield Finding("Khóa kho", ok=False, words=error.message_vi)
    except CorpusError as error:
        yield Finding("Kho văn bản", ok=False, words=error.message_vi)


def _ledger(ledger: Ledger) -> Finding:
    faults = ledger.check()
    if faults:
        return Finding("Kho văn bản", ok=False, words="; ".join(faults))
    words = f"nguyên vẹn; {len(ledger.documents())} văn bản, {ledger.passages_count} đoạn"
    return Finding("Kho văn bản", ok=True, words=words)


def _index(settings: Settings, ledger: Ledger) -> Finding:
    from danvan.wiring import build_encoder, index_makers
    from rag.index import PassageIndex

    try:
        index = PassageIndex(settings.data_dir / INDEX_FOLDER, build_encoder(settings), index_makers(graph=False))
        try:
            index.check(ledger.content_fingerprint())
            return Finding("Chỉ mục", ok=True, words=f"khớp với kho; {index.size()} đoạn")
        finally:
            index.close()
    except RagError as error:
        return Finding("Chỉ mục", ok=False, words=error.message_vi)


def _opens(ledger: Path) -> bool:
    """Tell whether there is a ledger that opens; that one does not has been told by then."""
    try:
        if ledger.exists():
            Ledger.open(ledger).close()
            return True
    except CorpusError:
        pass
    return False


def _sites(settings: Settings) -> Finding:
    from danvan.access import KEY_FILE, registered_sites

    key = settings.data_dir / KEY_FILE
    try:
        with registered_sites(settings) as store:
            count = len(store.sites())
    except CorpusError as error:
        return Finding("Trang được phép", ok=False, words=error.message_vi)
    if key.exists() and key.stat().st_mode & 0o077:
        return Finding("Trang được phép", ok=False, words=f"người khác đọc được khóa ký thẻ; chạy: chmod 600 {key}")
    return Finding("Trang được phép", ok=True, words=f"{count} trang đã đăng ký" if count else "chưa đăng ký trang nào")


def _kept(settings: Settings) -> Finding:
    from danvan.keeping import kept_questions, kept_words

    try:
        with kept_questions(settings) as store:
            count = 0 if store is None else store.count()
    except CorpusError as error:
        return Finding("Câu hỏi được giữ", ok=False, words=error.message_vi)
    left = "; xóa bằng: danvan feedback erase --all" if count and settings.keep_questions == "off" else ""
    return Finding("Câu hỏi được giữ", ok=True, words=f"{kept_words(settings)}; đang có {count} câu{left}")
