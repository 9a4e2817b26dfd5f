"""A remark on the shape of the learner's answer, from its own source: beside the cases, never part of them."""

import linecache
from types import FunctionType
from typing import Any

from course.shape import advice, written
from course.shape import statements as statements_of

NOTHING = "nothing a reviewer would stumble over before reading it"


class Shape:
    """Shows as Markdown in JupyterLab, as text elsewhere."""

    def __init__(self, name: str, remarks: list[str], note: str) -> None:
        self.name, self.remarks, self.note = name, remarks, note

    def __repr__(self) -> str:
        return "\n".join([f"Shape of {self.name}: {self.note}.", *(f"- {remark}" for remark in self.remarks)])

    def _repr_markdown_(self) -> str:
        lines = [f"**Shape of `{self.name}`**: {self.note}.", "", *(f"- {remark}" for remark in self.remarks)]
        return "\n".join([*lines, "", "*Advice, not points. Keep what you can defend.*"] if self.remarks else lines)


def shape(thing: Any, *, statements: int) -> Shape:
    """Look at the cell that defined `thing`, a class or function of the learner's; the reference has so many `statements`."""
    name = getattr(thing, "__name__", type(thing).__name__)
    source = _cell_of(thing)
    if source is None:
        return Shape(name, [], "its source cannot be found; run its cell again, in this notebook")
    if not written(source):
        return Shape(name, [], "not written yet; come back when the cases pass")
    remarks = advice(source, statements)
    return Shape(name, remarks, _note(source, statements, remarks))


def _note(source: str, reference: int, remarks: list[str]) -> str:
    return f"{statements_of(source)} statements, the reference {reference}; " + (
        f"{len(remarks)} remark{'s' * (len(remarks) > 1)}" if remarks else NOTHING
    )


def _cell_of(thing: Any) -> str | None:
    functions = (
        [thing] if isinstance(thing, FunctionType) else [*vars(thing).values()] if isinstance(thing, type) else []
    )
    for function in functions:
        function = getattr(function, "fget", getattr(function, "__func__", function))
        if isinstance(function, FunctionType):
            lines = linecache.getlines(function.__code__.co_filename)
            return "".join(lines) or None
    return None
