"""The shape of an answer, as a reviewer sees it before reading: length, branches, names, what is never used. Advice, no verdict."""

import ast
import builtins
from collections.abc import Iterator
from itertools import pairwise

MOST_STATEMENTS = 20
"""Of one function; above it a reader has to scroll, and it mostly does two things."""
MOST_DEPTH = 3
"""Of loops, conditions and the like inside each other."""
MUCH_LONGER = 1.6
"""Times as many statements as the reference, from which it is worth asking what the rest is for (RUBRIC-15)."""
SAYS_NOTHING = {
    "tmp",
    "temp",
    "foo",
    "bar",
    "data2",
    "my_list",
    "my_dict",
    "obj",
    "thing",
    "stuff",
    "flag",
    "var",
    "aux",
}
SHORT_BUT_KNOWN = {"_", "i", "j", "k", "n", "m", "x", "y", "e", "f"}
BLOCKS = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Try, ast.Match)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def statements(source: str) -> int:
    """How many statements there are, docstrings not counted; the measure of length, since line breaks are taste."""
    return _count(ast.parse(source))


def advice(source: str, reference: int) -> list[str]:
    """What a reviewer might remark about `source`, a cell whose reference has `reference` statements; [] when nothing.

    Raises SyntaxError.
    """
    tree = ast.parse(source)
    return [*_length(tree, reference), *_functions(tree), *_names(tree), *_unused(tree)]


def written(source: str) -> bool:
    """Whether it is more than the starter's stubs."""
    return not any(
        isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Name | ast.Call)
        and getattr(node.exc, "id", getattr(getattr(node.exc, "func", None), "id", "")) == "NotImplementedError"
        for node in ast.walk(ast.parse(source))
    )


def _count(tree: ast.AST) -> int:
    return sum(isinstance(node, ast.stmt) and not _is_docstring(node) for node in ast.walk(tree))


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _length(tree: ast.AST, reference: int) -> Iterator[str]:
    count = _count(tree)
    if count > reference * MUCH_LONGER:
        yield (
            f"{count} statements; the reference has {reference}. Is there a line that no requirement asks for? "
            "Surplus code reads as weak judgment (RUBRIC-15)."
        )


def _functions(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, FUNCTIONS):
            continue
        if (count := _count(node) - 1) > MOST_STATEMENTS:
            yield f"`{node.name}` has {count} statements. Which part of it deserves a name of its own?"
        if (depth := _depth(node)) > MOST_DEPTH:
            yield (
                f"`{node.name}` nests {depth} blocks deep. Would returning early, or a helper with a name, flatten it?"
            )


def _depth(node: ast.AST) -> int:
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FUNCTIONS):
            continue
        nested = isinstance(child, BLOCKS) and not _is_elif(node, child)
        deepest = max(deepest, nested + _depth(child))
    return deepest


def _is_elif(parent: ast.AST, child: ast.AST) -> bool:
    return isinstance(parent, ast.If) and parent.orelse == [child] and isinstance(child, ast.If)


def _names(tree: ast.AST) -> Iterator[str]:
    bound = [
        *(node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)),
        *(node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)),
    ]
    for name in dict.fromkeys(bound):
        if hasattr(builtins, name):
            yield f"`{name}` hides Python's own `{name}`; the next person to need that will be surprised."
        elif name in SAYS_NOTHING or (len(name) == 1 and name not in SHORT_BUT_KNOWN):
            yield f"`{name}` does not say what it holds. What would you call it, explaining the code to a colleague?"


def _unused(tree: ast.AST) -> Iterator[str]:
    from pyflakes.checker import Checker  # type: ignore[import-untyped]
    from pyflakes.messages import RedefinedWhileUnused, UnusedImport, UnusedVariable  # type: ignore[import-untyped]

    for message in sorted(Checker(tree).messages, key=lambda found: int(found.lineno)):
        if isinstance(message, UnusedImport | UnusedVariable | RedefinedWhileUnused):
            name = str(message.message_args[0]).split(" as ")[0]
            yield f"`{name}`, line {message.lineno}, is never used. Dead code makes a reader look for its purpose."
    for node in ast.walk(tree):
        for body in (getattr(node, "body", None), getattr(node, "orelse", None)):
            for before, after in pairwise(body) if isinstance(body, list) else ():
                if isinstance(before, ast.Return | ast.Raise | ast.Continue | ast.Break):
                    yield f"Line {after.lineno} can never run: the line before it leaves."
