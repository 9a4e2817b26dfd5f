"""Flows: what begins work in a design, and the path it takes. An endpoint is begun by people, a consumer by messages, a job by
the clock."""

from collections.abc import Iterator
from dataclasses import dataclass

from course.design.calls import Call, Component, Step, Together, walk
from course.design.components import CDN, Clients, Host, Log, Queue, Scheduler
from course.design.policies import Priority
from course.design.values import Value, fields, number
from course.errors import DesignError


@dataclass(frozen=True)
class Flow(Value):
    """A name, and the call of the outermost host that everything else happens in."""

    name: str
    root: Call
    priority: Priority = "normal"

    @property
    def calls(self) -> Iterator[Call]:
        """Every call that it may make, callers first."""
        return walk(self.root)

    @property
    def begun_by(self) -> Component:
        """What calls its outermost host."""
        raise NotImplementedError

    def callers(self) -> Iterator[tuple[Component, Call]]:
        """Every call with the component that makes it. What a cache wraps is called by the cache's caller."""
        return _callers(self.begun_by, self.root)

    def outline(self) -> list[str]:
        """Its calls, a line each, indented by who makes them; policies as far as they are given."""
        return [f"{self.name}{'' if self.priority == 'normal' else f' ({self.priority})'}:", *_outline(self.root, "  ")]


@dataclass(frozen=True)
class Endpoint(Flow):
    """What people's devices ask for: `Endpoint("redirect", LoadBalancer("edge"), api, links.read("link"))`.

    The path begins with the hosts that a request passes, outermost first; whatever follows the last of them is what that one
    does, in order, before it answers. Clients may stand first. `priority` is what shedding goes by.
    """

    clients: Clients = Clients("clients")  # noqa: RUF009  # frozen

    @property
    def begun_by(self) -> Clients:
        return self.clients

    def __init__(self, name: str, *path: Component | Step, priority: Priority = "normal") -> None:
        clients = path[0] if path and isinstance(path[0], Clients) else Clients("clients")
        _fill(self, name, path[1:] if path and path[0] is clients else path, priority, clients=clients)


@dataclass(frozen=True)
class Consumer(Flow):
    """What is done with each message of a queue or log: `Consumer("deliver", notifications, worker, sms.call())`.

    It takes up to `concurrency` messages at once in each region, `batch` of them together. With `deduplicate`, a message that
    was done before is left alone. Each consumer of a log is a group of its own and reads all; those of a queue share it.
    """

    source: Queue | Log = Queue("queue")  # noqa: RUF009  # frozen
    concurrency: int = number(16, least=1, most=100_000)
    batch: int = number(1, least=1, most=1_000)
    deduplicate: bool = False

    @property
    def begun_by(self) -> Queue | Log:
        return self.source

    def __init__(
        self,
        name: str,
        source: Queue | Log,
        *path: Component | Step,
        priority: Priority = "normal",
        concurrency: int = 16,
        batch: int = 1,
        deduplicate: bool = False,
    ) -> None:
        own = {"source": source, "concurrency": concurrency, "batch": batch, "deduplicate": deduplicate}
        _fill(self, name, path, priority, **own)


@dataclass(frozen=True)
class Job(Flow):
    """What a scheduler begins: `Job("digest", Scheduler("hourly", every_s=3600), worker, mails.send("user"))`."""

    scheduler: Scheduler = Scheduler("scheduler")  # noqa: RUF009  # frozen

    @property
    def begun_by(self) -> Scheduler:
        return self.scheduler

    def __init__(self, name: str, scheduler: Scheduler, *path: Component | Step, priority: Priority = "bulk") -> None:
        _fill(self, name, path, priority, scheduler=scheduler)


def _fill(flow: Flow, name: str, path: tuple[Component | Step, ...], priority: Priority, **own: object) -> None:
    for field, value in {"name": name, "root": _nested(f"`{name}`", path), "priority": priority, **own}.items():
        object.__setattr__(flow, field, value)
    flow.__post_init__()


