"""Calls: what a component asks of another, and what the caller does when the answer is late or missing."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, TypedDict, TypeVar, Union

from course.design.policies import Breaker, Bulkhead, Hedge, Retry
from course.design.values import Value, near, number
from course.errors import DesignError

NAME_LENGTH = 60

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Component(Value):
    """A box of the whiteboard. Its `name` is what traffic, faults, the report and other designs call it."""

    host: ClassVar[bool] = False
    """Whether it makes calls while it holds a request."""
    operations: ClassVar[tuple[str, ...]] = ()

    name: str

    def check(self) -> None:
        if len(self.name) > NAME_LENGTH:
            raise DesignError(f"{self.title} is too long a name; {NAME_LENGTH} characters are enough.")

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Fallback(Value):
    """What to do instead when a call failed for good: these steps, in order, or without any a static answer.

    A request that was answered so counts as degraded.
    """

    steps: "tuple[Step, ...]" = ()

    def __init__(self, *steps: "Step") -> None:
        object.__setattr__(self, "steps", steps)
        self.__post_init__()


class Policies(TypedDict, total=False):
    """What every call takes."""

    timeout_ms: float | None
    retry: Retry | None
    breaker: Breaker | None
    bulkhead: Bulkhead | None
    hedge: Hedge | None
    fallback: "Fallback | Step | None"
    coalesce: bool
    idempotent: bool
    chance: float


@dataclass(frozen=True, kw_only=True)
class Call(Value):
    """One call of `target`. Components make it: `links.read("link", timeout_ms=50)`.

    Around it, from the inside out: the deadline of each attempt (`timeout_ms`; without one it waits for ever), `hedge`,
    `bulkhead`, `breaker`, `retry`, `fallback`. `chance` is the share of requests that make it at all. With `coalesce`, calls
    of one instance for the same key that are under way at once share one answer. With `idempotent`, the callee knows a
    repeated call (by an idempotency key) and does its effect once.
    """

    target: Component
    operation: str
    key: str | None = None
    """The key space it draws its key from, as the scenario names it; a request draws one key a key space."""
    items: int = number(1, least=1, most=1_000)
    """Keys asked for at once."""
    follower: bool = False
    """Whether a SQL store may read it from a follower."""
    steps: "tuple[Step, ...]" = ()
    """What the target does meanwhile, in order: a host's own calls, or the store call that a cache wraps."""
    timeout_ms: float | None = number(None, most=3_600_000, above=True)
    retry: Retry | None = None
    breaker: Breaker | None = None
    bulkhead: Bulkhead | None = None
    hedge: Hedge | None = None
    fallback: Fallback | None = None
    coalesce: bool = False
    idempotent: bool = False
    chance: float = number(1.0, most=1, above=True)

    def check(self) -> None:
        if self.operation not in self.target.operations:
            raise DesignError(f"{self.target.title} has no operation {self.operation!r:.80}.")
        if self.hedge and self.timeout_ms is not None and self.hedge.after_ms >= self.timeout_ms:
            raise DesignError(
                f"{self}: the hedge after {self.hedge.after_ms:g} ms comes after the timeout of {self.timeout_ms:g} ms and would "
                "never be sent; hedge near the call's 95th percentile."
            )
        if self.coalesce and self.key is None:
            raise DesignError(f"{self}: coalesce joins calls for the same key; give the call a key.")

    def __str__(self) -> str:
        return f"{self.target.name}.{self.operation}({self.key or ''})"


@dataclass(frozen=True)
class Together(Value):
    """Steps begun at once; done when all are, or, with `need`, when that many have answered."""

    steps: "tuple[Step, ...]"
    need: int | None = number(None, least=1, most=1_000)

    def check(self) -> None:
        if len(self.steps) < 2:
            raise DesignError("together(…) takes two or more steps; a single one needs no `together`.")
        if self.need is not None and self.need > len(self.steps):
            raise DesignError(f"together(…): need={self.need}, but there are only {len(self.steps)} steps.")


Step = Union[Call, Together]  # noqa: UP007  # quoted above, where get_type_hints meets it


def together(*steps: Step, need: int | None = None) -> Together:
    """Do these steps in parallel. They take as long as the slowest, or as the `need`-th fastest."""
    return Together(steps, need)


def walk(*steps: Step) -> Iterator[Call]:
    """Every call in these steps, those within calls and fallbacks included, callers first."""
    for step in steps:
        if isinstance(step, Call):
            yield step
            if step.fallback:
                yield from walk(*step.fallback.steps)
        yield from walk(*step.steps)


def make(target: Component, operation: str, steps: tuple[Step, ...], own: dict[str, Any], policies: Policies) -> Call:
    """The call that a component's method returns. Raises DesignError for a policy that is none, and what is unfit."""
    for name in policies:
        if name not in Policies.__annotations__:
            raise DesignError(f"{target.title}.{operation}(…) takes no `{name}`.{near(name, Policies.__annotations__)}")
    given: dict[str, Any] = {**own, **policies}
    if isinstance(given.get("fallback"), Call | Together):
        given["fallback"] = Fallback(given["fallback"])
    return Call(target=target, operation=operation, steps=steps, **given)


def with_policies(method: F) -> F:
    """Spell out `**policies` in the signature, for completion and help."""
    signature = inspect.signature(method)
    own = [one for one in signature.parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD]
    spelled = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=_default(name), annotation=hint)
        for name, hint in Policies.__annotations__.items()
    ]
    method.__signature__ = signature.replace(parameters=[*own, *spelled])  # type: ignore[attr-defined]
    return method


def _default(name: str) -> Any:
    return Call.__dataclass_fields__[name].default
