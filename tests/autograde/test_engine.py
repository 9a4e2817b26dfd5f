"""Does each notebook get a process of its own that costs, knows and leaves nothing beyond its own job?"""

import contextlib
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograde import engine as module
from autograde.engine import Engine, EngineError
from autograde.job import MIB, CellResult, Job, JobResult, Limits, Role, Step

pytestmark = pytest.mark.xdist_group("engine")  # what its module sets up, once

SOON_S = 20.0
"""What is under way has ended by then."""
QUICK = Limits(cell_s=1, notebook_s=20)

KEPT = 2
"""Processes of a template that stay between jobs: the warden and the jail's host."""

Cell = tuple[Role, str]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(("numpy", "hypothesis")) as engine:
        yield engine


def student(source: str) -> Cell:
    return "student", source


def given(source: str) -> Cell:
    return "given", source


def checks(source: str) -> Cell:
    return "test", source


def job(*cells: Cell, **about: Any) -> Job:
    steps = (Step(n, source, role, f"t{n}" if role == "test" else None) for n, (role, source) in enumerate(cells))
    return Job("assignment/student/notebook", tuple(steps), **about)


def run(engine: Engine, *cells: Cell, **about: Any) -> list[CellResult]:
    """The result of each cell, in order."""
    result = engine.run(job(*cells, **about))
    return [result.cells[n] for n in range(len(cells))]


def statuses(cells: list[CellResult]) -> list[str]:
    return [cell.status for cell in cells]


def text(cell: CellResult) -> str:
    """What it printed and showed, and its error's name and text."""
    return "".join(
        output.get("text")
        or output.get("data", {}).get("text/plain")
        or f"{output.get('ename')}: {output.get('evalue')}"
        for output in cell.outputs
    )


def below(pid: int) -> set[int]:
    """Its children, and theirs."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            stat = entry.read_text()
        except OSError:
            continue
        parents[int(entry.parent.name)] = int(stat.rpartition(")")[2].split()[1])
    found, new = set(), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new}
        found |= new
    return found


def eventually(holds: Any) -> bool:
    """Whether it does before long."""
    until = time.monotonic() + SOON_S
    while not (held := holds()) and time.monotonic() < until:
        time.sleep(0.02)
    return bool(held)


# -- what a job is -------------------------------------------------------------------------------------------------------


def test_cells_run_in_order_and_tests_see_what_they_made(engine: Engine):
    cells = run(
        engine,
        student("import math\nprint('hello')\ndef f(x):\n    return x + 1"),
        given("K = 5"),
        student("K2 = K * 2\nf(K2)"),
        checks("assert f(K) == 6\nassert K2 == 10"),
        checks("assert f(1) == 3, 'wrong'"),
        student("undefined"),
        checks("0.5"),
    )
    assert statuses(cells) == ["ok", "ok", "ok", "ok", "error", "error", "ok"]
    assert [text(cell) for cell in cells[:3]] == ["hello\n", "", "11"]
    assert text(cells[4]) == "AssertionError: wrong"
    assert text(cells[5]) == "NameError: name 'undefined' is not defined"
    assert [output["output_type"] for output in cells[6].outputs] == ["execute_result"]
    assert [cell.execution_count for cell in cells if cell.status != "error"][:3] == [1, 2, 3]


def test_each_test_talks_to_a_copy(engine: Engine):
    cells = run(
        engine,
        student("items = []\ndef put(x):\n    items.append(x)\n    return len(items)"),
        checks("assert put(1) == 1\nassert put(1) == 2"),
        checks("assert put(1) == 1"),
        student("print(items)"),
    )
    assert statuses(cells) == ["ok"] * 4
    assert text(cells[3]) == "[]\n"


def test_any_text_is_a_cell(engine: Engine):
    odd = ["", "\n\n", "\0", "\ud800", "x = 'ünï'\nx", "\t indented", "(" * 500, "%%nosuchmagic\nx", "?len", "1;", "#"]
    cells = run(engine, *map(student, odd), student("print('end')"))
    assert text(cells[-1]) == "end\n"
    assert text(cells[4]) == "'ünï'"


def test_a_job_without_cells_is_done(engine: Engine):
    assert engine.run(job()).cells == {}


# -- nothing of one job in the next --------------------------------------------------------------------------------------

SPOIL = """
import builtins, sys, os, random, tempfile, types, warnings, json
left = 'name'
builtins.sum = lambda x: 99
builtins.left = 1
sys.modules['left_behind'] = types.ModuleType('left_behind')
json.loads = None
sys.path.insert(0, '/tmp')
os.environ['LEFT'] = 'yes'
for folder in ('/tmp', '/dev/shm', '/var/tmp', os.path.expanduser('~'), os.getcwd(), tempfile.gettempdir(), '/tmp/given', '/tmp/work'):
    try:
        open(folder + '/left_behind.py', 'w').write('x = 1')
    except OSError:
        pass
