"""Personal data in questions: what is masked, and what must not be."""

from __future__ import annotations

import pytest

from eval.harvest.masking import EMAIL, PAPER, PHONE, masked


@pytest.mark.parametrize(
    "number",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "091-234-5678",
        "+84912345678",
        "+84 912 345 678",
        "(024) 3825 1234",
    ],
)
def test_telephone_numbers_are_masked(number: str) -> None:
    assert masked(f"Gọi {number} gặp ai?") == f"Gọi {PHONE} gặp ai?"


@pytest.mark.parametrize(
    "number", ["001099012345", "001 099 012 345", "001.099.012.345", "212345678", "C1234567", "19001234567890"]
)
def test_numbers_of_papers_and_accounts_are_masked(number: str) -> None:
    assert masked(f"CCCD {number}, hỏi gì?") == f"CCCD {PAPER}, hỏi gì?"


def test_addresses_of_mail_are_masked() -> None:
    assert masked("gửi nguyen.van-a+1@xa.gov.vn nhé.") == f"gửi {EMAIL} nhé."


@pytest.mark.parametrize(
    "kept",
    [
        "Kế hoạch số 614/KH-UBND ngày 24/3/2020",
        "Nghị định 04/2015/NĐ-CP, Chỉ thị 33/2021/CT-TTg, 34/2007/PL-UBTVQH11",
        "giai đoạn 2021-2025, 2026 - 2030, từ 05-6-2024 đến 30-10-2024",
        "kinh phí 1.500.000.000 đồng, 250 000 000 đồng, đạt 98,5%",
        "01/CTrPH-UBND-BDVHU, 09-Ctr/TU, mục III.2.1.4",
        "trước ngày 05/12 hằng năm; 06 tháng; 0,5 ha",
    ],
)
def test_numbers_of_documents_dates_and_sums_stay(kept: str) -> None:
    assert masked(kept) == kept


def test_masking_twice_changes_nothing() -> None:
    once = masked("Số 0912345678, thư a@b.vn, giấy 001099012345")
    assert masked(once) == once == f"Số {PHONE}, thư {EMAIL}, giấy {PAPER}"
