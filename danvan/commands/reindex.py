"""`danvan reindex`: the index built anew from the ledger; the source files are not needed."""

from __future__ import annotations

from danvan.settings import Settings


def reindex(settings: Settings) -> None:
    """Build the index anew and say how much it holds."""
    from danvan.store import INDEX_FOLDER, owned_store
    from danvan.wiring import build_encoder, index_makers, rebuild
    from rag.index import PassageIndex

    encoder = build_encoder(settings)
    with owned_store(settings, "reindex") as (_, ledger):
        index = PassageIndex(settings.data_dir / INDEX_FOLDER, encoder, index_makers(graph=True))
        try:
            passages = rebuild(index, ledger)
        finally:
            index.close()
        print(f"Đã dựng lại chỉ mục: {len(ledger.documents())} văn bản, {passages} đoạn.")