import numpy
numpy.set_printoptions(precision=1)
numpy.random.seed(1); random.seed(1)
get_ipython().ast_node_interpolation = None
get_ipython().input_transformers_cleanup.append(lambda lines: ['print("transformed")'])
os.chdir('/')
print('spoiled')
"""
LOOK = """
import builtins, sys, os, json, glob, tempfile
found = [name for name, is_left in {
    'name': 'left' in globals(),
    'builtins': hasattr(builtins, 'left') or sum([1]) != 1,
    'modules': 'left_behind' in sys.modules or json.loads is None,
    'path': '/tmp' in sys.path,
    'environ': 'LEFT' in os.environ,
    'numpy': repr(__import__('numpy').float64(1) / 3) != 'np.float64(0.3333333333333333)',
}.items() if is_left]
for top in ('/tmp', '/dev/shm', '/var/tmp', os.path.expanduser('~'), os.getcwd(), tempfile.gettempdir()):
    for folder, _, files in os.walk(top):
        found += [folder + '/' + f for f in files if 'left_behind' in f]
print(found)
"""


def test_nothing_of_one_submission_is_visible_to_the_next(engine: Engine):
    spoiled = run(engine, student(SPOIL), checks("import builtins\nbuiltins.left = 1\nLEFT_BY_TESTS = 1"))
    assert text(spoiled[0]) == "spoiled\n"
    seen = run(
        engine, student(LOOK), checks("import builtins\nassert not hasattr(builtins, 'left')"), student("LEFT_BY_TESTS")
    )
    assert text(seen[0]) == "[]\n"
    assert statuses(seen) == ["ok", "ok", "error"]


HIDES = """
import os, signal, subprocess, sys
def hide():
    if os.fork(): return
    os.setsid()
    if os.fork(): os._exit(0)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(number, signal.SIG_IGN)
    for number in range(3, 50):
        try: os.close(number)
        except OSError: pass
    os.execvp('sleep', ['sleep', TOKEN])
hide()
"""


def test_no_process_outlives_its_job(engine: Engine):
    token = "86461.25"
    cells = run(
        engine,
        student(f"TOKEN = {token!r}\n" + HIDES + "subprocess.Popen(['sleep', TOKEN])\nprint('begun')"),
        student("import threading, time\nthreading.Thread(target=time.sleep, args=(3600,)).start()"),
        checks("hide()"),
    )
    assert text(cells[0]) == "begun\n"
    assert eventually(lambda: not running(token))
    assert eventually(lambda: len(below(template(engine))) <= KEPT)


def template(engine: Engine) -> int:
    assert engine._template
    return engine._template.pid


def running(token: str) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"sleep" in command and token.encode() in command:
            found.append(entry.parent.name)
    return found


def test_nothing_of_the_grader_is_in_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    secret = "s3cret-of-the-grader"
    monkeypatch.setenv("A_TOKEN", secret)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text(secret)
    look = f"""
