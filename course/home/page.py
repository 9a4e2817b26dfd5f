"""What home shows, from a learner's standing: as HTML for a notebook, as text for everything else."""

from collections.abc import Sequence
from html import escape

from course.lesson import Lesson
from course.status import LessonStatus, ModuleStatus, advise

NO_WORKSPACE = "Home shows your progress in a workspace: `course learn` makes one and opens this notebook in it."

_MARKS = {"done": "✓", "started": "◐", "new": "○"}


def html(modules: Sequence[ModuleStatus]) -> str:
    """Links are relative to a notebook one folder below the workspace; `data-lesson` is the path below the workspace."""
    return f'<div class="keeper-home">{_next(modules)}{"".join(map(_module, modules))}</div>'


def problem(message: str) -> str:
    return f'<div class="keeper-home"><p role="alert" class="keeper-problem">{escape(message)}</p></div>'


def text(modules: Sequence[ModuleStatus]) -> str:
    """A line a module and the advice, without colour."""
    advice = advise(modules)
    lines = [f"{module.title}: {count(module)}" for module in modules]
    if advice.lesson:
        lines.append(f"Next: {advice.lesson.title} ({advice.lesson.path}, {facts(advice.lesson)})")
    return "\n".join([*lines, *advice.why])


def count(module: ModuleStatus) -> str:
    total = len(module.lessons)
    return f"{module.done} of {total} {'lesson' if total == 1 else 'lessons'} done"


def facts(lesson: Lesson) -> str:
    return f"{lesson.minutes} minutes" + (f", {lesson.level} bar" if lesson.level != "all" else "")


def state(one: LessonStatus) -> str:
    if one.state == "started" and one.units:
        return f"{len(one.units) - len(one.left)} of {len(one.units)} exercises"
    return {"done": "done", "started": "begun", "new": "not begun"}[one.state]


def _next(modules: Sequence[ModuleStatus]) -> str:
    advice = advise(modules)
    why = " ".join(escape(sentence) for sentence in advice.why)
    if advice.lesson is None:
        return f'<section class="keeper-next" aria-label="Next"><p>{why}</p></section>'
    return (
        '<section class="keeper-next" aria-label="Next lesson"><p class="keeper-label">Next</p>'
        f'<p class="keeper-title">{_link(advice.lesson)}</p>'
        f'<p class="keeper-why">{escape(facts(advice.lesson))}. {why}</p></section>'
    )


def _module(module: ModuleStatus) -> str:
    title = escape(module.title)
    percent = round(100 * module.share)
    return (
        f'<section class="keeper-module" aria-label="{title}"><div class="keeper-head"><h3>{title}</h3>'
        f'<progress max="100" value="{percent}" aria-label="{title}: {percent} percent">{percent} %</progress>'
        f"<span>{count(module)}</span></div><ul>{''.join(map(_lesson, module.lessons))}</ul></section>"
    )


def _lesson(one: LessonStatus) -> str:
    return (
        f'<li class="keeper-{one.state}"><span aria-hidden="true" class="keeper-mark">{_MARKS[one.state]}</span>'
        f'{_link(one.lesson)}<span class="keeper-facts">{escape(facts(one.lesson))} · {escape(state(one))}</span></li>'
    )


def _link(lesson: Lesson) -> str:
    path = escape(f"{lesson.path}.ipynb")
    return f'<a href="../{path}" data-lesson="{path}">{escape(lesson.title)}</a>'
