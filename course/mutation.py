"""Do a lesson's cases notice small faults? Each mutant is a reference solution with one small change; the cases should kill it.

The changes are those that slips of the pen make: a boundary moved by one, a condition turned round, an operator exchanged, a
statement forgotten, a lock not taken (DeMillo, Lipton and Sayward, "Hints on test data selection", Computer 11(4), 1978). A mutant
that survives shows a case that is missing, or behaves as the original does; which of these it is, a person says in
tests/mutants/.
"""

import ast
import copy
from collections.abc import Callable, Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import CodeType

import yaml

from course.catalogue import ROOT
from course.dependence import tests_that_can_tell
from course.errors import CourseError
from course.lesson import Lesson
from course.run import AT_ONCE, Outcome, run

TIME_LIMIT_S = 30.0
"""A mutant that has not ended by then loops for ever: killed."""
REASONS = ROOT / "tests" / "mutants"
"""A file a lesson, <module>/<lesson>.yaml: {mutant's name: why it behaves as the original does}."""
PAGE = ROOT / "docs" / "mutation.md"
ROW = "| {lesson} | {tried} | {killed} | {same} | {unexplained} |"

SWAPS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div, ast.Mult),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitXor: (ast.BitAnd,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
METHODS = {"append": "appendleft", "appendleft": "append", "pop": "popleft", "popleft": "pop"}
FORGOTTEN = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Delete, ast.Raise, ast.Expr)


@dataclass(frozen=True)
class Mutant:
    """One change to an answer's solution; `name` identifies it as long as its lines stay as they are."""

    answer: str
    name: str
    source: str


@dataclass(frozen=True)
class Survivors:
    """What came of a lesson's mutants: those that no case kills, with the reason why that is right, "" where none is given."""

    lesson: str
    tried: int
    alive: dict[str, str]

    @property
    def row(self) -> str:
        """Its line of docs/mutation.md."""
        return ROW.format(
            lesson=self.lesson,
            tried=self.tried,
            killed=self.tried - len(self.alive),
            same=len(self.alive) - len(self.unexplained),
            unexplained=len(self.unexplained),
        )

    @property
    def unexplained(self) -> list[str]:
        return [name for name, reason in self.alive.items() if not reason]

    @property
    def killed_share(self) -> float:
        """Of those that change behaviour."""
        changing = self.tried - len(self.alive) + len(self.unexplained)
        return (self.tried - len(self.alive)) / changing if changing else 1.0


def survivors(lesson: Lesson, progress: Callable[[int, int], None] = lambda done, of: None) -> Survivors:
    """Try every mutant of every answer of the lesson; `progress` hears how many are done."""
    explained = reasons(lesson)
    tried = mutants(lesson)
    done = 0

    if not _passes(run(lesson, simplest=False), {tests.name for tests in lesson.tests}):
        raise CourseError(
            f"{lesson.id}: its solution fails cases, so that nothing would be learned from mutants of it. Next: course check {lesson.id}"
        )

    def survives(mutant: Mutant) -> bool:
        nonlocal done
        told = tests_that_can_tell(lesson, mutant.answer, mutant.source)
        outcome = run(
            lesson,
            replace={mutant.answer: mutant.source},
            tests=told,
            time_limit_s=TIME_LIMIT_S,
            simplest=False,
            until_failed=True,
            shows=(),
        )
        done += 1
        progress(done, len(tried))
        return _passes(outcome, told)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        lives = list(pool.map(survives, tried))
    alive = {mutant.name: explained.get(mutant.name, "") for mutant, lived in zip(tried, lives, strict=True) if lived}
    return Survivors(lesson.id, len(tried), alive)


def _passes(outcome: Outcome, tests: Set[str]) -> bool:
    """Whether each of those tests cells gave its report, and all cases pass."""
    return (
        not outcome.hung
        and not outcome.errors
        and tests <= outcome.reports.keys()
        and all(result["passed"] for report in outcome.reports.values() for result in report["results"])
    )


def recorded() -> dict[str, str]:
    """The lines of docs/mutation.md, by lesson."""
    return {
        line.split(" | ")[0].removeprefix("| "): line
        for line in PAGE.read_text().splitlines()
        if line.startswith("| ") and "/" in line
    }


def record(survivors: Survivors) -> None:
    """Put its line into docs/mutation.md, in the place of the old one."""
    rows = recorded() | {survivors.lesson: survivors.row}
    lines = PAGE.read_text().splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("|---")) + 1
    rest = [line for line in lines[first:] if not line.startswith("| ")]
    PAGE.write_text("\n".join([*lines[:first], *(rows[lesson] for lesson in sorted(rows)), *rest]) + "\n")


def mutants(lesson: Lesson) -> list[Mutant]:
    """Every mutant of the lesson's solutions, in the order of their lines; names are unique."""
    found: dict[str, Mutant] = {}
    for exercise in lesson.exercises:
        for name, source in _mutated(exercise.answer.source):
            unique = name = f"{exercise.answer.name}: {name}"
            while unique in found:
                unique = f"{unique} (again)"
            found[unique] = Mutant(exercise.answer.name, unique, source)
    return list(found.values())


