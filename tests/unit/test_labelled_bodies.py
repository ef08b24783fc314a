"""Who does what, where a label stands before the colon: "Cơ quan chủ trì: Sở Nội vụ"."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from rag.answering.doers import doer
from rag.understanding.question import read_question


@pytest.mark.parametrize(
    ("clause", "body"),
    [
        ("- Cơ quan chủ trì: Sở Nội vụ, Sở Tài chính.", "Sở Nội vụ"),
        ("Đơn vị thực hiện: Phòng Tư pháp chủ trì, phối hợp với Công an huyện.", "Phòng Tư pháp"),
        ("- Trạm Y tế xã: lập sổ theo dõi.", "Trạm Y tế xã"),
        ("- Mỗi tháng một lần: lập sổ theo dõi.", None),
        ("- Công an huyện: nắm tình hình.", "Công an huyện"),
    ],
)
def test_the_body_stands_behind_a_label_and_before_any_other_colon(clause: str, body: str | None) -> None:
    document = SimpleNamespace(heading_of=lambda _section: "")
    place = SimpleNamespace(quote=clause, document=document, section=0)
    assert doer(read_question("ai làm việc đó?", {}), place) == body  # type: ignore[arg-type]
