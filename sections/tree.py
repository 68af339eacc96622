"""The whole tree in memory: menus, breadcrumbs and addresses are read from it without a query."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from delivery.kept import Kept
from text.collate import sort_key

from .models import LinkList, OldPath, Section


@dataclass(slots=True)
class Node:
    pk: int
    kind: str
    title: str
    slug: str
    path: str
    in_menu: bool
    on_home: bool
    description: str
    language: str
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
        """From the top down to this node."""
        above = self.parent.trail if self.parent else []
        return [*above, self]

    @property
    def menu(self) -> list["Node"]:
        return [child for child in self.children if child.in_menu]

    def subtree(self) -> Iterator["Node"]:
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.subtree()

    @property
    def sections(self) -> list["Node"]:
        """Those of this node and all below it that list articles."""
        return [node for node in self.subtree() if node.lists_articles]


class Tree:
    """Every node by id and by path; siblings stand in their order."""

    def __init__(self, nodes: list[Node]) -> None:
        self.by_id = {node.pk: node for node in nodes}
        self.by_path = {node.path: node for node in nodes}
        self.top = [node for node in nodes if node.parent is None]

    @property
    def menu(self) -> list[Node]:
        return [node for node in self.top if node.in_menu]

    @property
    def sections(self) -> list[Node]:
        """All that list articles, each before those below it."""
        return [node for top in self.top for node in top.sections]


def _load() -> Tree:
    rows = list(
        Section.objects.order_by().values_list(
            "pk",
            "kind",
            "title",
            "slug",
            "path",
            "in_menu",
            "on_home",
            "description",
            "language",
            "order",
            "parent_id",
        )
    )
    rows.sort(key=lambda row: (row[-2], sort_key(row[2]), row[0]))
    nodes = {row[0]: Node(*row[:-2]) for row in rows}
    for row in rows:
        if row[-1] is not None:
            nodes[row[0]].parent = nodes[row[-1]]
            nodes[row[-1]].children.append(nodes[row[0]])
    return Tree(list(nodes.values()))


tree: Kept[Tree] = Kept(_load)


def _load_links() -> list[tuple[str, list[tuple[str, str]]]]:
    lists = LinkList.objects.prefetch_related("links")
    return [(each.title, [(link.title, link.url) for link in each.links.all()]) for each in lists]


links: Kept[list[tuple[str, list[tuple[str, str]]]]] = Kept(_load_links)


def moved_to(path: str) -> Node | None:
    """The node that once had this path."""
    found = OldPath.objects.filter(path=path).values_list("section", flat=True).first()
    return tree().by_id.get(found) if found else None
