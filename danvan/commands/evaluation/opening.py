"""What is measured: the store opened here, a store made for the purpose, or a server."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import httpx

from danvan.settings import Settings
from danvan.store import server_url
from eval.summary import Plain
from eval.targets import InProcess, OverHttp, Target
from rag.errors import ConfigurationError
from rag.model import Mode

if TYPE_CHECKING:
    from danvan.wiring import House

IN_PROCESS = "in-process"
_TIMEOUT_S = 180.0  # a language model may write for two minutes


@dataclass(frozen=True, slots=True)
class Opened:
    """A target with what a summary tells of it; `sources` are the file names of its documents, None when unknown."""

    target: Target
    name: str
    encoder: str
    settings: Mapping[str, Plain]
    sources: frozenset[str] | None


@contextmanager
def open_target(
    settings: Settings,
    url: str | None = None,
    key: str | None = None,
    documents: Sequence[Path] = (),
    mode: Mode = "extractive",
) -> Iterator[Opened]:
    """Open the server at `url`, or a store made of the shipped and these documents, or the store of the settings.

    A server that owns the store of the settings is asked over HTTP. Raises StoreBusy, StoreDamaged or
    ConfigurationError, the last also where a language model is to be measured here and none is set.
    """
    if documents:
        with fresh_store(settings, documents, mode=mode) as opened:
            yield opened
        return
    url = url or server_url(settings)
    if url:
        with _server(url, key, mode) as opened:
            yield opened
        return
    from danvan.wiring import open_house

    with open_house(settings, "eval", graph=False) as house:
        yield _here(house, settings, mode=mode)


@contextmanager
def fresh_store(
    settings: Settings, documents: Iterable[Path] = (), *, ranking: bool = True, mode: Mode = "extractive"
) -> Iterator[Opened]:
    """Open a store that is made of the shipped documents and these, and thrown away at the end.

    Without `ranking`, rows do not tell what was considered, and asking takes half the time.
    """
    from danvan.wiring import open_house, take_in

    with TemporaryDirectory(prefix="danvan-eval-") as folder:
        made = settings.model_copy(update={"data_dir": Path(folder), "shipped_documents": True})
        with open_house(made, "eval", graph=False) as house:
            paths = list(documents)
            if paths:
                take_in(house, paths)
            yield _here(house, made, ranking=ranking, mode=mode)


def _here(house: House, settings: Settings, *, ranking: bool = True, mode: Mode = "extractive") -> Opened:
    if mode != "extractive" and house.model is None:
        raise ConfigurationError("Chưa có mô hình ngôn ngữ nào để chấm. Đặt DANVAN_LLM_MODEL (docs/settings.md).")
    from corpus.errors import DocumentUnknown
    from corpus.model import DocumentId

    def text_of(document_id: str) -> str:
        try:
            return house.ledger.document(DocumentId(document_id)).text
        except DocumentUnknown:
            return ""

    stored = house.ledger.documents()
    told: dict[str, Plain] = {
        "documents": len(stored),
        "passages": house.index.size(),
        "weights_sha256": _weights_sha256(),
    }
    if mode != "extractive" and house.model is not None:
        told |= {"mode": mode, "model": house.model.chat.name}
    return Opened(
        target=InProcess(house.assistant(), text_of, ranking=ranking, mode=mode),
        name=IN_PROCESS,
        encoder=settings.encoder,
        settings=told,
        sources=frozenset(summary.source_name for summary in stored),
    )


def _weights_sha256() -> str:
    """Return which weights and limits the answers were made with."""
    from danvan.wiring import ANSWER_SETTINGS_FILE

    return hashlib.sha256((files("rag") / "data" / ANSWER_SETTINGS_FILE).read_bytes()).hexdigest()[:12]


@contextmanager
def _server(url: str, key: str | None, mode: Mode) -> Iterator[Opened]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    with httpx.Client(base_url=url, headers=headers, timeout=_TIMEOUT_S, trust_env=False) as client:
        ready = _readiness(client)
        yield Opened(OverHttp(client, mode), url, str(ready.get("fingerprint", "")), ready, None)


def _readiness(client: httpx.Client) -> dict[str, Plain]:
    """Return what the server tells of itself; nothing when it does not, which the first question will show."""
    try:
        content = client.get("/health/ready").json()
    except (httpx.HTTPError, ValueError):
        return {}
    return {name: value for name, value in content.items() if name in {"documents", "passages", "fingerprint"}}
