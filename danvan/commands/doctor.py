"""`danvan doctor`: is everything as it should be, and if not, what to do."""

from __future__ import annotations

from rich.text import Text

from danvan.checks import examine
from danvan.console import open_console, print_json
from danvan.exit_codes import ExitCode
from danvan.settings import Settings


def doctor(settings: Settings, *, as_json: bool) -> ExitCode:
    """Print every finding and return 4 when something has to be mended."""
    findings = []
    console = open_console()
    for finding in examine(settings):
        findings.append(finding)
        if not as_json:
            mark = ("✓ ", "green") if finding.ok else ("✗ ", "bold red")
            console.print(Text.assemble(mark, (f"{finding.name}: ", "bold"), finding.words))
    well = all(finding.ok for finding in findings)
    if as_json:
        print_json({"ok": well, "checks": [{"name": f.name, "ok": f.ok, "detail": f.words} for f in findings]})
    else:
        console.print("Mọi thứ đều ổn." if well else "Có chỗ cần xử lý, xem các dòng ✗ ở trên.")
    return ExitCode.OK if well else ExitCode.CONFIGURATION
