"""After any history of releases, upgrades, resets, edits and damage, is every word of the learner's still there?"""

import itertools
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from course.workspace import Workspace
from course.workspace.reset import reset
from course.workspace.upgrade import upgrade

from .files import run_as_jupyterlab_does, text, write

NOW = datetime(2026, 11, 21, tzinfo=UTC)
LESSONS = ["1_a/01_x.ipynb", "1_a/02_y.ipynb"]
lessons = st.sampled_from(LESSONS)


class Histories(RuleBasedStateMachine):
    """The model: which text of the learner's is in which file; nothing of ours may make one disappear."""

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        self.release = self.folder / "release"
        self.workspace = Workspace(self.folder / "workspace")
        self.written: set[bytes] = set()
        self.numbers = itertools.count()
        for lesson in LESSONS:
            write(self.release / lesson, "version 0")
        upgrade(self.workspace, self.release)

    def teardown(self):
        shutil.rmtree(self.folder)

    @rule(lesson=lessons)
    def a_new_version(self, lesson: str):
        write(self.release / lesson, f"version {next(self.numbers)}")

    @rule()
    def an_upgrade(self):
        upgrade(self.workspace, self.release)

    @rule(lesson=lessons)
    def a_reset(self, lesson: str):
        reset(self.workspace, lesson.removesuffix(".ipynb"), self.release, NOW)

    @rule(data=st.data())
    def an_edit(self, data: st.DataObject):
        self._put(data, text(f"mine {next(self.numbers)}").encode())

    @rule(data=st.data())
    def damage(self, data: st.DataObject):
        self._put(data, f"{{ damage {next(self.numbers)}".encode())

    @rule(lesson=lessons)
    def a_run(self, lesson: str):
        path = self.workspace.root / lesson
        if path.exists() and path.read_bytes() not in self.written:
            run_as_jupyterlab_does(path)

    @rule(data=st.data())
    def a_deletion(self, data: st.DataObject):
        path = self._some_file(data)
        self.written.discard(path.read_bytes())
        path.unlink()

    @precondition(lambda self: self.workspace.marker.exists())
    @rule(content=st.sampled_from([None, b"{", b"[]"]))
    def a_marker_lost(self, content: bytes | None):
        self.workspace.marker.unlink()
        if content is not None:
            self.workspace.marker.write_bytes(content)
        upgrade(self.workspace, self.release)

    @invariant()
    def every_word_is_there(self):
        there = {file.read_bytes() for file in self.workspace.root.rglob("*.ipynb")}
        assert self.written <= there

    def _put(self, data: st.DataObject, content: bytes):
        path = self._some_file(data)
        self.written.discard(path.read_bytes())
        path.write_bytes(content)
        self.written.add(content)

    def _some_file(self, data: st.DataObject) -> Path:
        upgrade(self.workspace, self.release)  # so that there is one
        names = sorted(
            file.relative_to(self.workspace.root).as_posix() for file in self.workspace.root.rglob("*.ipynb")
        )
        return self.workspace.root / data.draw(st.sampled_from(names))


Histories.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None, derandomize=True)
TestHistories = Histories.TestCase
