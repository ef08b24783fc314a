"""Writing the report of a run into its folder."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined

from eval.report.page import page_of
from eval.rows import REPORT_FILE
from eval.run_folder import read_rows, read_summary


def write_report(folder: Path) -> Path:
    """Write `report.html` from the rows and the summary of a run folder, and return its path.

    Raises RunUnreadable when the folder holds no run, ConfigurationError when matplotlib is missing.
    """
    return write_page("report.html", page_of(read_rows(folder), read_summary(folder)), folder / REPORT_FILE)


def write_page(template: str, page: object, target: Path) -> Path:
    """Write a page as HTML into a file and return its path; what stood there stays whole until the page is."""
    html = rendered(template, page)
    unfinished = target.with_suffix(".part")
    unfinished.write_text(html, encoding="utf-8")
    unfinished.replace(target)
    return target


def rendered(template: str, page: object) -> str:
    """Return a page as HTML; everything that comes from a question, a document or a reply is escaped."""
    environment = Environment(
        loader=FunctionLoader(lambda name: files(__package__).joinpath("page", name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(page=page)
