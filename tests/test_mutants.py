"""`tests.mutants` makes a mistake where the list says, and knows which tests reach its line."""

import ast
import builtins

from tests.mutants.mutate import Mutant, functions, made, mistakes, probed

SOURCE = """
class Slug:
    def cut(self, text, most=5):
        if len(text) < most and text:
            return text
        return text[:most]
"""
MUTANT = Mutant("Slug.cut", "len(text) < most", "len(text) <= most")


def run(tree):
    names = {}
    exec(compile(tree, "slug", "exec"), names)
    return names["Slug"]().cut


def test_each_kind_of_mistake_is_found_in_a_function():
    [(name, function)] = functions(ast.parse(SOURCE))

    found = [(ast.unparse(before), ast.unparse(after)) for before, after in mistakes(function)]

    assert (name, found) == (
        "Slug.cut",
        [
            ("len(text) < most and text", "len(text) < most or text"),
            ("return text", "return None"),
            ("len(text) < most", "len(text) <= most"),
            ("return text[:most]", "return None"),
        ],
    )


def test_a_mutant_is_the_module_with_its_mistake():
    mutant = Mutant("Slug.cut", "return text[:most]", "return None")

    assert run(made(mutant, SOURCE))("a longer text") is None


def test_whoever_comes_to_a_mutants_line_is_known(monkeypatch):
    reached = []
    monkeypatch.setattr(builtins, "_reached", reached.append, raising=False)
    mutants = {3: MUTANT, 7: Mutant("Slug.cut", "return text[:most]", "return None")}
    cut = run(probed(mutants, SOURCE))

    assert (cut("abc"), reached) == ("abc", [3])
    assert (cut("a longer text"), reached) == ("a lon", [3, 3, 7])
