"""Which module imports which, read from the source; imports within functions count too."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Top to bottom.
FLOORS = (
    "demo portal server backups accounts redirects news sections agency editor media staff"
    " audit delivery database text"
).split()


def module_name(path: Path) -> str:
    """The dotted name of the module in this file; an `__init__.py` has the name of its package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules(packages: Iterable[str] = FLOORS) -> dict[str, Path]:
    """All modules of these packages, by name."""
    paths = (path for package in packages for path in sorted((ROOT / package).rglob("*.py")))
    return {module_name(path): path for path in paths}


def imported(source: str, package: str) -> Iterator[tuple[int, str]]:
    """Each name that the source of a module imports, with the number of its line. `package` is the
    module's package; relative imports are made absolute."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            parts = [*(above if node.level else []), *filter(None, [node.module])]
            yield from ((node.lineno, ".".join([*parts, alias.name])) for alias in node.names)


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    return imported(path.read_text(), ".".join(path.relative_to(ROOT).parent.parts))


def dependencies(known: dict[str, Path]) -> dict[str, set[str]]:
    """For each module, the known modules that are imported before it: those that it imports, and
    the packages around these, without the packages around itself."""
    found: dict[str, set[str]] = {}
    for name, path in known.items():
        around = {*_packages(name), name}
        needed = {each for _line, target in imports_of(path) for each in _module_of(target, known)}
        found[name] = {part for each in needed for part in (*_packages(each), each)} - around
        found[name] &= known.keys()
    return found


def _packages(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts))]


def _module_of(target: str, known: dict[str, Path]) -> list[str]:
    """The known module that an imported name means: the name itself, or what stands before its last
    dot. Empty if neither is known."""
    return next(([each] for each in (target, target.rpartition(".")[0]) if each in known), [])


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The groups of modules that import each other in a circle, by Tarjan's algorithm."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = lowest[name] = len(order)
        path.append(name)
        for target in graph[name]:
            if target not in order:
                visit(target)
            if target in path:
                lowest[name] = min(lowest[name], lowest[target])
        if lowest[name] == order[name]:
            at = path.index(name)
            group, path[at:] = path[at:], []
            if len(group) > 1:
                found.append(sorted(group))

    for name in graph:
        if name not in order:
            visit(name)
    return found
