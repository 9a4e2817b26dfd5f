"""Practice aloud: record an answer, hear it, see its length and pauses."""

import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.parts.part import Part
from course.practice.takes import MAX_S, PIECE_BYTES, RATE_HZ, Take, Takes

NO_WORKSPACE = (
    "This notebook is in no workspace of Keeper's: takes last as long as the kernel runs. `course learn` opens one."
)


def practice(id: str, question: str = "", seconds: int = 90) -> "Recorder":
    """A recorder for answering `question` aloud in about `seconds`; takes are kept in the workspace's recordings/."""
    return Recorder(id, question, seconds)


class Recorder(Part):
    kind = "practice"
    title = "Practice aloud"
    script = "recorder.js"

    def __init__(self, id: str, question: str, target_s: int) -> None:
        super().__init__(id)
        self.question = question
        self.target_s = target_s
        self.chosen: str | None = None  # the name of a take
        self.finished: str | None = None  # the token of the last one that was
        self.problem = ""
        self._takes: Takes | None = None

    @property
    def takes(self) -> Takes:
        """Made when first needed: a batch run writes nothing, and has no recordings to read."""
        if self._takes is None:
            kept = self.session.workspace if self.session.person else None
            self._takes = Takes(kept / "recordings" if kept else _unkept(), self.id)
        return self._takes

    def act(self, action: str, value: object) -> None:
        known: dict[str, Callable[[Any], None]] = {
            "chunk": self._chunk,
            "finish": self._finish,
            "play": self._play,
            "choose": self._choose,
            "delete": self._delete,
        }
        if action not in known:
            return
        try:
            self.problem = ""
            known[action](value)
        except CourseError as error:
            self.problem = str(error)

    def state(self) -> dict[str, Any]:
        try:
            takes, partial = self.takes.all(), self.takes.partial()
        except CourseError as error:
            takes, partial, self.problem = [], None, str(error)
        chosen = next((take for take in takes if take.name == self.chosen), None)
        return {
            "id": self.id,
            "question": self.question,
            "target_s": self.target_s,
            "max_s": MAX_S,
            "rate_hz": RATE_HZ,
            "takes": [{"name": one.name, "when": one.when.isoformat(), "seconds": one.seconds} for one in takes],
            "partial": partial
            and {"token": partial.token, "samples": partial.samples, "live": self.takes.writes(partial.token)},
            "finished": self.finished,
            "chosen": chosen and chosen.name,
            "measures": chosen and self._measures(chosen),
            "problem": self.problem,
            "unkept": "" if self.session.workspace else NO_WORKSPACE,
        }

    def summary(self) -> str:
        return f"Practice aloud {self.id}: record or type an answer of about {self.target_s} seconds."

    def close(self) -> None:
        super().close()
        if self._takes is not None:
            self._takes.close()

    def _chunk(self, value: object) -> None:
        token, offset = _text(value, "token"), _number(value, "offset")
        if token and len(self.attached) == 1:
            self.takes.append(token, offset, bytes(self.attached[0]), self.session.now())

    def _finish(self, value: object) -> None:
        token, samples = _text(value, "token"), _number(value, "samples")
        if not token:
            return
        take = self.takes.finish(token, samples)
        if take:
            self.chosen = take.name
        if take or not samples:
            self.finished = token

    def _play(self, value: object) -> None:
        """Send one piece of a take; the script asks for the next."""
        take = self.takes.take(_text(value, "name"))
        if take and self._view:
            offset = _number(value, "offset")
            data, size = self.takes.piece(take, offset)
            self._view.send({"name": take.name, "offset": offset, "of": size, "piece": PIECE_BYTES}, [data])

    def _choose(self, value: object) -> None:
        self.chosen = value if isinstance(value, str) and self.takes.take(value) else None

    def _delete(self, value: object) -> None:
        if isinstance(value, str):
            self.takes.delete(value)

    def _measures(self, take: Take) -> dict[str, Any] | None:
        try:
            found = _measured(take.path, take.path.stat().st_mtime_ns)
        except (CourseError, OSError) as error:
            self.problem = str(error)
            return None
        return {
            "seconds": found.seconds,
            "talk_s": found.talk_s,
            "speaking_share": found.speaking_share,
            "longest_pause_s": found.longest_pause_s,
            "loudness": found.loudness,
        }


@cache
def _measured(path: Path, _changed: int) -> Any:
    from course.practice.sound import measure_file  # NumPy costs a tenth of a second: only where it is used

    return measure_file(path)


@cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="keeper-recordings-")


def _unkept() -> Path:
    """A private folder that goes with the kernel."""
    return Path(_scratch().name)


def _text(value: object, key: str) -> str:
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, str) else ""


def _number(value: object, key: str) -> int:
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else -1