def _mutated(source: str) -> Iterator[tuple[str, str]]:
    """Names and sources; none that compiles to what the original does."""
    tree = ast.parse(source)
    original, silent = _code(tree), _silent(tree)
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in silent:
            continue
        for change in _changes(node):
            mutated = copy.deepcopy(tree)
            holder = _Holder(mutated)
            target = holder.nodes[number]
            statement = holder.statement(target)
            was = _first_line(statement)
            made = change(target)
            if made is not target:
                holder.replace(target, made)
            if not _compiles(mutated) or _code(mutated) == original:
                continue
            now = _first_line(made if target is statement else statement)
            yield f"{holder.function(target)}: `{was}` -> `{now}`", ast.unparse(mutated)


def _changes(node: ast.AST) -> Iterator[Callable[[ast.AST], ast.AST]]:
    """What can be done to a node: each changes a copy of it in place, or gives what should stand instead."""
    if type(node) in SWAPS:
        for other in SWAPS[type(node)]:
            yield lambda _, other=other: other()  # type: ignore[misc]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield lambda it: it.operand  # type: ignore[attr-defined]
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield lambda it: ast.Constant(not it.value)  # type: ignore[attr-defined]
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield lambda it: ast.Constant(it.value + 1)  # type: ignore[attr-defined]
    elif isinstance(node, ast.If | ast.While | ast.IfExp):
        yield _negated
        if isinstance(node, ast.If):
            yield lambda it: _with(it, test=ast.Constant(True))
            if not node.orelse:
                yield lambda _: ast.Pass()
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield lambda it: _with(it, value=ast.Constant(None))
    elif isinstance(node, ast.Break):
        yield lambda _: ast.Continue()
    elif isinstance(node, ast.Continue):
        yield lambda _: ast.Break()
    elif isinstance(node, ast.With):
        yield lambda it: ast.If(ast.Constant(True), it.body, [])  # type: ignore[attr-defined]
    elif isinstance(node, FORGOTTEN) and not _is_docstring(node):
        yield lambda _: ast.Pass()
    elif isinstance(node, ast.Name) and node.id in NAMES:
        yield lambda it: _with(it, id=NAMES[it.id])  # type: ignore[attr-defined]
    elif isinstance(node, ast.Attribute) and node.attr in METHODS:
        yield lambda it: _with(it, attr=METHODS[it.attr])  # type: ignore[attr-defined]
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield lambda it: _with(it, ifs=[])


def _negated(node: ast.AST) -> ast.AST:
    return _with(node, test=ast.UnaryOp(ast.Not(), node.test))  # type: ignore[attr-defined]


def _with(node: ast.AST, **values: object) -> ast.AST:
    for name, value in values.items():
        setattr(node, name, value)
    return node


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _silent(tree: ast.AST) -> set[int]:
    """What stands inside an error's message or an annotation, where a change is no fault of behaviour."""
    roots: list[ast.AST | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            roots += [*node.exc.args, *node.exc.keywords]
        elif isinstance(node, ast.arg | ast.AnnAssign):
            roots.append(node.annotation)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            roots.append(node.returns)
    return {id(inner) for root in roots if root is not None for inner in ast.walk(root)}


class _Holder:
    """A tree in which each node's parent is known; nodes count as ast.walk gives them."""

    def __init__(self, tree: ast.AST) -> None:
        self.nodes = list(ast.walk(tree))
        self.parents = {id(child): parent for parent in self.nodes for child in ast.iter_child_nodes(parent)}

    def replace(self, old: ast.AST, new: ast.AST) -> None:
        parent = self.parents[id(old)]
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                value[:] = [new if each is old else each for each in value]

    def statement(self, node: ast.AST) -> ast.AST:
        while not isinstance(node, ast.stmt):
            node = self.parents[id(node)]
        return node

    def function(self, node: ast.AST) -> str:
        """The dotted name of the function or class that the node stands in; a definition is not in itself."""
        names: list[str] = []
        while (parent := self.parents.get(id(node))) is not None:
            node = parent
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                names.insert(0, node.name)
        return ".".join(names) or "the cell"


def _first_line(node: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(node)).split("\n")[0]


def _compiles(tree: ast.AST) -> bool:
    try:
        compile(ast.unparse(ast.fix_missing_locations(tree)), "<mutant>", "exec")
    except SyntaxError:  # a `break` in a place where it may not stand
        return False
    return True


def _code(tree: ast.AST) -> object:
    """What it compiles to, lines aside."""
    return _comparable(compile(ast.unparse(ast.fix_missing_locations(tree)), "<mutant>", "exec"))


def _comparable(code: object) -> object:
    if not isinstance(code, CodeType):
        return (type(code), code)
    return code.co_code, code.co_names, tuple(map(_comparable, code.co_consts))


def reasons(lesson: Lesson) -> dict[str, str]:
    """Mutants of the lesson that behave as the original does, by name, each with why. Raises CourseError for a file that is none."""
    file = REASONS / lesson.module / f"{lesson.notebook}.yaml"
    if not file.is_file():
        return {}
    found = yaml.safe_load(file.read_text()) or {}
    if not isinstance(found, dict) or not all(isinstance(reason, str) for reason in found.values()):
        raise CourseError(f"{file} must hold a mutant's name and the reason a line, as `name: why it changes nothing`")
    return found
