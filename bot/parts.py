"""What every handler works with: the parts of the bot, and the rules that an operator has set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.catalogue import Catalogue
from bot.members import Members, Permit
from bot.memory import Memory, Standing
from bot.ports import Answering, DocumentSource, Identity, Keeper, Mailbox
from bot.usage import Usage
from bot.wording import FILTERED, ONE_DOCUMENT, YEAR
from corpus.model import DocumentId
from rag.model import Filters


@dataclass(frozen=True, slots=True)
class Rules:
    """What an operator decides. `public_url` is where the document viewer is reached, None when it is not."""

    everyone: bool = False
    admins: frozenset[int] = frozenset()
    memory_days: int = 7
    per_minute: int = 20
    per_day: int = 300
    public_url: str | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that handlers are made of. All of them may be used from several threads."""

    assistant: Answering
    documents: DocumentSource
    catalogue: Catalogue
    mailbox: Mailbox
    keeper: Keeper | None
    rules: Rules
    identity: Identity
    members: Members
    memory: Memory
    usage: Usage
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


def assemble(
    assistant: Answering,
    documents: DocumentSource,
    mailbox: Mailbox,
    keeper: Keeper | None,
    rules: Rules,
    identity: Identity,
) -> Parts:
    """Return the parts of a bot, with the registers that belong to them."""
    members = Members(mailbox, rules.admins, everyone=rules.everyone)
    memory = Memory(mailbox, rules.memory_days)
    usage = Usage(rules.per_minute, rules.per_day)
    return Parts(assistant, documents, Catalogue(documents), mailbox, keeper, rules, identity, members, memory, usage)


def allowed_filters(standing: Standing, permit: Permit) -> Filters | None:
    """Return the standing filters within what is permitted; None when nothing is left."""
    wanted = standing.filters()
    if permit.documents is None:
        return wanted
    ids = wanted.document_ids or permit.documents
    within = tuple(DocumentId(one) for one in ids if permit.allows(one))
    return Filters(within, wanted.locality, wanted.year) if within else None


def filters_words(standing: Standing) -> str:
    """Name the filters that stand, "" when none does."""
    named = [standing.locality, YEAR.format(year=standing.year) if standing.year else None]
    named.append(ONE_DOCUMENT if standing.document else None)
    return ", ".join(part for part in named if part)


def filters_line(standing: Standing) -> str:
    """Return the line under an answer that shows the filters, "" when there is none."""
    words = filters_words(standing)
    return FILTERED.format(filters=words) if words else ""
