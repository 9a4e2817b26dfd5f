"""A course on disk with attacks handed in, and which of the three banks each is handed in to.

Every tests cell costs time, for every submission, and most attacks are about the same few exercises. They are handed in to a short bank:
`bank.txt` without what belongs to exercises that are not in SHORT. An attack goes to the first bank that has all its words (in its expectation,
cells, ids or paths; in its function, for those of hostile.py) that the full bank has: the ids of cells, and the global names of their code,
builtins aside. The full bank gets all whose names begin like `a_` and `b_`, too: these look for what those left, in the same run.
"""

import builtins
import hashlib
import re
import shutil
import symtable
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..parity.text import Block, Case, Sent, cases, dumped, read
from . import hostile

HERE = Path(__file__).parent
ASSIGNMENT = "bank"
NOTEBOOK = "nb"
SHORT = {
    "shortest": {"mean", "stack", "median"},
    "short": {"mean", "stack", "scale", "retry", "shift", "primes", "median"},
}
"""The exercises of the short banks; they need no other."""
TOKEN = hashlib.sha256(b"bank").hexdigest()[:4]
"""Part of every canary. The texts of this folder have WRITTEN in its place: only what a run made holds a canary."""
WRITTEN = "5a1e"
CANARY = re.compile(rf"CANARY-{TOKEN}[0-9a-f]{{4}}")
LEAK = """
import re as _re
def leak(*things):
    for thing in things:
        try:
            text = thing.decode("latin-1") if isinstance(thing, bytes) else thing if isinstance(thing, str) else repr(thing)
        except BaseException:
            continue
        for found in sorted(set(_re.findall("CANARY" + "-[0-9a-f]{8}", text))):
            print("LEAKED", found)
            with open("leaked.txt", "a") as file:
                file.write(found)
"""


@dataclass(frozen=True)
class Attack:
    """One submission; `most` and `least` are its points by the test's name."""

    id: str
    about: str
    bank: str
    least: Mapping[str, float]
    most: Mapping[str, float]
    hand_in: Callable[[Path, Mapping[str, str]], None]
    refusable: bool = False
    """Whether the notebook may be refused as a whole, with a reason and no points."""


def banks() -> dict[str, Case]:
    """The assignment, with the canaries of a run, by the name of the bank."""
    full = _with_token(read(HERE / "bank.txt"))
    made = {}
    for name, exercises in SHORT.items():
        blocks = tuple(block for exercise, block in _exercises(full) if exercise in {None, *exercises})
        files = {block.words[1]: full.files[block.words[1]] for block in blocks if block.words[0] == "file"}
        made[name] = replace(full, name=name, blocks=blocks, files=files)
    return made | {"full": replace(full, name="full")}


def full_points(case: Case) -> dict[str, float]:
    """What its tests give a right answer, by the test's name."""
    return {name.split("/")[1]: points for name, points in case.points().items()}


def attacks() -> Iterator[Attack]:
    """All of them, in the order of their files."""
    known = banks()
    every = _names(known["full"].blocks) - set(dir(builtins))
    left_out = {bank: every - _names(case.blocks) for bank, case in known.items()}

    def chosen(name: str, text: str) -> Case:
        words = re.findall(r"\w+", text)
        if re.match("[a-z]_", name):
            return known["full"]
        return next(case for bank, case in known.items() if left_out[bank].isdisjoint(words))

    for family in cases(HERE / "cases"):
        for sent in family.submissions:
            words = [*sent.facts, *(word for b in sent.blocks for word in (*b.words[1:], b.text))]
            case = chosen(sent.name, " ".join(words))
            yield _attack(f"{family.name}/{sent.name}", case, sent)
    for made in hostile.ATTACKS:
        case = chosen(made.name, made.text)
        least, most = bounds(made.expect, full_points(case))
        yield Attack(f"hostile/{made.name}", made.about, case.name, least, most, _mutated(case, made), made.refusable)


def honest(case: Case, folder: Path) -> None:
    """Hand in the right answers."""
    _hand_in(case, Sent("honest", "", (), ()), folder, {})


def lay_out(course: Path, case: Case) -> None:
    """The instructor's side of the course."""
    folder = course / "source" / ASSIGNMENT
    folder.mkdir(parents=True)
    for name, notebook in case.source().items():
        (folder / f"{name}.ipynb").write_bytes(dumped(notebook))
    for path, content in case.files.items():
        (folder / path).write_bytes(content)
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bank'\n")


def bounds(expect: str, full: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """The least and the most points by the test's name, of a line like `mean=0 *<=full`; ValueError for any other."""
    least, most = dict(full), dict(full)
    for word in expect.split():
        if not (found := re.fullmatch(r"(\w+|\*)(=|<=)([\d.]+|full)", word)):
            raise ValueError(f"expected words like mean=0, mean<=1, *<=full; found {word!r}.")
        names = full if found[1] == "*" else [found[1]]
        for name in names:
            if found[1] == "*" and re.search(rf"\b{name}(=|<=)", expect):
                continue
            most[name] = full[name] if found[3] == "full" else float(found[3])
            least[name] = 0 if found[2] == "<=" else most[name]
    return least, most


def _exercises(case: Case) -> list[tuple[str | None, Block]]:
    """Each block with the exercise that it is for, whose tests come next; None for the setup and for what follows the last tests."""
    found: list[tuple[str | None, Block]] = []
    exercise = None
    for block in reversed(case.blocks):
        exercise = block.words[1] if block.words[0] == "tests" else exercise
        found.insert(0, (None if block.words == ("given", "setup") else exercise, block))
    return found


def _names(blocks: Iterable[Block]) -> set[str]:
    """The ids of those cells, and the global names in their code."""
    names: set[str] = set()
    for block in blocks:
        names |= {block.words[1], f"{block.words[1]}_answer"}
        if block.words[0] in ("given", "answer", "tests"):
            names |= _global(symtable.symtable(block.text, block.words[1], "exec"))
    return names


def _global(table: symtable.SymbolTable) -> set[str]:
    own = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    return own.union(*map(_global, table.get_children()))


def _attack(name: str, case: Case, sent: Sent) -> Attack:
    expect = " ".join(fact.removeprefix("expect") for fact in sent.facts)
    if not sent.facts:
        raise ValueError(f"{name}: it says nothing of its points; write a line `expect`, alone when all is right.")
    least, most = bounds(expect, full_points(case))
    return Attack(name, sent.about, case.name, least, most, lambda folder, places: _hand_in(case, sent, folder, places))


def _mutated(case: Case, made: hostile.Made) -> Callable[[Path, Mapping[str, str]], None]:
    def hand_in(folder: Path, places: Mapping[str, str]) -> None:
        _hand_in(case, Sent(made.name, made.about, (), ()), folder, places)
        made.mutate(folder, places)

    return hand_in


def _hand_in(case: Case, sent: Sent, folder: Path, places: Mapping[str, str]) -> None:
    notebooks, files = case.submitted(sent)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, notebook in notebooks.items():
        for cell in notebook["cells"]:
            cell["source"] = _placed(cell["source"], places)
        (folder / f"{name}.ipynb").write_bytes(dumped(notebook))
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _placed(text: str, places: Mapping[str, str]) -> str:
    for name, value in places.items():
        text = text.replace(f"@{name}@", value)
    return text.replace("@LEAK@", LEAK).replace(f"-{WRITTEN}", f"-{TOKEN}")


def _with_token(case: Case) -> Case:
    blocks = tuple(type(b)(b.words, b.text.replace(f"-{WRITTEN}", f"-{TOKEN}")) for b in case.blocks)
    return Case(case.name, case.about, blocks, case.submissions, case.files)
