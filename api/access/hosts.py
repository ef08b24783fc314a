"""Whether a request means this server: what a page under a borrowed name may read would be ours otherwise.

A page may point its own name at this machine's address (DNS rebinding); the browser then takes us for a part of it.
Such a name is a full one in a public zone, so where the operator has said which name is ours, others are refused.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_ours(host: str, public_url: str | None) -> bool:
    """Tell whether a `Host` header may be ours: any without `public_url`; else its host, an address, a local name.

    Local are names without a dot and those under `.local` and `.localhost`, which no public zone hands out.
    """
    if public_url is None:
        return True
    asked, ours = _name(host), _name(urlsplit(public_url).netloc)
    return asked is not None and (asked == ours or _is_address(asked) or _is_local(asked))


def _name(host: str) -> str | None:
    """Return the name in "name:port", in small letters and without a closing dot; None when it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".") or None
    except ValueError:
        return None


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_local(name: str) -> bool:
    return "." not in name or name.endswith((".local", ".localhost"))
