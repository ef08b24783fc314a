"""To whom a clause sends or reports something."""

from __future__ import annotations

import pytest

from rag.answering.destinations import receivers_in


@pytest.mark.parametrize(
    ("clause", "receivers"),
    [
        ("Định kỳ báo cáo UBND huyện (qua Phòng Nội vụ) để tổng hợp.", ["UBND huyện (qua Phòng Nội vụ)"]),
        ("Gửi báo cáo kết quả về Sở Tư pháp trước ngày 15/11.", ["Sở Tư pháp"]),
        (
            "báo cáo tổng kết gửi về Huyện ủy và Ban Tổ chức để theo dõi, báo cáo Ban Thường vụ Tỉnh ủy.",
            ["Huyện ủy và Ban Tổ chức", "Ban Thường vụ Tỉnh ủy"],
        ),
        ("Trình Chủ tịch xem xét; trình Chủ tịch xem xét.", ["Chủ tịch"]),
        ("Gửi báo cáo 6 tháng (trước 25/5), báo cáo năm về Đảng ủy xã trước 25/10.", ["Đảng ủy xã"]),
        ("Báo cáo bằng văn bản cho Thủ trưởng cơ quan.", ["Thủ trưởng cơ quan"]),
        ("Xây dựng báo cáo về công tác tuyên truyền.", []),
        ("Sở Nội vụ tổng hợp, báo cáo định kỳ 6 tháng.", []),
        ("Chương trình của Sở Y tế và quá trình thực hiện.", []),
    ],
)
def test_the_receiver_stands_behind_the_verb(clause: str, receivers: list[str]) -> None:
    assert receivers_in(clause) == receivers
