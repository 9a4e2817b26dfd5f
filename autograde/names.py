"""What a name of a notebook means to the instructor: read from the text of their cells, nothing run."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Meaning:
    """Of the instructor's cells other than tests. `bound`: names that they bind at top level. `imports`: name -> (module, attribute or "").
    `operators`: class name -> the special methods it defines; those of its bases in the notebook count."""

    bound: frozenset[str] = frozenset()
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    operators: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def modules(self) -> frozenset[str]:
        return frozenset(module for module, _ in self.imports.values())


def meaning(cells: Iterable[str]) -> Meaning:
    """Of Python cells, magics already transformed; a cell that is no Python is left out."""
    bound: set[str] = set()
    imports: dict[str, tuple[str, str]] = {}
    operators: dict[str, frozenset[str]] = {}
    for cell in cells:
        try:
            tree = ast.parse(cell)
        except (SyntaxError, ValueError, RecursionError):
            continue
        for node in _top_level(tree.body):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                bound.add(node.name)
            if isinstance(node, ast.ClassDef):
                operators[node.name] = frozenset(_methods(node)).union(
                    *(operators.get(base.id, frozenset()) for base in node.bases if isinstance(base, ast.Name))
                )
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    imports[alias.asname or alias.name.partition(".")[0]] = (
                        alias.name if alias.asname else alias.name.partition(".")[0],
                        "",
                    )
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imports |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
            else:
                bound |= {
                    name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
                }
    return Meaning(frozenset(bound), imports, operators)


def _top_level(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run when the cell does, those in if, try, with and for blocks included."""
    for node in body:
        yield node
        for name in ("body", "orelse", "finalbody"):
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield from _top_level(getattr(node, name, []))
        for handler in getattr(node, "handlers", []):
            yield from _top_level(handler.body)


def _methods(node: ast.ClassDef) -> Iterator[str]:
    for item in node.body:
        if isinstance(item, ast.FunctionDef):
            yield item.name
        elif isinstance(item, ast.Assign):
            yield from (target.id for target in item.targets if isinstance(target, ast.Name))


def lasting(cells: Mapping[int, str]) -> frozenset[int]:
    """Which test cells (transformed, by index, in order) belong together: one keeps in a name what a later one uses.

    Such a value may be the student's object, which lives as long as the process it is in. Functions and classes that the tests define
    are no such values, unless they are decorated.
    """
    kept: dict[str, int] = {}
    found: set[int] = set()
    for index, cell in cells.items():
        try:
            tree = ast.parse(cell)
        except (SyntaxError, ValueError, RecursionError):
            continue
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        for name in used & kept.keys():
            found |= {index, kept[name]}
        for node in _top_level(tree.body):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                if node.decorator_list:
                    kept[node.name] = index
            else:
                stored = (
                    name for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
                )
                kept |= {name.id: index for name in stored}
    return frozenset(found)


_CODE_FROM_TEXT = frozenset({"exec", "eval", "compile", "__import__"})
_LIBRARIES_CODE_FROM_TEXT = frozenset(
    {"eval", "query", "sympify", "parse_expr", "lambdify", "evaluate", "import_module", "find_spec", "read_pickle"}
)
"""Methods and functions of libraries that run an expression, or a file, of a text that they are given (pandas, sympy, numexpr)."""
_RUNNERS = frozenset({"doctest", "runpy", "code", "codeop"})
_SAME_PROCESS_MAGICS = frozenset(
    {"run", "load", "load_ext", "reload_ext", "autoreload", "loadpy", "pylab", "store", "edit", "macro", "rerun"}
)


def why_not_outside(cell: str) -> str:
    """Why a test cell (transformed) must not run in the examiner: it would run the student's text there. "" when it may."""
    try:
        tree = ast.parse(cell)
    except (SyntaxError, ValueError, RecursionError):
        return ""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            for name in names:
                if name.partition(".")[0] in _RUNNERS:
                    return f"{name} runs text of the submission"
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        runs_text = _CODE_FROM_TEXT if isinstance(function, ast.Name) else _LIBRARIES_CODE_FROM_TEXT
        if name in runs_text | _LIBRARIES_CODE_FROM_TEXT and not (node.args and isinstance(node.args[0], ast.Constant)):
            return f"{name}() of a text that is made when the cell runs"
        if isinstance(function, ast.Attribute):
            first = node.args[0] if node.args else None
            if function.attr in ("run_line_magic", "run_cell_magic") and isinstance(first, ast.Constant):
                if first.value in _SAME_PROCESS_MAGICS:
                    return f"%{first.value}"
            elif function.attr in ("run_path", "run_module", "run_cell", "safe_execfile", "ex"):
                return f"{function.attr}()"
    return ""
