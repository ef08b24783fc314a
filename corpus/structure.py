"""The outline of a document: every numbered, bulleted and anatomical section, with its place in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus import anatomy, labels
from corpus.blocks import find_blocks
from corpus.headings import looks_like_heading, may_be_heading, stands_alone
from corpus.model import Section, SectionKind
from corpus.numbering import PART_STYLES, Marker, Style
from corpus.outline import Node, choose, kind_of
from corpus.text_lines import Block, TextLine, text_lines

_SHORTEST_ATTACHED = 12  # a shorter stray line after the recipients is a scribble or a stamp
_LONGEST_QUOTE = 80
_FRAME = (SectionKind.PREAMBLE, SectionKind.LETTERHEAD, SectionKind.SIGNATURE, SectionKind.RECIPIENTS)


def outline(text: str) -> tuple[Section, ...]:
    """Return the sections of a clean text in document order.

    Markers and paths are as printed (a word before a numeral is written "Chương", whatever its capitals);
    bullets are counted within their parent from 1. Children lie inside their parents.
    """
    lines = text_lines(text)
    reader = _Reader(lines)
    reader.read(find_blocks(lines))
    return _sections(reader.nodes, lines)


@dataclass(slots=True)
class _Reader:
    """Reads the lines of one document into nodes. `stack` are the open ones, `pending` debris not yet placed."""

    lines: Sequence[TextLine]
    nodes: list[Node] = field(default_factory=list)
    stack: list[Node] = field(default_factory=list)
    pending: list[int] = field(default_factory=list)
    quoted_until: int = -1
    titled: Node | None = None

    def read(self, blocks: Sequence[Block]) -> None:
        starts = {block.first: block for block in blocks}
        number = 0
        while number < len(self.lines):
            block = starts.get(number)
            if block:
                self._read_block(block)
            else:
                self._read_content(number)
            number = block.last if block else number + 1
        self._place_debris(self.stack[-1] if self.stack else None)

    def _read_block(self, block: Block) -> None:
        holds = bool(self.stack) and self.stack[0].kind is SectionKind.APPENDIX
        self.stack = self.stack[:1] if holds and block.kind is not SectionKind.APPENDIX else []
        holder = self.stack[0] if self.stack else None
        self._place_debris(holder)
        printed = _appendix_name(self.lines[block.first].text) if block.kind is SectionKind.APPENDIX else ""
        node = self._add(block.first, holder, block.kind, (printed,) if printed else ())
        if block.kind is SectionKind.APPENDIX:
            self.stack = [node]
        node.lines.extend(range(block.first + 1, block.last))
        node.last = block.last - 1

    def _read_content(self, number: int) -> None:
        line = self.lines[number]
        if not line.is_row and number > self.quoted_until:
            if anatomy.is_debris(line.text):
                self.pending.append(number)
                return
            chosen = choose(line.text, self.stack)
            if chosen:
                self._open(number, *chosen)
                return
            if line.text[0] in '“"':
                self.quoted_until = _quote_end(self.lines, number)
        if not self.stack:
            self._open_plain(number)
            return
        self._place_debris(self.stack[-1])
        self.stack[-1].lines.append(number)
        self.stack[-1].last = number

    def _open(self, number: int, marker: Marker, depth: int) -> None:
        del self.stack[depth:]
        holder = self.stack[-1] if self.stack else None
        self._place_debris(holder)
        step = marker.printed
        if marker.style is Style.BULLET:
            step = f"-{self._count_bullet(holder)}"
        node = self._add(number, holder, kind_of(marker), (*(holder.path if holder else ()), step), marker)
        self.stack.append(node)

    def _count_bullet(self, holder: Node | None) -> int:
        if holder:
            holder.bullets += 1
            return holder.bullets
        before = [node for node in self.nodes if node.parent is None]
        count = 0
        for node in reversed(before):
            if node.kind in _FRAME:
                break
            count += node.kind is SectionKind.BULLET
        return count + 1

    def _open_plain(self, number: int) -> None:
        """Give plain text outside every section a section of its own."""
        ended = any(node.kind in (SectionKind.SIGNATURE, SectionKind.RECIPIENTS) for node in self.nodes)
        text = self.lines[number].text
        if ended and (len(text) < _SHORTEST_ATTACHED or not (" " in text or self.lines[number].is_row)):
            self.pending.append(number)
            return
        self._place_debris(None)
        last = self.nodes[-1] if self.nodes else None
        kind = SectionKind.APPENDIX if ended else SectionKind.PREAMBLE
        if last and last.kind is kind and last.parent is None and not last.path:
            last.lines.append(number)
            last.last = number
        else:
            self._add(number, None, kind, ())

    def _place_debris(self, holder: Node | None) -> None:
        pending, self.pending = self.pending, []
        for number in pending:
            self._add(number, holder, SectionKind.DEBRIS, ())

    def _add(
        self, number: int, holder: Node | None, kind: SectionKind, path: tuple[str, ...], marker: Marker | None = None
    ) -> Node:
        parent = holder.ordinal if holder else None
        node = Node(len(self.nodes), number, parent, kind, path, marker, self.lines[number].text, number)
        self.nodes.append(node)
        return node


def _appendix_name(line: str) -> str:
    name = anatomy.opens_appendix(line)
    if name is None:
        return line.rstrip(" :.").capitalize() if len(line) <= 60 else ""
    words = name.split()
    return " ".join(
        [words[0].capitalize(), *(word if len(word) < 4 and word != "LỤC" else word.lower() for word in words[1:])]
    )


def _quote_end(lines: Sequence[TextLine], number: int) -> int:
    """Return the line that closes the quotation which `number` opens, or the line before it when none does."""
    for place in range(number, min(len(lines), number + _LONGEST_QUOTE)):
        text = lines[place].text.rstrip(" .;,/:")
        if text.endswith(("”", '"')) and (place > number or len(text) > 1):
            return place
    return number - 1


def _sections(nodes: Sequence[Node], lines: Sequence[TextLine]) -> tuple[Section, ...]:
    children: dict[int, int] = {}
    for node in reversed(nodes):
        if node.parent is not None:
            holder = nodes[node.parent]
            holder.last = max(holder.last, node.last)
            children[node.parent] = children.get(node.parent, 0) + (node.kind is not SectionKind.DEBRIS)
    headings = _headings(nodes, lines, children)
    used: dict[str, int] = {}
    return tuple(_section(node, nodes, lines, headings[node.ordinal], used) for node in nodes)


def _section(
    node: Node, nodes: Sequence[Node], lines: Sequence[TextLine], heading: str, used: dict[str, int]
) -> Section:
    start = lines[node.line].start
    return Section(
        ordinal=node.ordinal,
        parent=node.parent,
        kind=node.kind,
        marker=node.path[-1] if node.path else "",
        path=node.path,
        label=_label(node, nodes, lines),
        heading=heading,
        anchor=labels.anchor(node.path, node.kind, used),
        start=start,
        body=start + (node.marker.body if node.marker else 0),
        end=lines[node.last].end,
    )


def _label(node: Node, nodes: Sequence[Node], lines: Sequence[TextLine]) -> str:
    root = node
    while root.parent is not None:
        root = nodes[root.parent]
    appendix = root.path[0] if root.kind is SectionKind.APPENDIX and root.path else ""
    if node.path:
        return labels.section_label(node.path, appendix)
    label = labels.block_label(node.kind)
    if node.kind is SectionKind.PREAMBLE:
        texts = [lines[number].text for number in (node.line, *node.lines)]
        if all(anatomy.is_strict_basis(text) for text in texts[:1]):
            label = "Phần căn cứ"
        elif not any(other.path and other.parent is None and other.kind is not SectionKind.APPENDIX for other in nodes):
            label = "Phần nội dung văn bản"
    return f"{appendix}, {label[:1].lower()}{label[1:]}" if appendix else label


def _headings(nodes: Sequence[Node], lines: Sequence[TextLine], children: dict[int, int]) -> list[str]:
    """Return the heading of every node, "" for those without; neighbours settle what a single line cannot."""
    headings = [_own_heading(node, lines, node.ordinal in children) for node in nodes]
    groups: dict[tuple[int | None, object], list[Node]] = {}
    for node in nodes:
        if node.marker and node.marker.style is not Style.BULLET:
            groups.setdefault((node.parent, node.marker.style), []).append(node)
    for group in groups.values():
        headed = sum(1 for node in group if headings[node.ordinal])
        for node in group:
            words = _words(node)
            holds_more = node.ordinal in children or bool(node.lines)
            if not headings[node.ordinal] and holds_more and headed * 2 > len(group) and may_be_heading(words):
                headings[node.ordinal] = words.rstrip(" .;")
    return headings


def _words(node: Node) -> str:
    return node.text[node.marker.body :].strip() if node.marker else node.text


def _own_heading(node: Node, lines: Sequence[TextLine], has_children: bool) -> str:
    if node.kind is SectionKind.APPENDIX and node.path:
        own = [lines[number].text for number in node.lines if number < node.line + 6]
        titles = [text for text in own if text.isupper() or text.startswith("(")]
        return " ".join([node.text, *titles[: len(own)]]) if titles else node.text
    if node.marker is None:
        return ""
    words = _words(node)
    if not words and node.marker.style in PART_STYLES and node.lines:
        below = lines[node.lines[0]].text
        return below if looks_like_heading(below, node.kind, has_children) else ""
    holds_more = has_children or bool(node.lines)
    if looks_like_heading(words, node.kind, has_children) if holds_more else stands_alone(words, node.kind):
        return words.rstrip(" :.")
    return ""
