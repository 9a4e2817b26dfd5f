"""docs/instructors.md as the steps that it tells an instructor and the students to take."""

import re
from dataclasses import dataclass

from course.catalogue import ROOT

PAGE = ROOT / "docs" / "instructors.md"
STUDENT, INSTRUCTOR = "student$ ", "$ "


@dataclass(frozen=True)
class Step:
    """A command of the page, and whose it is."""

    command: str
    of_student: bool


def block(language: str) -> str:
    """The page's one block in that language."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(found) == 1, f"{PAGE.name} has {len(found)} blocks of {language}"
    text: str = found[0]
    return text


def steps() -> list[Step]:
    """Every line of every console block, in the page's order."""
    found = []
    for console in re.findall(r"^```console\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for line in console.splitlines():
            assert line.startswith((STUDENT, INSTRUCTOR)), f"not a command: {line}"
            prompt, _, command = line.partition("$ ")
            found.append(Step(command, of_student=prompt == "student"))
    return found
