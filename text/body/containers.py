"""The open containers of a body being built (a quote, lists and items, one table and its cell),
and the paragraph being read.

However deep the input is nested, the stack is short: a quote or a table, and in it lists up to
MAX_LIST_DEPTH. So a search of the stack costs little, and the blocks may be written recursively.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

from text.body.blocks import Block, Cell, HtmlList, Paragraph, Quote, Table
from text.body.marks import Line, OpenMarks, normalise_lines

MAX_LIST_DEPTH = 6


class ContainerKind(Enum):
    TOP = auto()
    QUOTE = auto()
    LIST = auto()
    ITEM = auto()
    TABLE = auto()
    CELL = auto()
    CAPTION = auto()


_SCOPES = frozenset(
    (
        ContainerKind.TOP,
        ContainerKind.QUOTE,
        ContainerKind.TABLE,
        ContainerKind.CELL,
        ContainerKind.CAPTION,
    )
)
_HOLDING_FIGURES_BACK = frozenset((ContainerKind.LIST, ContainerKind.TABLE))


@dataclass(slots=True)
class Container:
    """One open container. Its kind decides which fields are used."""

    kind: ContainerKind
    content: list[Block] = field(default_factory=list)
    node: HtmlList | Table | Cell | None = None
    # The marks that were open outside a cell or caption; they are open again after it.
    outer_marks: OpenMarks | None = None


class OpenBody:
    """The stack of open containers above the finished blocks, and the paragraph being read."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lines: list[Line] = [[]]
        # The tag of the paragraph being read; used at the top level only.
        self.tag = "p"
        self.open_marks = OpenMarks()
        self.ignored_lists = 0
        self.stack = [Container(ContainerKind.TOP, self.blocks)]
        self._held_back: list[Block] = []

    @property
    def top(self) -> Container:
        return self.stack[-1]

    def flush(self) -> bool:
        """End the paragraph being read; True if it shows anything."""
        if self.lines == [[]]:
            return False
        lines, self.lines = normalise_lines(self.lines), [[]]
        if lines:
            tag = self.tag if self.top.kind is ContainerKind.TOP else "p"
            self.content().append(Paragraph(tag, lines))
        return bool(lines)

    def open(self, container: Container) -> None:
        """End the paragraph and open a container. A cell or caption starts without open marks."""
        self.flush()
        self.tag = "p"
        if container.kind in (ContainerKind.CELL, ContainerKind.CAPTION):
            container.outer_marks, self.open_marks = self.open_marks, OpenMarks()
            self.ignored_lists = 0
        self.stack.append(container)

    def close(self, at: int) -> None:
        """End the paragraph, then close the container at this index of the stack and all in it."""
        self.flush()
        self.tag = "p"
        while len(self.stack) > at:
            container = self.stack.pop()
            self.open_marks = container.outer_marks or self.open_marks
            self._finish(container)
        if self._held_back and not self.is_open(*_HOLDING_FIGURES_BACK):
            held_back, self._held_back = self._held_back, []
            for block in held_back:
                self.add_top_level(block)

    def content(self) -> list[Block]:
        """The blocks to which the next paragraph is added: a new item if a list is open without an
        item, the blocks before the table if a table is open without a cell."""
        top = self.stack[-1]
        if isinstance(top.node, HtmlList):
            top.node.items.append([])
            return top.node.items[-1]
        if isinstance(top.node, Table):
            return top.node.before
        return top.content

    def add_top_level(self, block: Block) -> None:
        """Add a block that must be at the top level: now, or after the open list or table."""
        if self.is_open(*_HOLDING_FIGURES_BACK):
            self._held_back.append(block)
            return
        # Only a quote can be open here; the block splits it.
        if len(self.stack) > 1:
            self._finish_quote(self.stack[1])
        self.blocks.append(block)

    def find(
        self,
        *kinds: ContainerKind,
        scopes: frozenset[ContainerKind] = _SCOPES,
        list_tag: str = "",
    ) -> int:
        """The index in the stack of the innermost container of these kinds; 0 if there is none.

        The search ends at a container of the kinds `scopes`. With `list_tag`, only lists with this
        tag count.
        """
        for at in range(len(self.stack) - 1, 0, -1):
            container = self.stack[at]
            if container.kind in kinds and (not list_tag or container.node.tag == list_tag):
                return at
            if container.kind in scopes:
                return 0
        return 0

    def is_open(self, *kinds: ContainerKind) -> bool:
        return any(container.kind in kinds for container in self.stack)

    def _finish(self, container: Container) -> None:
        parent, node = self.stack[-1], container.node
        if container.kind is ContainerKind.ITEM:
            if container.content and isinstance(parent.node, HtmlList):
                parent.node.items.append(container.content)
        elif isinstance(node, HtmlList):
            if node.items:
                self.content().append(node)
        elif isinstance(node, Table):
            self._finish_table(node)
        elif isinstance(node, Cell):
            node.content = container.content
        elif container.kind is ContainerKind.CAPTION and isinstance(parent.node, Table):
            parent.node.caption += container.content
        elif container.kind is ContainerKind.QUOTE:
            self._finish_quote(container)

    def _finish_quote(self, container: Container) -> None:
        if container.content:
            self.blocks.append(Quote(container.content))
            container.content = []

    def _finish_table(self, table: Table) -> None:
        for block in table.before:
            self.add_top_level(block)
        table.head = [row for row in table.head if row]
        table.body = [row for row in table.body + table.foot if row]
        rows = table.head + table.body
        if table.caption or any(cell.content for row in rows for cell in row):
            self.add_top_level(table)
