"""What a site's visitors may ask about: to them it is the whole store, whatever the page sends."""

from __future__ import annotations

import re
from collections.abc import Iterable

from api.ports import DocumentSummary
from corpus.folding import fold
from corpus.model import DocumentId, Metadata
from corpus.sites import SiteScope


def covered(scope: SiteScope, stored: Iterable[DocumentSummary]) -> tuple[DocumentId, ...]:
    """Return the stored documents that a scope allows, in the order given."""
    return tuple(
        document.id
        for document in stored
        if (not scope.document_ids or document.id in scope.document_ids) and _fits(scope, document.metadata)
    )


def _fits(scope: SiteScope, metadata: Metadata) -> bool:
    return _is_place(scope.locality, metadata.locality) and (
        scope.type_name is None or fold(scope.type_name) == fold(metadata.type_name or "")
    )


def _is_place(wanted: str | None, locality: str | None) -> bool:
    """Tell whether a place is the one wanted, which may be named without the word of its level."""
    if wanted is None:
        return True
    return re.search(rf"(?:^|\s){re.escape(fold(wanted))}$", fold(locality or "")) is not None
