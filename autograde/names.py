"""What the names of a notebook mean, read from the text of the instructor's cells; nothing is run.

Each cell is read once in a process, however many submissions have it.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from autograde.job import Job

CELLS_KEPT = 4096
_SCOPES = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)


@dataclass(frozen=True)
class Meaning:
    """Of the instructor's cells other than tests. `bound`: names that they bind at top level. `imports`: name -> (module, attribute or "").
    `operators`: class name -> the special methods it defines; those of its bases in the notebook count."""

    bound: frozenset[str] = frozenset()
    imports: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    operators: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Knowledge:
    """What the examiner knows of a job's names beforehand."""

    means: Meaning = field(default_factory=Meaning)
    tests_bind: frozenset[str] = frozenset()
    """What test cells bind or import themselves: never asked of the student."""
    together: frozenset[int] = frozenset()
    """Test cells (by index) one of which keeps in a name what another uses."""
    not_outside: Mapping[int, str] = field(default_factory=dict)
    """Test cells that cannot run in the examiner, with the reason."""


def knowledge(job: Job) -> Knowledge:
    """Of the job's instructor and test cells."""
    tests = {step.index: step.source for step in job.steps if step.role == "test"}
    own = meaning(tests.values())
    return Knowledge(
        meaning(job.instructor),
        own.bound | own.imports.keys(),
        lasting(tests),
        {index: why for index, cell in tests.items() if (why := why_not_outside(cell))},
    )


@lru_cache(CELLS_KEPT)
def _parsed(cell: str) -> ast.Module:
    """A cell without its magics' syntax; one that is no Python is empty."""
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        return ast.parse(TransformerManager().transform_cell(cell))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.parse("")


def meaning(cells: Iterable[str]) -> Meaning:
    """Of cells as they stand in the notebook."""
    bound: frozenset[str] = frozenset()
    imports: dict[str, tuple[str, str]] = {}
    methods: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {}
    for cell in cells:
        one = _meaning(cell)
        bound, imports, methods = bound | one[0], imports | one[1], methods | one[2]
    operators: dict[str, frozenset[str]] = {}
    for name, (own, bases) in methods.items():
        operators[name] = own.union(*(operators.get(base, frozenset()) for base in bases))
    return Meaning(bound, imports, operators)


@lru_cache(CELLS_KEPT)
def _meaning(
    cell: str,
) -> tuple[frozenset[str], dict[str, tuple[str, str]], dict[str, tuple[frozenset[str], tuple[str, ...]]]]:
    bound: set[str] = set()
    imports: dict[str, tuple[str, str]] = {}
    classes: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {}
    for node in _top_level(_parsed(cell).body):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(node.name)
        if isinstance(node, ast.ClassDef):
            bases = tuple(base.id for base in node.bases if isinstance(base, ast.Name))
            classes[node.name] = frozenset(_methods(node)), bases
        elif isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                imports[alias.asname or top] = (alias.name if alias.asname else top, "")
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            imports |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
        else:
            bound |= _stored(node)
    return frozenset(bound), imports, classes


def _stored(statement: ast.AST) -> set[str]:
    """The names that it binds where it stands: not those of a function, class or comprehension in it."""
    found, waiting = set(), [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        if not isinstance(node, _SCOPES):
            waiting += ast.iter_child_nodes(node)
    return found


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
    """Which test cells (by index, in order) belong together: one keeps in a name what a later one uses.

    Such a value may be the student's object, which lives as long as the process it is in. Functions and classes that the tests define
    are no such values, unless they are decorated.
    """
    kept: dict[str, int] = {}
    found: set[int] = set()
    for index, cell in cells.items():
        used, keeps = _uses(cell)
        for name in used & kept.keys():
            found |= {index, kept[name]}
        kept |= dict.fromkeys(keeps, index)
    return frozenset(found)


@lru_cache(CELLS_KEPT)
def _uses(cell: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a cell reads, and those it keeps a value in."""
    tree = _parsed(cell)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    keeps: set[str] = set()
    for node in _top_level(tree.body):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            keeps |= _stored(node)
        elif node.decorator_list:
            keeps.add(node.name)
    return frozenset(used), frozenset(keeps)


_CODE_FROM_TEXT = frozenset({"exec", "eval", "compile", "__import__"})
_LIBRARIES_CODE_FROM_TEXT = frozenset(
    {"eval", "query", "sympify", "parse_expr", "lambdify", "evaluate", "import_module", "find_spec", "read_pickle"}
)
"""Methods and functions of libraries that run an expression, or a file, of a text that they are given (pandas, sympy, numexpr)."""
_RUNNERS = frozenset({"doctest", "runpy", "code", "codeop"})
_RUNS_FILES = frozenset({"run_path", "run_module", "run_cell", "safe_execfile", "ex"})
_SAME_PROCESS_MAGICS = frozenset(
    "run load load_ext reload_ext autoreload loadpy pylab store edit macro rerun".split()  # noqa: SIM905 - a list to read
)


@lru_cache(CELLS_KEPT)
def why_not_outside(cell: str) -> str:
    """Why a test cell must not run in the examiner: it would run the student's text there. "" when it may."""
    return next((why for node in ast.walk(_parsed(cell)) if (why := _runs_text(node))), "")


def _runs_text(node: ast.AST) -> str:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        runner = next((name for name in names if name.partition(".")[0] in _RUNNERS), "")
        return f"{runner} runs text of the submission" if runner else ""
    if not isinstance(node, ast.Call):
        return ""
    first = node.args[0] if node.args else None
    if isinstance(node.func, ast.Name):
        name, runs_text = node.func.id, _CODE_FROM_TEXT | _LIBRARIES_CODE_FROM_TEXT
    elif isinstance(node.func, ast.Attribute):
        name, runs_text = node.func.attr, _LIBRARIES_CODE_FROM_TEXT
    else:
        return ""
    if name in runs_text and (node.args or node.keywords) and not isinstance(first, ast.Constant):
        return f"{name}() of a text that is made when the cell runs"
    if name in ("run_line_magic", "run_cell_magic") and isinstance(first, ast.Constant):
        return f"%{first.value}" if first.value in _SAME_PROCESS_MAGICS else ""
    return f"{name}()" if isinstance(node.func, ast.Attribute) and name in _RUNS_FILES else ""