import os, glob, subprocess
seen = [str(dict(os.environ)), os.getcwd(), os.path.expanduser('~'), str(os.listdir('.')), str(os.listdir(os.path.expanduser('~')))]
for path in glob.glob('/proc/[0-9]*/environ') + glob.glob('/proc/[0-9]*/cmdline'):
    try: seen.append(open(path, 'rb').read().decode(errors='replace'))
    except OSError: pass
for path in ({str(tmp_path)!r}, {str(tmp_path / "notes.txt")!r}):
    try: seen.append(str(os.listdir(path)) if os.path.isdir(path) else open(path).read())
    except OSError: pass
for number in range(3, 100):
    try: seen.append(os.readlink(f'/proc/self/fd/{{number}}'))
    except OSError: pass
print('\\n'.join(seen))
"""
    with Engine() as fresh:
        (cell, *_) = run(fresh, student(look))
        (cell_of_tests,) = run(fresh, checks(look))
    for found in (text(cell), text(cell_of_tests)):
        assert secret not in found
        assert "notes.txt" not in found
        assert "pytest" not in found
    assert cell.status == "ok"


# -- the template --------------------------------------------------------------------------------------------------------


def test_a_template_that_died_between_jobs_is_replaced(engine: Engine):
    first = template(engine)
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)  # until it has died a job may still run, and rightly
    assert statuses(run(engine, student("x = 1"), checks("assert x == 1"))) == ["ok", "ok"]
    assert template(engine) != first


def test_a_template_that_dies_during_a_job_costs_the_step_under_way_at_most(engine: Engine):
    token = "86462.5"
    cells = (
        student("x = 1"),
        student(f"import subprocess\nsubprocess.Popen(['sleep', '{token}'])\nwhile True: pass"),
        checks("assert x == 1"),
    )
    results: list[JobResult] = []
    thread = threading.Thread(target=lambda: results.append(engine.run(job(*cells, limits=Limits(cell_s=3)))))
    thread.start()
    assert eventually(lambda: running(token))
    os.kill(template(engine), signal.SIGKILL)
    thread.join(2 * SOON_S)
    (result,) = results
    assert [result.cells[n].status for n in (0, 2)] == ["ok", "ok"]
    assert result.cells[1].status in ("died", "timeout")
    assert statuses(run(engine, student("x = 1"), checks("assert x == 1"))) == ["ok", "ok"]
    assert eventually(lambda: not running(token))


def test_a_host_that_died_is_replaced(engine: Engine):
    run(engine, student("1"))
    for pid in below(template(engine)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not below(template(engine)))
    assert statuses(run(engine, student("x = 1"), checks("assert x == 1"))) == ["ok", "ok"]


def test_closing_ends_all_processes():
    engine = Engine()
    with engine:
        run(engine, student("1"))
        pids = {template(engine), *below(template(engine))}
    assert eventually(lambda: not any(Path("/proc", str(pid)).exists() for pid in pids))
    engine.close()  # again does nothing


def test_a_machine_without_a_jail_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module.jail, "missing", lambda mechanisms: "There are no user namespaces.")
    with pytest.raises(EngineError, match=r"no user namespaces.*--unconfined"):
        Engine()


def test_without_a_jail_the_same_notebook_gets_the_same_results(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("A_TOKEN", "secret")
    cells = (
        student("print(1)\ndef f(): return open('data.txt').read()"),
        student("import os; os._exit(3)"),
        checks("assert f() == 'text'"),
        student("'A_TOKEN' in __import__('os').environ"),
    )
    jailed = run(engine, *cells, given_files={"data.txt": b"text"})
    monkeypatch.setattr(module.jail, "missing", lambda mechanisms: "No.")
    with Engine(unconfined=True) as free:
        pid = template(free)
        unjailed = run(free, *cells, given_files={"data.txt": b"text"})
    assert statuses(unjailed) == statuses(jailed) == ["ok", "died", "ok", "ok"]
    assert [text(cell) for cell in unjailed] == [text(cell) for cell in jailed]
    assert text(unjailed[3]) == "False"
    assert eventually(lambda: not below(pid))


def test_a_value_of_the_tests_is_not_handed_over_for_a_local_name_of_the_instructors_answer(engine: Engine):
    cells = run(
        engine,
        student("def f(): return globals().get('expected')"),
        checks("expected = 42\nassert f() is None"),
        instructor=("def f():\n    expected = 42\n    return [expected for expected in [42]][0]",),
    )
    assert statuses(cells) == ["ok", "ok"]


# -- a cell costs itself -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("import os; os._exit(0)", "died"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "died"),
        ("import os; os.abort()", "died"),
        ("import ctypes; ctypes.string_at(0)", "died"),
        ("import os; os.kill(-1, 9)", None),
        ("while True: pass", "timeout"),
        ("import time; time.sleep(3600)", "timeout"),
        ("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass", "timeout"),
        ("while True:\n    try:\n        while True: pass\n    except BaseException: pass", "timeout"),
        ("9 ** 9 ** 9", "timeout"),
        ("raise SystemExit", "error"),
        ("raise KeyboardInterrupt", "error"),
        ("import sys; sys.exit(1)", "error"),
        ("def g(): return g()\ng()", None),
        ("import sys; sys.setrecursionlimit(10**8)\ndef g(): return g()\ng()", None),
        ("x = [0]\nwhile True: x = x * 2", None),
        ("import os\nwhile True: os.fork()", None),
        ("import os\nif os.fork() == 0:\n    print('the child')", "ok"),
        ("exit()", "ok"),
    ],
)
def test_a_cell_costs_itself(engine: Engine, source: str, status: str | None):
    cells = run(
        engine,
        student("kept = 'state'\ndef f(): return kept"),
        student(source),
        student("print(kept)"),
        checks("assert f() == 'state'"),
        limits=Limits(cell_s=1, notebook_s=40, memory_bytes=256 * MIB),
    )
    assert cells[1].status == status or (status is None and cells[1].status in ("died", "timeout", "error"))
    assert statuses(cells)[2:] == ["ok", "ok"]
    assert text(cells[2]) == "state\n"
    assert cells[1].message or cells[1].status in ("ok", "error")


CROWD = """
import os, signal
try:
    while os.fork(): pass
    signal.pause()
