"""The open containers of a body being built: quote, lists and items, one table and its cell.

Depth is bounded whatever the input nests (a quote or a table at the bottom, lists up to
MAX_LISTS above it), so searching the stack costs next to nothing and writing may recurse.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

from text.body.blocks import Block, Cell, HtmlList, Quote, Table
from text.body.marks import OpenMarks

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
    """One open container; which fields count depends on its kind."""

    kind: ContainerKind
    content: list[Block] = field(default_factory=list)
    node: HtmlList | Table | Cell | None = None
    marking: OpenMarks | None = None  # the marks outside a cell, in force again after it


class ContainerStack:
    """The stack of open containers, and the finished blocks at its bottom."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._stack = [Container(ContainerKind.TOP, self.blocks)]
        self._held_back: list[Block] = []

    @property
    def top(self) -> Container:
        return self._stack[-1]

    def frame(self, at: int) -> Container:
        return self._stack[at]

    def push(self, frame: Container) -> None:
        self._stack.append(frame)

    def content(self) -> list[Block]:
        """Where a paragraph goes now; in a list outside its items it becomes an item."""
        top = self._stack[-1]
        if isinstance(top.node, HtmlList):
            top.node.items.append([])
            return top.node.items[-1]
        if isinstance(top.node, Table):
            return top.node.before
        return top.content

    def place(self, block: Block) -> None:
        """Put a block that stands at the top level only: now, or after the open list or table."""
        if any(frame.kind in _HOLDING_FIGURES_BACK for frame in self._stack):
            self._held_back.append(block)
            return
        if len(self._stack) > 1:  # only a quote is left: it is split
            self._finish_quote(self._stack[1])
        self.blocks.append(block)

    def find(self, *kinds: ContainerKind, scopes: frozenset[ContainerKind] = _SCOPES) -> int:
        """Place of the innermost container of these kinds inside the current scope, 0 for none."""
        for at in range(len(self._stack) - 1, 0, -1):
            if self._stack[at].kind in kinds:
                return at
            if self._stack[at].kind in scopes:
                return 0
        return 0

    def find_list(self, tag: str) -> int:
        """Place of the innermost list with this tag in the current scope, 0 for none."""
        for at in range(len(self._stack) - 1, 0, -1):
            frame = self._stack[at]
            if isinstance(frame.node, HtmlList) and frame.node.tag == tag:
                return at
            if frame.kind in _SCOPES:
                return 0
        return 0

    def is_open(self, *kinds: ContainerKind) -> bool:
        return any(frame.kind in kinds for frame in self._stack)

    def depth(self, kind: ContainerKind) -> int:
        return sum(frame.kind is kind for frame in self._stack)

    def close(self, at: int) -> OpenMarks | None:
        """Close the container at that place and all inside it; the marks to go back to, if any."""
        marking = None
        while len(self._stack) > at:
            frame = self._stack.pop()
            marking = frame.marking or marking
            self._finish(frame)
        if self._held_back and not self.is_open(*_HOLDING_FIGURES_BACK):
            held_back, self._held_back = self._held_back, []
            for block in held_back:
                self.place(block)
        return marking

    def _finish(self, frame: Container) -> None:
        parent, node = self._stack[-1], frame.node
        if frame.kind is ContainerKind.ITEM:
            if frame.content and isinstance(parent.node, HtmlList):
                parent.node.items.append(frame.content)
        elif isinstance(node, HtmlList):
            if node.items:
                self.content().append(node)
        elif isinstance(node, Table):
            self._finish_table(node)
        elif isinstance(node, Cell):
            node.content = frame.content
        elif frame.kind is ContainerKind.CAPTION and isinstance(parent.node, Table):
            parent.node.caption += frame.content
        elif frame.kind is ContainerKind.QUOTE:
            self._finish_quote(frame)

    def _finish_quote(self, frame: Container) -> None:
        if frame.content:
            self.blocks.append(Quote(frame.content))
            frame.content = []

    def _finish_table(self, table: Table) -> None:
        for block in table.before:
            self.place(block)
        table.head = [row for row in table.head if row]
        table.body = [row for row in table.body + table.foot if row]
        rows = table.head + table.body
        if table.caption or any(cell.content for row in rows for cell in row):
            self.place(table)
