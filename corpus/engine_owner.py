"""What every store in a SQLite file shares: it owns an engine, and closes it when it is left or could not be opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Engine


class EngineOwner:
    """A store that keeps an engine open until `close`, or until the end of a `with`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def closed_if_it_fails(self) -> Iterator[None]:
        """Close the store when what stands in the `with` raises: nobody else holds a store that did not open."""
        try:
            yield
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
