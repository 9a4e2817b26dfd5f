"""Remarks: what is risky about a design, as a reviewer would say it before anything runs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course.design.design import Design


@dataclass(frozen=True)
class Remark:
    """`about` is the component or flow; `text` says what follows from how it was written, and what one may do."""

    about: str
    text: str

    def __str__(self) -> str:
        return f"`{self.about}`: {self.text}"


def remarks(design: "Design") -> tuple[Remark, ...]:
    """Every remark, each once."""
    return tuple(dict.fromkeys(remark for check in CHECKS for remark in check(design)))


CHECKS: tuple[Callable[["Design"], Iterator[Remark]], ...] = ()
