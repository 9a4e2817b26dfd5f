"""What a trial of an answer can leave out: tests cells that cannot tell what stands in it, and plain cells that only show something.

A lesson of three exercises is proved by trying each wrong answer on the cases of its own exercise, and on those of a later one only
where that builds upon it. What two cells share otherwise than by a name, such as the inside of a given object or of a module, is not
seen.
"""

import ast
import functools
import symtable
import threading
from collections.abc import Collection, Iterator, Sequence

from course.lesson import Cell, Lesson

ANYTHING = {"globals", "vars", "eval", "exec", "get_ipython", "__main__", "__globals__", "modules"}
"""Whoever mentions one of these may reach every name."""
_parsing = threading.Lock()
"""Lessons are tried in several threads, and CPython 3.11 counts the depth of ast.parse for all of them together: a SystemError."""


def tests_that_can_tell(lesson: Lesson, answer: str, source: str) -> frozenset[str]:
    """The names of the tests cells whose cases may come out otherwise when `source` stands in that answer's place."""
    lines = lines_that_can_tell(lesson, answer, source)
    return frozenset(tests.name for tests in lesson.tests if tests.line in lines)


def lines_that_can_tell(lesson: Lesson, answer: str, source: str) -> frozenset[int]:
    """The same of tests cells and plain cells, by the lines of their markers."""
    place = next(cell for cell in lesson.cells if cell.kind == "answer" and cell.name == answer)
    own, used = _names(place.source)
    reached = set(own)
    try:
        other, more = _names(source)
        reached |= other
        whatever = bool(ANYTHING & (used | more))
    except SyntaxError:
        whatever = True  # its cell fails, and whatever stands below may
    found = set()
    for cell in lesson.cells:
        if cell.line <= place.line or cell.kind not in ("code", "given", "answer", "tests"):
            continue
        bound, used = _names(cell.source)
        if whatever or (reached | ANYTHING) & used:
            if cell.kind in ("code", "tests"):
                found.add(cell.line)
            if cell.kind != "tests":
                reached |= bound
    return frozenset(found)


def without_shows(cells: Sequence[tuple[Cell, str]], but: Collection[int] = ()) -> list[tuple[Cell, str]]:
    """The cells with their source, less the plain ones of which no cell below that is left uses a name; those at the lines `but` are left."""
    kept: list[tuple[Cell, str]] = []
    wanted: set[str] = set()
    for cell, source in reversed(cells):
        try:
            bound, used = _names(source)
        except SyntaxError:  # it fails, and binds nothing
            bound, used = frozenset(), frozenset()
        if cell.kind != "code" or cell.line in but or (bound | ANYTHING) & wanted:
            kept.append((cell, source))
            wanted |= used
    return kept[::-1]


@functools.lru_cache(maxsize=1024)
def _names(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """The global names that a cell binds or changes, and those that it uses without having imported them itself."""
    with _parsing:
        cell, tree = symtable.symtable(source, "cell", "exec"), ast.parse(source)
    bound, used = set(), set()
    for table in _tables(cell):
        for symbol in table.get_symbols():
            if table.get_type() != "module" and not symbol.is_global():
                continue
            if symbol.is_assigned() or symbol.is_imported():
                bound.add(symbol.get_name())
            if symbol.is_referenced():
                used.add(symbol.get_name())
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            used -= {(alias.asname or alias.name).partition(".")[0] for alias in statement.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            used.add(node.attr)
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            bound |= set(_base(node))
    return frozenset(bound), frozenset(used)


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)


def _base(node: ast.expr) -> Iterator[str]:
    """The variable through which something is stored: `store` of `store.rows[1] = 2`."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
