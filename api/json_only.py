"""Bodies are JSON and say so: anything else is refused with 415.

This also keeps forms of foreign pages out: a browser may not send application/json across origins unasked.
"""

from __future__ import annotations

from email.message import Message

from starlette.requests import Request

from api import problems
from api.failures import RefusalError


async def require_json(request: Request) -> None:
    """Raise `RefusalError` unless the request says that its body is JSON."""
    said = Message()
    said["content-type"] = request.headers.get("content-type", "")
    main, sub = said.get_content_maintype(), said.get_content_subtype()
    if main != "application" or not (sub == "json" or sub.endswith("+json")):
        raise RefusalError(problems.NOT_JSON_TYPE)
