"""Does a process know its lesson, and keep what a person does there: in the workspace, else in memory?"""

from pathlib import Path
from types import SimpleNamespace

import pytest
from IPython.core import getipython

from course import responses
from course.parts import session
from course.progress import Progress
from course.responses import Responses

from .conftest import LESSON, StartKernel

PASSED = {"passed": 3, "total": 3, "hidden_ran": False}


def shell(monkeypatch: pytest.MonkeyPatch, content: dict[str, object] | None) -> None:
    """An IPython shell whose kernel got an execute request with that content; None for a shell without a kernel."""
    kernel = SimpleNamespace(get_parent=lambda channel: {"content": content})
    found = SimpleNamespace() if content is None else SimpleNamespace(kernel=kernel)
    monkeypatch.setattr(getipython, "get_ipython", lambda: found)


def test_a_person_is_there_when_the_front_end_can_ask_them(monkeypatch: pytest.MonkeyPatch) -> None:
    shell(monkeypatch, {"allow_stdin": True})
    assert session.is_person_there()


@pytest.mark.parametrize("content", [None, {"allow_stdin": False}, {}])
def test_nobody_is_there_in_a_batch_run(monkeypatch: pytest.MonkeyPatch, content: dict[str, object] | None) -> None:
    shell(monkeypatch, content)
    assert not session.is_person_there()


def test_begin_in_a_workspace_is_recorded_once_a_process(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell(monkeypatch, {"allow_stdin": True})
    monkeypatch.chdir(workspace)
    session.start(LESSON)
    session.start(LESSON)
    assert [(event.kind, event.lesson) for event in Progress(workspace / "progress.db").events()] == [("begin", LESSON)]


def test_another_lesson_in_the_same_process_is_another_session(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    assert session.start(LESSON) is not session.start("design/circuit_breaker")
    current = session.current()
    assert current is not None
    assert current.lesson == "design/circuit_breaker"


def test_without_begin_the_lesson_is_known_from_the_notebook(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell(monkeypatch, {"allow_stdin": True})
    monkeypatch.chdir(workspace)
    monkeypatch.setenv("JPY_SESSION_NAME", f"{workspace}/2_coding/03_lru_cache.ipynb")
    session.record("cases", "lru_core", PASSED)
    assert Progress(workspace / "progress.db").lesson(LESSON).cases["lru_core"].all_pass


@pytest.mark.parametrize("name", ["", "Untitled.ipynb", "2_coding/03_lru_cache-Copy1.ipynb", "x/2_coding/notes.ipynb"])
def test_a_notebook_that_is_no_lesson_has_no_session(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", name)
    assert session.current() is None
    session.record("cases", "lru_core", PASSED)


def test_a_batch_run_writes_nothing(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace)
    started = session.start(LESSON)
    started.save("clarify:x", {"asked": ["a"]})
    session.record("cases", "lru_core", PASSED)
    assert {path.name for path in workspace.iterdir()} == {".keeper"}


def test_a_batch_run_in_the_workspace_reads_what_is_kept(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Responses(workspace / "answers").put(LESSON, "clarify:x", {"asked": ["a"]})
    monkeypatch.chdir(workspace)
    assert session.start(LESSON).load("clarify:x") == {"asked": ["a"]}


def test_a_batch_run_started_from_a_workspaces_terminal_elsewhere_reads_nothing_of_it(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Responses(workspace / "answers").put(LESSON, "clarify:x", {"asked": ["a"]})
    monkeypatch.setenv("KEEPER_WORKSPACE", str(workspace))
    monkeypatch.chdir(tmp_path)
    assert session.start(LESSON).load("clarify:x") == {}


def test_without_a_workspace_what_a_person_does_is_kept_in_memory(start_kernel: StartKernel) -> None:
    started = start_kernel(in_workspace=False)
    started.save("clarify:x", {"asked": ["a"]})
    session.record("cases", "lru_core", PASSED)
    assert started.load("clarify:x") == {"asked": ["a"]}
    assert started.passed(["lru_core"])
    assert started.notice == ""


def test_passing_is_known_in_the_next_kernel(start_kernel: StartKernel) -> None:
    start_kernel()
    session.record("cases", "lru_core", PASSED)
    assert start_kernel().passed(["lru_core"])


def test_all_tests_must_have_passed_and_none_is_not_enough(start_kernel: StartKernel) -> None:
    started = start_kernel()
    session.record("cases", "lru_core", PASSED)
    session.record("cases", "lru_threads", {"passed": 1, "total": 3, "hidden_ran": False})
    assert started.passed(["lru_core"])
    assert not started.passed(["lru_core", "lru_threads"])
    assert not started.passed([])


def test_a_damaged_answers_file_is_told_and_never_written_again_by_this_kernel(
    start_kernel: StartKernel, workspace: Path
) -> None:
    file = Responses(workspace / "answers").path(LESSON)
    Responses(workspace / "answers").put(LESSON, "clarify:x", {"asked": ["a", "b"]})
    whole = file.read_bytes()
    file.write_bytes(whole[:40])
    started = start_kernel()
    assert started.load("clarify:x") == {}
    started.save("clarify:x", {"asked": ["c"]})
    assert "coding-lru_cache.json is damaged" in started.notice
    assert started.load("clarify:x") == {"asked": ["c"]}
    assert file.read_bytes() == whole[:40]
    file.write_bytes(whole)  # the learner mends it
    started.save("clarify:x", {"asked": ["c", "d"]})
    assert start_kernel().load("clarify:x") == {"asked": ["a", "b"]}


def test_what_a_full_disk_refused_is_saved_when_there_is_room_again(
    start_kernel: StartKernel, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: str | bytes) -> None:
        raise OSError(28, "No space left on device")

    started = start_kernel()
    with monkeypatch.context() as patch:
        patch.setattr(responses, "write_atomic", full)
        started.save("clarify:x", {"asked": ["a"]})
        assert "No space left on device" in started.notice
        assert started.load("clarify:x") == {"asked": ["a"]}
    assert started.load("clarify:x") == {"asked": ["a"]}  # the cell is run again
    assert started.notice == ""
    assert start_kernel().load("clarify:x") == {"asked": ["a"]}


def test_a_damaged_progress_file_does_not_fail_the_cell_and_is_told_once(
    start_kernel: StartKernel, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "progress.db").write_text("not a database at all" * 100)
    started = start_kernel()
    session.record("cases", "lru_core", PASSED)
    session.record("cases", "lru_core", PASSED)
    printed = capsys.readouterr()
    assert printed.out.count("progress.db is damaged") == 1
    assert printed.err == ""
    assert started.passed(["lru_core"])
