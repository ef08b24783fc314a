"""What the `danvan` command's exit codes mean, and which error ends with which code."""

from __future__ import annotations

from enum import IntEnum

from corpus.errors import (
    ClassifiedDocument,
    CorpusError,
    DocumentExists,
    DocumentUnknown,
    SiteExists,
    SiteUnknown,
    SourceUnreadable,
    StoreBusy,
    StoreDamaged,
)
from rag.errors import (
    ConfigurationError,
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    ModelUnavailable,
    QuestionRejected,
    RagError,
)


class ExitCode(IntEnum):
    """One number per outcome; `docs/cli.md` explains each to the person at the shell."""

    OK = 0
    INPUT_REFUSED = 1  # some or all of the input was not accepted; the rest was done
    MEASURED_WORSE = 1  # `eval gate`: a pinned figure fell
    USAGE = 2  # unknown command, option or value
    STORE_BUSY = 3  # another process owns the data directory
    CONFIGURATION = 4  # a setting, the store or the index must be mended first
    NO_BASIS = 5  # the question was understood, but the store holds no basis for an answer
    UNEXPECTED = 70  # a fault of the program; `--debug` shows where
    INTERRUPTED = 130  # Ctrl-C


_CODES: dict[type[Exception], ExitCode] = {
    SourceUnreadable: ExitCode.INPUT_REFUSED,
    ClassifiedDocument: ExitCode.INPUT_REFUSED,
    DocumentUnknown: ExitCode.INPUT_REFUSED,
    QuestionRejected: ExitCode.INPUT_REFUSED,
    StoreBusy: ExitCode.STORE_BUSY,
    DocumentExists: ExitCode.INPUT_REFUSED,
    SiteExists: ExitCode.INPUT_REFUSED,
    SiteUnknown: ExitCode.INPUT_REFUSED,
    StoreDamaged: ExitCode.CONFIGURATION,
    ConfigurationError: ExitCode.CONFIGURATION,
    IndexMissing: ExitCode.CONFIGURATION,
    IndexDamaged: ExitCode.CONFIGURATION,
    IndexMismatch: ExitCode.CONFIGURATION,
    ModelUnavailable: ExitCode.CONFIGURATION,
}


def exit_code_of(error: CorpusError | RagError) -> ExitCode:
    """Return the exit code of an error of the product, that of its nearest listed ancestor."""
    for kind in type(error).__mro__:
        if kind in _CODES:
            return _CODES[kind]
    return ExitCode.UNEXPECTED
