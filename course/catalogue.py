"""The lessons there are: found in source/, never listed by hand, and named in any of three ways."""

import difflib
import functools
from pathlib import Path

from course.errors import LessonFormatError, LessonNotFound
from course.lesson import Lesson, solution
from course.lesson_format import parse

ROOT = Path(__file__).resolve().parent.parent
"""The checkout: lessons, hidden cases and solutions live there, beside the package."""
SOURCE = ROOT / "source"
RELEASE = ROOT / "release"


def lessons(source: Path = SOURCE) -> list[Lesson]:
    """Every lesson, in the order of modules and numbers; raises LessonFormatError with the problems of all of them."""
    found, problems = [], []
    for file in sorted(source.glob("[0-9]_*/[0-9][0-9]_*.py")):
        try:
            found.append(load(file))
        except LessonFormatError as error:
            problems.append(str(error))
    if problems:
        raise LessonFormatError("\n".join(problems))
    return found


def load(file: Path) -> Lesson:
    """The lesson in `file`; raises LessonFormatError."""
    stat = file.stat()
    return _load(file, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=512)
def _load(file: Path, _mtime_ns: int, _size: int) -> Lesson:
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LessonFormatError(f"{file}:1: not UTF-8 text ({error.reason}). Mend: save the file as UTF-8") from None
    shown = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
    return parse(text, path=f"{file.parent.name}/{file.stem}", file=shown)


def find(name: str, source: Path = SOURCE) -> Lesson:
    """The lesson called "lru_cache", "coding/lru_cache", "2_coding/03_lru_cache" or by a path to its file.

    Raises LessonNotFound, naming the nearest, when there is none or several.
    """
    wanted = name.removesuffix(".py").removesuffix(".ipynb").strip("/")
    files = sorted(source.glob("[0-9]_*/[0-9][0-9]_*.py"))
    by_name: dict[str, list[Path]] = {}
    for file in files:
        module, notebook = file.parent.name.partition("_")[2], file.stem.partition("_")[2]
        for alias in {notebook, file.stem, f"{module}/{notebook}", f"{file.parent.name}/{file.stem}"}:
            by_name.setdefault(alias, []).append(file)
    matches = by_name.get(wanted) or by_name.get("/".join(wanted.split("/")[-2:])) or []
    if len(matches) == 1:
        return load(matches[0])
    if matches:
        names = ", ".join(f"{file.parent.name}/{file.stem}" for file in matches)
        raise LessonNotFound(f"{name!r} names {len(matches)} lessons: {names}. Use one of these names.")
    near = difflib.get_close_matches(wanted, by_name, n=1, cutoff=0.5)
    hint = f"The nearest is {near[0]!r}." if near else "`course status` lists them."
    raise LessonNotFound(f"There is no lesson {name!r}. {hint}")


def solution_of(lesson_id: str, answer: str) -> str | None:
    """The solution to the exercise `answer`; None where this installation has no lesson sources."""
    if not SOURCE.is_dir():
        return None
    cells = find(lesson_id).cells
    return next((solution(cell.source) for cell in cells if cell.kind == "answer" and cell.name == answer), None)
