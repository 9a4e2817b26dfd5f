"""The test cells' one object, `check`: it collects cases, runs them all, and reports points with reasons.

def cases(check):                                      # the build writes this line and the last
    @check("a read makes a key young again")
    def read_refreshes():
        check.equal(..., ..., after="put a, put b, get a, put c")


Cases("lru_order", points=3, hidden=True).report(cases)
"""

import contextlib
import copy
import gc
import io
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from course.cases import effort, sequences
from course.cases.blame import explain, tests_cell
from course.cases.failure import CaseFailed
from course.cases.report import OUTPUT_LIMIT, Report, Result
from course.cases.values import equals, show

__all__ = ["CaseFailed", "Cases", "collected"]

T = TypeVar("T")

collected: list[Report] = []
"""Every report made in this process, in order; `course check` reads it."""


@dataclass(frozen=True)
class Case:
    label: str
    run: Callable[[], None]
    weight: float
    hidden: bool


class Cases:
    """The cases of one tests cell, worth `points` together; `hidden` says that the full cell also has hidden ones.

    A case fails by raising. Weights are relative: each case is worth points x weight / sum of weights.
    """

    def __init__(self, id: str, *, points: float, hidden: bool = False) -> None:
        self.id, self.points, self._has_hidden = id, points, hidden
        self._in_hidden = False
        self._file = sys._getframe(1).f_code.co_filename
        self._cases: list[Case] = []

    def hidden(self) -> None:
        """Cases from here on are hidden ones; the build puts this call where the hidden region begins."""
        self._in_hidden = True

    # -- writing cases ---------------------------------------------------------------------------------------------

    def __call__(self, label: str, *, weight: float = 1) -> Callable[[Callable[[], None]], Callable[[], None]]:
        """Make a case of the decorated function, which takes no arguments."""

        def register(function: Callable[[], None]) -> Callable[[], None]:
            self._add(label, function, weight)
            return function

        return register

    def law(
        self, label: str, *, weight: float = 1, examples: int = 100, **arguments: Any
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Make a case of the decorated function, called with values drawn from Hypothesis strategies, one a keyword."""

        def register(function: Callable[..., None]) -> Callable[..., None]:
            self._add(label, sequences.law(function, arguments, examples=examples), weight)
            return function

        return register

    def model(
        self,
        label: str,
        *,
        subject: Callable[..., Any],
        model: Callable[..., Any],
        calls: Mapping[str, Sequence[Any]],
        given: Mapping[str, Any] | None = None,
        invariant: Callable[[Any, Any], None] | None = None,
        examples: int = 100,
        weight: float = 1,
    ) -> None:
        """A case: under any sequence of `calls` the subject answers as the reference model does.

        `given` maps keyword arguments of `subject` and `model`, and `calls` maps method names, to Hypothesis strategies.
        `invariant(subject, model)` runs after each call and fails by raising.
        """
        run = sequences.model(subject, model, calls=calls, given=given or {}, invariant=invariant, examples=examples)
        self._add(label, run, weight)

    def interleavings(
        self,
        label: str,
        *,
        setup: Callable[[], T],
        threads: Sequence[Callable[[T], object]],
        verify: Callable[[T, list[Any]], None],
        schedules: int = 200,
        weight: float = 1,
    ) -> None:
        """A case: `verify(subject, results)` holds after every explored interleaving of the threads."""

        def run() -> None:
            from course.cases.interleave import explore

            explore(setup, threads, verify, schedules=effort.tries(schedules))

        self._add(label, run, weight)

    def tasks(
        self,
        label: str,
        *,
        setup: Callable[[], T],
        tasks: Sequence[Callable[[T], Awaitable[object]]],
        verify: Callable[[T, list[Any]], None],
        schedules: int = 200,
        weight: float = 1,
    ) -> None:
        """A case: `verify(subject, results)` holds after every explored order of the asyncio tasks."""

        def run() -> None:
            from course.cases.tasks import explore

            explore(setup, tasks, verify, schedules=effort.tries(schedules))

        self._add(label, run, weight)

    def _add(self, label: str, run: Callable[[], None], weight: float) -> None:
        if not weight > 0:
            raise ValueError(f"case {label!r} has weight {weight}; give a number above 0")
        if any(case.label == label for case in self._cases):
            raise ValueError(f"two cases of {self.id} are called {label!r}; rename one")
        self._cases.append(Case(label, run, weight, self._in_hidden))

    # -- saying what is expected -----------------------------------------------------------------------------------

    def equal(self, got: object, want: object, *, after: str) -> None:
        """Fail unless `got` equals `want`, a plain value; `after` says what was done, in the learner's terms."""
        if not equals(got, want):
            raise CaseFailed(f"After {after}: expected {show(want)}, got {show(got)}.")

    def that(self, condition: object, message: str) -> None:
        """Fail with `message` unless `condition` is true."""
        if not condition:
            raise CaseFailed(message)

    def same(self, got: object, want: object, *, after: str) -> None:
        """Fail unless `got` is the very object `want`, no equal one."""
        if got is not want:
            raise CaseFailed(f"After {after}: expected the same object, {show(want)}, and got another: {show(got)}.")

    def at_most(self, got: float, limit: float, what: str, *, after: str) -> None:
        """Fail if a count is above its limit: `what` names the things counted, "comparisons" or "items held"."""
        if not got <= limit:
            raise CaseFailed(f"After {after}: at most {limit:,} {what} expected, and there were {got:,}.")

    @contextlib.contextmanager
    def unchanged(self, *things: object, when: str) -> Iterator[None]:
        """Fail if the block changes any of `things`, which are copied before it."""
        before = copy.deepcopy(things)
        yield
        for was, now in zip(before, things, strict=True):
            if not equals(now, was):
                raise CaseFailed(f"With {when}: what was handed in has been changed, from {show(was)} to {show(now)}.")

    def raises(
        self, kind: type[BaseException] | tuple[type[BaseException], ...], call: Callable[[], object], *, when: str
    ) -> BaseException:
        """Fail unless `call()` raises `kind`; gives the exception back."""
        kinds = kind if isinstance(kind, tuple) else (kind,)
        names = " or ".join(each.__name__ for each in kinds)
        try:
            got = call()
        except kinds as error:
            # NotImplementedError is a RuntimeError; an unwritten stub must not pass for a raised error.
            if isinstance(error, NotImplementedError) and NotImplementedError not in kinds:
                raise
            return error
        raise CaseFailed(f"With {when}: expected {names}, but it returned {show(got)}.")

    # -- running ---------------------------------------------------------------------------------------------------

    def report(self, cases: "Callable[[Cases], None] | None" = None) -> Report:
        """Let `cases` add its own, run every case, whatever the others do, and give the table whose plain text is the points."""
        if cases is not None:
            cases(self)
        with _nothing_older_looked_through():
            results = tuple(self._run(case) for case in self._cases)
        report = Report(
            id=self.id,
            points=self.points,
            results=results,
            visible_only=self._has_hidden and not self._in_hidden,
        )
        collected.append(report)
        _record(report)
        return report

    def _run(self, case: Case) -> Result:
        printed = io.StringIO()
        message = None
        tests_cell.set(self._file)
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                case.run()
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # SystemExit too: one case must not end the others
                message = explain(error)
        return Result(case.label, case.weight, message, case.hidden, printed.getvalue()[:OUTPUT_LIMIT])


@contextlib.contextmanager
def _nothing_older_looked_through() -> Iterator[None]:
    """A collection of garbage looks only through what was made in this block, not through all that a kernel has loaded: for
    cases that count what lives, hundreds of times, it takes a tenth of the time."""
    if gc.get_freeze_count():  # whoever froze it may want it so
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _record(report: Report) -> None:
    """Tell the learner's progress, where there is a workspace."""
    from course.parts import session

    counted = {"passed": report.passed, "total": len(report.results), "hidden_ran": not report.visible_only}
    session.record("cases", report.id, counted)
