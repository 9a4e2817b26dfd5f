"""Calls made at once."""

from collections.abc import Sequence

from course.design.sim.loop import Loop, Process, Resume
from course.design.sim.outcome import SHED
from course.design.sim.world import Place, Request, Visit, World


def gather(world: World, visits: Sequence[Visit], need: int | None = None) -> Visit:
    """All of them at once. Ends with the worst of the first `need` answers (of all, by default), or, as soon as so many can no
    longer come, with the first bad outcome; the others run on."""
    wanted = need or len(visits)
    spare = len(visits) - wanted

    def call(request: Request, turn: int, until: float, here: Place) -> Process:
        processes = [visit(request, turn, until, here) for visit in visits]
        outcome: int = yield _Gathered(world.loop, wanted, spare).wait, processes
        return outcome

    return call


class _Gathered:
    def __init__(self, loop: Loop, need: int, spare: int) -> None:
        self.loop = loop
        self.need = need
        self.spare = spare
        self.worst = 0
        self.first_bad = 0
        self.resume: Resume | None = None

    def wait(self, resume: Resume, processes: list[Process]) -> None:
        self.resume = resume
        for process in processes:
            self.loop.spawn(self._member(process))

    def _member(self, process: Process) -> Process:
        outcome = yield from process
        if outcome < SHED:
            self.need -= 1
            self.worst = max(self.worst, outcome)
            if not self.need:
                self._done(self.worst)
        else:
            self.first_bad = self.first_bad or outcome
            self.spare -= 1
            if self.spare < 0:
                self._done(self.first_bad)
        return outcome

    def _done(self, outcome: int) -> None:
        if self.resume is not None:
            self.loop.resume(self.resume, outcome)
            self.resume = None
