"""Finds possible one-line mistakes (mutants) in the product's functions, and makes them, by `ast`.

A mutant is named by its function and by its code before and after, so that it is found again after
its module has moved.
"""

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.test_floors import FLOORS

ROOT = Path(__file__).resolve().parent.parent.parent
LISTED = Path(__file__).with_name("listed.txt")
SEED = 20_16
FLIPPED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Mutant:
    # `Class.function` or `function`.
    function: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.function} | {self.before} | {self.after}"


def sources() -> Iterator[Path]:
    """The product's modules without migrations and the demo."""
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            if floor != "demo" and "migrations" not in path.parts:
                yield path


def functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    """The functions of the module and the methods of its classes, by name."""
    for node in tree.body:
        if isinstance(node, Function):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for each in node.body:
                if isinstance(each, Function):
                    yield f"{node.name}.{each.name}", each


def mistakes(function: Function) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Each node of the function's body that can be mutated on one line, and the mutated node."""
    for statement in function.body:
        for node in ast.walk(statement):
            mistake = _mistake(node)
            if mistake is not None and node.lineno == node.end_lineno:
                yield node, ast.copy_location(mistake, node)


def _mistake(node: ast.AST) -> ast.AST | None:
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=others):
            return ast.Compare(left, [FLIPPED[type(operator)]()], others)
        case ast.BoolOp(op=operator, values=values):
            return ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return operand
        case ast.Constant(value=bool(value)):
            return ast.Constant(not value)
        case ast.Constant(value=int(value)):
            return ast.Constant(value + 1)
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            return ast.Return(ast.Constant(None))
    return None


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def drawn(count: int) -> list[Mutant]:
    """Draw so many mutants, each in another function. The same product gives the same mutants."""
    chance = random.Random(SEED)
    found: dict[str, list[Mutant]] = {}
    for path in sources():
        for name, function in functions(ast.parse(path.read_text())):
            those = [
                Mutant(name, ast.unparse(before), ast.unparse(after))
                for before, after in mistakes(function)
            ]
            if those and name not in found:
                found[name] = those
    names = chance.sample(sorted(found), count)
    return [chance.choice(found[name]) for name in names]


def listed() -> list[Mutant]:
    """The mutants of the list that were not struck."""
    lines = [line for line in LISTED.read_text().splitlines() if line and line[0] not in "#-"]
    return [Mutant(*line.split(" | ")) for line in lines]


def place(mutant: Mutant) -> Path | None:
    """The module that has the mutant's function with the code to mutate; None if there is none."""
    for path in sources():
        source = path.read_text()
        if mutant.function.rpartition(".")[2] in source and spot(mutant, ast.parse(source)):
            return path
    return None


def spot(mutant: Mutant, tree: ast.Module) -> tuple[ast.AST, ast.AST] | None:
    """The node to mutate and the mutated node."""
    for name, function in functions(tree):
        for before, after in mistakes(function) if name == mutant.function else ():
            if (ast.unparse(before), ast.unparse(after)) == (mutant.before, mutant.after):
                return before, after
    return None


def made(mutant: Mutant, source: str) -> ast.Module:
    """The tree of the module with the mutant in it."""
    tree = ast.parse(source)
    before, after = spot(mutant, tree)

    class Change(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return after if node is before else self.generic_visit(node)

    return ast.fix_missing_locations(Change().visit(tree))


def probed(mutants: dict[int, Mutant], source: str) -> ast.Module:
    """The tree of the module with probes: it calls `_reached(number)` when it reaches the line of a
    mutant."""
    tree = ast.parse(source)
    lines = {}
    for number, mutant in mutants.items():
        before, _ = spot(mutant, tree)
        lines[number] = before.lineno

    class Probe(ast.NodeTransformer):
        def generic_visit(self, node: ast.AST) -> ast.AST:
            super().generic_visit(node)
            for field in ("body", "orelse", "finalbody"):
                statements = getattr(node, field, None)
                if isinstance(statements, list):
                    setattr(node, field, [more for each in statements for more in told(each)])
            return node

    def told(statement: ast.stmt) -> Iterator[ast.stmt]:
        inner = [each for each in ast.walk(statement) if isinstance(each, ast.stmt)][1:]
        for number, line in lines.items():
            here = statement.lineno <= line <= statement.end_lineno
            if here and not any(each.lineno <= line <= each.end_lineno for each in inner):
                yield ast.parse(f"__import__('builtins')._reached({number})").body[0]
        yield statement

    return ast.fix_missing_locations(Probe().visit(tree))
