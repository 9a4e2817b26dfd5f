"""Cases that Hypothesis drives: laws over drawn values, and operation sequences against a reference model.

Seeds are fixed (derandomized, no example database, nothing read from whatever modules are loaded), so that the same answer always meets
the same examples, and the first failure is reported after shrinking.
"""

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from course.cases import effort
from course.cases.blame import explain
from course.cases.failure import CaseFailed
from course.cases.values import equals, show

MAX_STEPS = 30
"""Longest operation sequence; most faults of a stateful class show within a dozen."""


def law(function: Callable[..., None], arguments: Mapping[str, Any], *, examples: int) -> Callable[[], None]:
    """A case that calls `function` with drawn arguments; a failure names the smallest that fail."""
    from hypothesis import strategies as st

    def play(drawn: Mapping[str, Any]) -> None:
        try:
            function(**drawn)
        except Exception as error:
            shown = ", ".join(f"{name} = {show(value)}" for name, value in drawn.items())
            raise CaseFailed(f"With {shown}: {explain(error)}") from None

    return lambda: _search(play, st.fixed_dictionaries(dict(arguments)), examples)


def model(
    subject: Callable[..., Any],
    model: Callable[..., Any],
    *,
    calls: Mapping[str, Sequence[Any]],
    given: Mapping[str, Any],
    invariant: Callable[[Any, Any], None] | None,
    examples: int,
) -> Callable[[], None]:
    """A case that runs the same drawn calls on both; the first difference is reported as a script of the shortest sequence."""
    from hypothesis import strategies as st

    step = st.one_of([st.tuples(st.just(name), st.tuples(*strategies)) for name, strategies in calls.items()])
    # Hypothesis draws short lists by itself, five steps on average: too few to fill anything. So the length is drawn first.
    sequence = st.integers(0, MAX_STEPS).flatmap(lambda n: st.lists(step, min_size=n, max_size=n))
    drawn = st.tuples(st.fixed_dictionaries(dict(given)), sequence)

    def play(example: tuple[dict[str, Any], list[tuple[str, tuple[Any, ...]]]]) -> None:
        arguments, steps = example
        script: list[str] = []
        try:
            theirs = subject(**arguments)
        except Exception as error:
            raise CaseFailed(explain(error)) from None
        name = _variable(theirs)
        script.append(f"{name} = {type(theirs).__name__}({', '.join(f'{k}={show(v)}' for k, v in arguments.items())})")
        reference = model(**arguments)
        for method, values in steps:
            script.append(f"{name}.{method}({', '.join(show(value) for value in values)})")
            _compare(_attempt(theirs, method, values), _attempt(reference, method, values), script)
            if invariant:
                try:
                    invariant(theirs, reference)
                except Exception as error:
                    raise CaseFailed("\n".join([*script, explain(error)])) from None

    return lambda: _search(play, drawn, examples)


def _attempt(target: Any, method: str, values: tuple[Any, ...]) -> tuple[Any, Exception | None]:
    try:
        return getattr(target, method)(*values), None
    except Exception as error:
        return None, error


def _compare(theirs: tuple[Any, Exception | None], reference: tuple[Any, Exception | None], script: list[str]) -> None:
    (got, raised), (want, wanted) = theirs, reference
    if raised is not None and wanted is not None and isinstance(raised, type(wanted)):
        return
    if raised is not None:
        script[-1] += f"   # expected {type(wanted).__name__ if wanted else show(want)}"
        raise CaseFailed("\n".join([*script, explain(raised)]))
    if wanted is not None:
        script[-1] += f"   # expected {type(wanted).__name__}, got {show(got)}"
        raise CaseFailed("\n".join(script))
    if not equals(got, want):
        script[-1] += f"   # expected {show(want)}, got {show(got)}"
        raise CaseFailed("\n".join(script))


def _variable(value: object) -> str:
    """A name for the script, from the last word of the class: LRUCache gives cache."""
    words = re.findall(r"[A-Z]?[a-z]+", type(value).__name__)
    return words[-1].lower() if words else "it"


def _search(play: Callable[[Any], None], strategy: Any, examples: int) -> None:
    """Let Hypothesis look for a failing example; raises the shrunk one's CaseFailed."""
    from hypothesis import HealthCheck, Phase, Verbosity, errors, given, settings

    settled = settings(
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=effort.tries(examples),
        phases=(Phase.generate, Phase.shrink) if effort.simplest else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
        verbosity=Verbosity.quiet,
    )

    def example(drawn: Any) -> None:
        play(drawn)

    try:
        search: Callable[[], None] = settled(given(strategy)(example))  # type: ignore[no-untyped-call]
        with _only_given():
            search()
    except errors.Flaky as error:
        raise CaseFailed(
            f"The same calls gave different results when they were repeated: {_first_line(error)}"
        ) from None


@contextlib.contextmanager
def _only_given() -> Iterator[None]:
    """Keep from the examples what Hypothesis would take from the source of all local modules that are loaded: on another machine, or beside
    a module of the learner's, the same answer would meet others. Hypothesis has no setting for it (6.170)."""
    from hypothesis.internal.cache import LRUCache
    from hypothesis.internal.conjecture import providers
    from hypothesis.internal.constants_ast import Constants

    replaced = {"_get_local_constants": Constants, "CONSTANTS_CACHE": LRUCache(1024)}
    kept = {name: getattr(providers, name) for name in replaced}
    vars(providers).update(replaced)
    try:
        yield
    finally:
        vars(providers).update(kept)


def _first_line(error: BaseException) -> str:
    inner = next(iter(getattr(error, "exceptions", ())), error)
    return (str(inner) or type(inner).__name__).split("\n")[0]
