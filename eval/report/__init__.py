"""Reports of an evaluation run and of two side by side: one HTML file that needs no network and prints on A4."""

from __future__ import annotations

from eval.report.comparison import write_comparison
from eval.report.writing import write_report

__all__ = ["write_comparison", "write_report"]
