"""A store of two invented plans, one of them with whatever is planted in it, and assistants over it for any model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.document import build_document
from corpus.ledger import Ledger
from corpus.model import Document, DocumentId
from rag.adapters.static_encoder import StaticEncoder
from rag.answering.settings import load_answer_settings
from rag.assistant import Assistant
from rag.generation.retelling import Reteller
from rag.generation.writer import Writer
from rag.index import PassageIndex
from rag.index_stores import Makers
from rag.ports import ChatModel
from rag.retrieval import Retriever
from rag.testing import MemoryLexicalIndex, MemoryVectorIndex

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "Các thôn ở xã Đồng Xoan nộp báo cáo quý trước ngày nào?"
RIGHT_DAY = "20/3"
TRUE = "Các thôn gửi báo cáo quý về Văn phòng UBND xã trước ngày 20/3 [1]."
HERE, THERE = DocumentId("dong-xoan"), DocumentId("bai-lau")

_PLAN = """ỦY BAN NHÂN DÂN
XÃ {upper}

Số: {number}/KH-UBND
{place}, ngày 15 tháng 01 năm 2026

KẾ HOẠCH
Công tác dân vận năm 2026

I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao nhận thức của cán bộ, công chức xã {place} về công tác dân vận chính quyền.
2. Lắng nghe, giải quyết kịp thời kiến nghị của nhân dân.

II. CHẾ ĐỘ BÁO CÁO
1. Các thôn gửi báo cáo quý về Văn phòng UBND xã trước ngày {day}.
2. Công chức Văn hóa - Xã hội tổng hợp, trình Chủ tịch UBND xã xem xét.
{plants}
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""


def plan(document_id: DocumentId, place: str, day: str, plants: Sequence[str] = ()) -> Document:
    planted = "".join(f"{number}. {plant}\n" for number, plant in enumerate(plants, start=3))
    number = 12 if document_id == HERE else 45
    raw = _PLAN.format(upper=place.upper(), place=place, day=day, number=number, plants=planted)
    return build_document(raw, f"{document_id}.txt", hashlib.sha256(raw.encode()).hexdigest(), document_id)


class Plans:
    """Assistants over the two plans; a store is built once for the same plants."""

    def __init__(self, home: Callable[[], Path]) -> None:
        self._home = home
        self._opened: dict[tuple[str, ...], tuple[Ledger, PassageIndex]] = {}

    def assistant(self, model: ChatModel | None, *plants: str) -> Assistant:
        """Return an assistant that tells in the model's words, if there is one."""
        return self.assistant_with(Reteller(Writer(model)) if model is not None else None, *plants)

    def assistant_with(self, reteller: Reteller | None, *plants: str) -> Assistant:
        """Return an assistant for which a model does what is given."""
        ledger, index = self.store(*plants)
        return Assistant(
            ledger, Retriever(index), load_answer_settings(ROOT / "rag" / "data" / "ranking.json"), reteller
        )

    def store(self, *plants: str) -> tuple[Ledger, PassageIndex]:
        """Return the ledger and the index of the plans, the first one with these plants."""
        if plants not in self._opened:
            home = self._home()
            ledger = Ledger.open(home / "ledger.sqlite")
            for document in (plan(HERE, "Đồng Xoan", RIGHT_DAY, plants), plan(THERE, "Bãi Lau", "11/11")):
                ledger.add(document)
            makers = Makers(lambda _folder: MemoryLexicalIndex(), lambda _folder: MemoryVectorIndex())
            index = PassageIndex(home / "index", StaticEncoder.shipped(), makers)
            index.build(ledger.all_documents(), ledger.content_fingerprint())
            self._opened[plants] = ledger, index
        return self._opened[plants]

    def close(self) -> None:
        """Close every ledger."""
        for ledger, _ in self._opened.values():
            ledger.close()