def _nested(flow: str, path: tuple[Component | Step, ...]) -> Call:
    """The path as one call: its leading hosts within each other, and the steps within the last. Raises DesignError."""
    hosts: list[Call] = []
    for at, one in enumerate(path):
        if isinstance(one, Host) and not isinstance(one, CDN):
            hosts.append(one.call())
        elif isinstance(one, Call) and one.operation == "serve" and not one.steps and at + 1 < len(path):
            hosts.append(one)
        else:
            break
    steps = path[len(hosts) :]
    for step in steps:
        if not isinstance(step, Call | Together):
            raise DesignError(f"{flow}: {_meant(step)}")
    if not hosts and len(steps) == 1 and isinstance(steps[0], Call) and steps[0].target.host:
        return steps[0]
    if not hosts:
        raise DesignError(
            f"{flow} begins with {steps[0] if steps else 'nothing'}: somebody has to make its calls. "
            f'Begin the path with a LoadBalancer or Service: ({flow.replace("`", chr(34))}, LoadBalancer("edge"), Service("api"), …).'
        )
    root = hosts.pop().with_(steps=steps) if steps else hosts.pop()
    while hosts:
        root = hosts.pop().with_(steps=(root,))
    return root


def _meant(step: object) -> str:
    if isinstance(step, Clients):
        return f"{step.title} stands within the path; clients come first."
    if isinstance(step, CDN):
        return f'{step.title} caches by key; write {step.name}.serve("key").'
    if isinstance(step, Host):
        return (
            f"{step.title} comes after a call, so it is unclear who calls it. For one more call by the host before, write "
            f"{step.name}.call(…) with the steps that it does."
        )
    if isinstance(step, Component):
        example = step.operations[0] if step.operations else "call"
        return f'{step.title} is a box; say what is asked of it, {step.name}.{example}("key") say.'
    return f"a {type(step).__name__} stands in the path; expected components and calls such as links.read(…)."


def _callers(caller: Component, *steps: Step) -> Iterator[tuple[Component, Call]]:
    for step in steps:
        inner = caller
        if isinstance(step, Call):
            yield caller, step
            inner = step.target if step.target.host else caller
            if step.fallback:
                yield from _callers(caller, *step.fallback.steps)
        yield from _callers(inner, *step.steps)


def _outline(step: Step, indent: str) -> Iterator[str]:
    if isinstance(step, Together):
        yield f"{indent}together{f', {step.need} of {len(step.steps)}' if step.need else ''}:"
    else:
        yield f"{indent}{step}{given(step)}"
    for inner in step.steps:
        yield from _outline(inner, indent + "  ")
    if isinstance(step, Call) and step.fallback:
        yield f"{indent}  or else {'' if step.fallback.steps else 'a static answer'}".rstrip()
        for inner in step.fallback.steps:
            yield from _outline(inner, indent + "    ")


def given(call: Call) -> str:
    """What of a call's fields differs from the default, but for those that the outline shows otherwise."""
    shown = {"target", "operation", "key", "steps", "fallback"}
    given = [
        f"{field.name}={brief(getattr(call, field.name))}"
        for field, _ in fields(Call)
        if field.name not in shown and getattr(call, field.name) != field.default
    ]
    return f" {', '.join(given)}" if given else ""


def brief(value: object) -> str:
    """A value in a line: what of its fields differs from the default, numbers without needless digits."""
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(brief, value))}]"
    if isinstance(value, Component):
        return value.name
    return spelled(value) if isinstance(value, Value) else str(value)


def spelled(value: Value) -> str:
    """A value as one would write it, without what is as ever."""
    name = [f'"{value.name}"'] if isinstance(value, Component) else []
    given = [
        f"{field.name}={brief(getattr(value, field.name))}"
        for field, _ in fields(type(value))
        if getattr(value, field.name) != field.default and not (name and field.name == "name")
    ]
    return f"{type(value).__name__}({', '.join(name + given)})"