except OSError: pass
"""


def test_a_cell_that_fills_all_places_and_stays_costs_itself(engine: Engine):
    cells = run(
        engine,
        student("kept = 'state'\ndef f(): return kept"),
        student(CROWD),
        student("late = 1"),
        checks("assert (f(), late) == ('state', 1)"),
        checks("assert late == 1"),
        limits=Limits(cell_s=5, notebook_s=60),
    )
    assert statuses(cells) == ["ok"] * 5, text(cells[3])


def test_an_interrupted_cell_keeps_what_it_printed_and_made(engine: Engine):
    cells = run(engine, student("print('before')\nx = 5\nwhile True: pass"), student("x"), limits=QUICK)
    assert statuses(cells) == ["timeout", "ok"]
    assert text(cells[0]).startswith("before\n")
    assert "KeyboardInterrupt" in text(cells[0])
    assert text(cells[1]) == "5"


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "import os; os._exit(0)",
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
    ],
)
def test_a_function_that_does_not_come_back_costs_its_test(engine: Engine, source: str):
    body = "\n".join("    " + line for line in source.splitlines())
    cells = run(
        engine,
        student(f"def f():\n{body}\ndef g(): return 1"),
        checks("try:\n    f()\nexcept BaseException: pass"),
        checks("assert g() == 1"),
        limits=QUICK,
    )
    assert cells[1].status in ("timeout", "died")
    assert cells[1].message
    assert cells[2].status == "ok"


def test_tests_that_do_not_end_cost_themselves(engine: Engine):
    cells = run(
        engine,
        checks("while True: pass"),
        checks("import time\ntry:\n    time.sleep(3600)\nexcept Exception: pass"),
        checks("1"),
        limits=QUICK,
    )
    assert statuses(cells) == ["timeout", "timeout", "ok"]


def test_what_the_notebook_has_no_time_for_is_skipped(engine: Engine):
    started = time.monotonic()
    cells = run(engine, *[student("while True: pass")] * 4, checks("1"), limits=Limits(cell_s=1, notebook_s=2))
    assert time.monotonic() - started < 10
    assert statuses(cells)[:2] == ["timeout", "timeout"]
    assert statuses(cells)[-1] == "skipped"
    assert "time" in cells[-1].message


# -- bounds --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "while True: print('x' * 1000)",
        "import sys\nfor _ in range(10**5): sys.stderr.write('y' * 100)",
        "for _ in range(10**5): display('z' * 100)",
        "'w' * 10**7",
        "import os\nfor _ in range(10**4): os.write(1, b'c' * 1000)",
        "raise ValueError('e' * 10**7)",
        "print('p' * 10**8)",
        "import json\nclass R:\n    def _repr_html_(self): return 'h' * 10**7\nR()",
    ],
)
def test_the_output_of_a_cell_is_bounded(engine: Engine, source: str):
    limit = 50_000
    cells = run(engine, student(source), student("print('next')"), limits=Limits(cell_s=1, cell_output_bytes=limit))
    assert len(str(cells[0].outputs)) < 3 * limit + 5_000
    assert text(cells[1]) == "next\n"


def test_the_output_of_a_notebook_is_bounded(engine: Engine):
    limits = Limits(cell_output_bytes=60_000, notebook_output_bytes=100_000)
    cells = run(engine, *[student("print('x' * 50_000)")] * 4, student("print('last')"), limits=limits)
    sizes = [len(text(cell)) for cell in cells]
    assert sum(sizes) < 110_000
    assert sizes[0] > 50_000
    assert "output was left out" in cells[3].message


@pytest.mark.parametrize(
    "source",
    [
        "f = open('big', 'wb')\nfor _ in range(1000): f.write(b'x' * 2**20)",
        "import tempfile\nf = tempfile.TemporaryFile()\nfor _ in range(1000): f.write(b'x' * 2**20)",
        "for n in range(200): open(f'part{n}', 'wb').write(b'x' * 2**20)",
        "fs = [open('/dev/null') for _ in range(10_000)]",
    ],
)
def test_files_are_bounded(engine: Engine, source: str):
    limits = Limits(cell_s=10, file_bytes=4 * MIB, disk_bytes=16 * MIB, open_files=64)
    cells = run(engine, student(source), student("print('next')"), limits=limits)
    assert cells[0].status in ("error", "died")
    assert text(cells[1]) == "next\n"


# -- files beside the notebook -------------------------------------------------------------------------------------------


def test_both_sides_find_the_files_and_the_instructors_win(engine: Engine):
    read = "print(open('data.txt').read(), open('deep/own.txt').read())"
    cells = run(
        engine,
        student(read),
        student("def both(): return open('data.txt').read(), open('deep/own.txt').read()"),
        checks("assert open('data.txt').read() == 'given'\nassert both() == ('given', 'own')"),
        files={"data.txt": b"forged", "deep/own.txt": b"own"},
        given_files={"data.txt": b"given"},
    )
    assert text(cells[0]) == "given own\n"
    assert statuses(cells) == ["ok"] * 3


@pytest.mark.parametrize(
    "spoil",
    [
        "open('data.txt', 'w').write('forged')",
        "import os; os.remove('data.txt')",
        "import os; os.remove('data.txt'); os.mkdir('data.txt')",
        "import os; os.remove('data.txt'); os.symlink('/etc/hostname', 'data.txt')",
        "import os; os.chmod('data.txt', 0)",
        "import os; os.remove('data.txt'); os.mkfifo('data.txt')",
        "import os; os.chmod('.', 0)",
        "import os\nfor name in os.listdir('.'): os.remove(name)\nos.rmdir(os.getcwd())",
    ],
)
def test_tests_read_the_instructors_files_whatever_became_of_them(engine: Engine, spoil: str):
    cells = run(
        engine,
        student(spoil),
        checks("import helper\nassert open('data.txt').read() == 'given'\nassert helper.K == 5"),
        given_files={"data.txt": b"given", "helper.py": b"K = 5\n"},
        limits=QUICK,
    )
    assert cells[1].status == "ok", cells


def test_a_module_of_the_instructors_is_shared_and_one_of_the_students_asked_for(engine: Engine):
    cells = run(
        engine,
        student("import helper, mine\ndef make(): return helper.P(1)\ndef own(): return mine.value"),
        checks(
            "import helper\nassert make() == helper.P(1)\nassert type(make()) is helper.P\nassert own() == 7\nimport mine\nassert mine.value == 7"
        ),
        files={"mine.py": b"value = 7\n", "helper.py": b"raise SystemExit"},
        given_files={"helper.py": b"import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\n"},
    )
    assert statuses(cells) == ["ok", "ok"]


# -- tests that need the student's process --------------------------------------------------------------------------------


def test_a_test_that_would_run_the_students_text_is_refused_by_name(engine: Engine):
    cells = run(engine, student("text = '1'"), checks("assert eval(text) == 1"), checks("assert text == '1'"))
    assert statuses(cells) == ["ok", "refused", "ok"]
    assert re.search(r"t1 .*eval\(\)", cells[1].message)


def test_a_test_runs_inside_where_the_course_allows_it(engine: Engine):
    about = job(
        student("text = '1'\nclass B:\n    pass"),
        checks("assert eval(text) == 1"),
        checks("class C(B): pass\nassert C()"),
        checks("assert eval(text) == 2"),
        inside=True,
    )
    result = engine.run(about)
    assert [result.cells[n].status for n in range(4)] == ["ok", "ok", "ok", "error"]
    assert [note.split(":")[0] for note in result.notes] == ["t1", "t2", "t3"]


# -- the same each time --------------------------------------------------------------------------------------------------


def test_the_same_job_has_the_same_result(engine: Engine):
    cells = (
        student(
            "import random, numpy as np\nprint(random.random(), np.random.rand(), {'a', 'b', 'c', 'd'}, hash('text'))"
        ),
        student("def f(x): return x + random.random() + np.random.rand()"),
        checks("import random\nprint(random.random(), f(1), {'a', 'b', 'c', 'd'})"),
        checks(
            "from hypothesis import given, settings, strategies as st\nseen = []\n@settings(database=None, max_examples=20)\n@given(st.integers())\ndef check(n): seen.append(n)\ncheck()\nprint(seen)"
        ),
        checks("import numpy as np\nprint(np.random.rand(), f(2))"),
    )
    first, second = ([text(cell) for cell in run(engine, *cells)] for _ in range(2))
    assert first == second
    assert first[2] != first[4]
    assert all(first[n] for n in (0, 2, 3, 4))
    with Engine(("numpy", "hypothesis")) as other:
        assert [text(cell) for cell in run(other, *cells)] == first


def test_a_test_reads_the_same_whatever_ran_before_it(engine: Engine):
    check = checks("import random\nprint(random.random(), f())")
    setup = student("import random\ndef f(): return random.random()")
    alone = run(engine, setup, check)
    # The step's place names it; the tests before it do not matter.
    after = run(engine, setup, check, checks("import random\nrandom.random(); f()"), check)
    assert text(alone[1]) == text(after[1])
