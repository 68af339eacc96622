"""The whole tree of sections in memory, so that menus, breadcrumbs and addresses need no query."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from delivery.cached_value import CachedValue
from text.collate import sort_key

from .models import LinkList, Section
from .old_paths import OldPath
from .slugs import RESERVED_AT_TOP


@dataclass(slots=True, eq=False)
class Node:
    """A section in memory. Compared by identity, so fragments cached for an old tree are not
    reused."""

    pk: int
    kind: str
    title: str
    slug: str
    path: str
    in_menu: bool
    on_home: bool
    description: str
    language: str
    second_eyes: bool = False
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"/{self.path}/"

    @property
    def lists_articles(self) -> bool:
        return self.kind == Section.Kind.SECTION

    @property
    def trail(self) -> list["Node"]:
        """The nodes from the top down to this one, which is the last."""
        return [*(self.parent.trail if self.parent else ()), self]

    @property
    def full_title(self) -> str:
        """`Kinh tế › Đầu tư`."""
        return " › ".join(node.title for node in self.trail)

    @property
    def needs_second_eyes(self) -> bool:
        """Whether this section or one above it needs a second pair of eyes."""
        return any(node.second_eyes for node in self.trail)

    @property
    def menu(self) -> list["Node"]:
        return [child for child in self.children if child.in_menu]

    def subtree(self) -> Iterator["Node"]:
        """This node and all nodes below it, each before those below it."""
        yield self
        for child in self.children:
            yield from child.subtree()

    @property
    def sections(self) -> list["Node"]:
        """This node and those below it, without static pages."""
        return [node for node in self.subtree() if node.lists_articles]


# The columns of `Section` from which a node is made, in the order of the node's members.
_COLUMNS = tuple(
    member.name for member in fields(Node) if member.name not in ("parent", "children")
)
_TITLE = _COLUMNS.index("title")


class Tree:
    """All nodes, by key and by path; siblings are in their order. Two trees that were made from
    equal rows are equal."""

    def __init__(self, rows: list[tuple]) -> None:
        self._rows = tuple(rows)
        self._hash = hash(self._rows)
        self.by_id = {row[0]: Node(*row[:-2]) for row in rows}
        for pk, *_columns, parent in rows:
            if parent is not None:
                self.by_id[pk].parent = self.by_id[parent]
                self.by_id[parent].children.append(self.by_id[pk])
        self.by_path = {node.path: node for node in self.by_id.values()}
        self.top = [node for node in self.by_id.values() if node.parent is None]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tree) and self._rows == other._rows

    def __hash__(self) -> int:
        return self._hash

    @property
    def menu(self) -> list[Node]:
        return [node for node in self.top if node.in_menu]

    @property
    def sections(self) -> list[Node]:
        """All nodes except static pages, each before those below it."""
        return [node for top in self.top for node in top.sections]


def _load() -> Tree:
    """The tree as the database has it."""
    rows = list(Section.objects.order_by().values_list(*_COLUMNS, "order", "parent_id"))
    rows.sort(key=lambda row: (row[-2], sort_key(row[_TITLE]), row[0]))
    return Tree(rows)


tree: CachedValue[Tree] = CachedValue(_load)


def hidden_nodes() -> list[Node]:
    """Nodes that readers do not find, because a later version of the portal took their address for
    a page of its own. New ones are refused (`sections.slugs`)."""
    return [node for node in tree().top if node.slug in RESERVED_AT_TOP]


# For each list of links its heading, and the title and address of each link.
Links = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


links: CachedValue[Links] = CachedValue(
    lambda: tuple(
        (each.title, tuple((link.title, link.url) for link in each.links.all()))
        for each in LinkList.objects.prefetch_related("links")
    )
)


def section_formerly_at(path: str) -> Node | None:
    """The node that had this path formerly; None if there is none."""
    found = OldPath.objects.filter(path=path).values_list("section", flat=True).first()
    return tree().by_id.get(found) if found else None
