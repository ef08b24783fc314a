"""The report of an evaluation run: one HTML file that opens without a network and prints on A4."""

from __future__ import annotations

from eval.report.writing import write_report

__all__ = ["write_report"]
