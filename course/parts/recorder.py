"""Practice aloud: record an answer, hear it, see its length and pauses; have its text read by the coach, then follow-ups."""

import atexit
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.errors import CourseError
from course.parts.part import Part
from course.practice.rehearsal import Rehearsal
from course.practice.takes import MAX_S, RATE_HZ, Take, Takes
from course.workspace import Workspace

if TYPE_CHECKING:
    from course.practice.follow_ups import Conversation
    from course.practice.sound import Measures

NO_WORKSPACE = (
    "This notebook is in no workspace of Keeper's: takes last as long as the kernel runs. `course learn` opens one."
)
FASTEST_WORDS_PER_MIN = 350  # faster than any speaker is followed: the text is not what the take says
FINDINGS_SHOWN = 3  # what one can mend in the next take


def practice(id: str, question: str = "", seconds: int = 90, story: str = "") -> "Recorder":
    """A recorder for answering `question` aloud in about `seconds`; takes are kept in the workspace's recordings/.

    `story` is the id of a story in the bank: once its follow-ups are over, it counts as rehearsed.
    """
    return Recorder(id, question, seconds, story)


class Recorder(Part):
    kind = "practice"
    title = "Practice aloud"
    script = "recorder.js"
    styles = ("parts.css", "recorder.css")

    def __init__(self, id: str, question: str, target_s: int, story: str = "") -> None:
        super().__init__(id)
        self.question = question
        self.target_s = target_s
        self.story = story
        self.rehearsal = Rehearsal.from_dict(question, self.load())
        self.chosen: str | None = None  # the name of a take
        self.finished: str | None = None  # the token of the last one that was
        self.problem = ""
        self._written = 0  # how often the text box was filled from here
        self._asked_at: datetime | None = None
        self._takes: Takes | None = None

    @property
    def takes(self) -> Takes:
        """Made when first needed: a batch run writes nothing, and has no recordings to read."""
        if self._takes is None:
            kept = self.session.workspace if self.session.person else None
            self._takes = Takes(kept / "recordings" if kept else _unkept(), self.id)
        return self._takes

    def act(self, action: str, value: object) -> None:
        known: dict[str, Callable[[object], None]] = {
            "chunk": self._chunk,
            "finish": self._finish,
            "play": self._play,
            "choose": self._choose,
            "delete": self._delete,
            "transcribe": self._transcribe,
            "text": self._text,
            "read": self._read,
            "follow": self._follow,
            "reply": self._reply,
            "end": self._end,
            "again": self._again,
            "record": self._record,
        }
        if action not in known:
            return
        self.problem = ""
        before = self.rehearsal
        try:
            known[action](value)
        except CourseError as error:
            self.problem = str(error)
        if self.rehearsal != before:
            self.save(self.rehearsal.to_dict())

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
            "measures": chosen and self._measured(chosen),
            "problem": self.problem,
            "unkept": "" if self.session.workspace else NO_WORKSPACE,
            "no_transcription": _no_transcription(self.session.workspace),
            "text": {"now": self.rehearsal.draft, "written": self._written},
            **self._rehearsed(),
        }

    def summary(self) -> str:
        return f"Practice aloud {self.id}: record or type an answer of about {self.target_s} seconds."

    def close(self) -> None:
        super().close()
        if self._takes is not None:
            self._takes.close()

    # Takes

    def _chunk(self, value: object) -> None:
        token, offset = _word(value, "token"), _number(value, "offset")
        if token and len(self.attached) == 1:
            self.takes.append(token, offset, bytes(self.attached[0]), self.session.now())

    def _finish(self, value: object) -> None:
        token, samples = _word(value, "token"), _number(value, "samples")
        if not token:
            return
        if take := self.takes.finish(token, samples):
            self.chosen = take.name
            self._said_in(take)
        if take or not samples:
            self.finished = token

    def _play(self, value: object) -> None:
        """Send one piece of a take; the script asks for the next."""
        take = self.takes.take(_word(value, "name"))
        if take and self._view:
            offset = _number(value, "offset")
            data, size = self.takes.piece(take, offset)
            self._view.send({"name": take.name, "offset": offset, "of": size}, [data])

    def _choose(self, value: object) -> None:
        self.chosen = value if isinstance(value, str) and self.takes.take(value) else None

    def _delete(self, value: object) -> None:
        if isinstance(value, str):
            self.takes.delete(value)

    def _transcribe(self, value: object) -> None:
        from course.practice import transcription

        if not isinstance(value, str) or not (take := self.takes.take(value)):
            return
        using = transcription.model(_workspace(self.session.workspace))
        text = transcription.transcribe(take.path, using)
        if not text:
            self.problem = "No words were found in this take. Listen to it, record again, or type what you said."
            return
        self.takes.keep_transcript(take, text)
        self.chosen = take.name
        if self.rehearsal.stage != "over":
            self._said_in(take)
            self._fill(self.rehearsal.written(text))

    def _said_in(self, take: Take) -> None:
        """The answer, until its follow-ups begin, is what is said in that take."""
        if self.rehearsal.stage in ("answer", "read"):
            self.rehearsal = replace(self.rehearsal, take=take.name)

    def _measured(self, take: Take) -> dict[str, Any] | None:
        from course.practice.sound import pace

        try:
            found = _measures(take)
            return {**asdict(found), "pace": pace(self.takes.transcript(take), found)}
        except CourseError as error:
            self.problem = str(error)
            return None

    # The answer and its follow-ups

    def _text(self, value: object) -> None:
        if isinstance(value, str):
            self.rehearsal = self.rehearsal.written(value)

    def _read(self, value: object) -> None:
        if isinstance(value, str) and value.strip():
            take = self.takes.take(self.rehearsal.take)
            self.rehearsal = self.rehearsal.read(value, _seconds_of(value, take) if take else None)

    def _follow(self, _value: object) -> None:
        self._fill(self.rehearsal.followed())
        self._asked_at = self.session.now()

    def _reply(self, value: object) -> None:
        if not isinstance(value, Mapping) or not isinstance(text := value.get("text"), str):
            return
        if _number(value, "number") != len(self.rehearsal.replies):
            return  # a click repeated while the kernel was busy
        now = self.session.now()
        took = (now - (self._asked_at or now)).total_seconds()
        self._asked_at = now
        self._fill(self.rehearsal.replied(text, took))
        self._keep_if_over()

    def _end(self, _value: object) -> None:
        self.rehearsal = self.rehearsal.ended()
        self._keep_if_over()

    def _again(self, _value: object) -> None:
        self._fill(self.rehearsal.again())

    def _keep_if_over(self) -> None:
        if self.story and self.rehearsal.stage == "over":
            self._record(None)

    def _record(self, _value: object) -> None:
        """Count the story as rehearsed, once an answer."""
        reading = self.rehearsal.reading
        if not self.story or reading is None or self.rehearsal.recorded:
            return
        if self.session.workspace is None or not self.session.person:
            raise CourseError(f"{NO_WORKSPACE} So the rehearsal of {self.story} is not counted.")
        from course.stories import Bank

        kinds = [finding.kind for finding in reading.findings]
        Bank(self.session.workspace).rehearsed(self.story, self.session.now(), reading.seconds, kinds)
        self.rehearsal = replace(self.rehearsal, recorded=True)

    def _fill(self, rehearsal: Rehearsal) -> None:
        """Change the rehearsal and what stands in the text box."""
        self.rehearsal = rehearsal
        self._written += 1

    def _rehearsed(self) -> dict[str, Any]:
        reading, conversation = self.rehearsal.reading, self.rehearsal.conversation
        stage = self.rehearsal.stage
        if stage == "asked" and self._asked_at is None:
            self._asked_at = self.session.now()  # the kernel was restarted in between
        return {
            "stage": stage,
            "answer": self.rehearsal.answer,
            "reading": reading
            and {
                "seconds": reading.seconds,
                "measured": self.rehearsal.seconds is not None,
                "findings": [asdict(finding) for finding in reading.findings[:FINDINGS_SHOWN]],
                "more": len(reading.findings[FINDINGS_SHOWN:]),
            },
            "conversation": conversation and _shown(conversation, len(self.rehearsal.replies)),
            "story": self.story,
            "recorded": self.rehearsal.recorded,
        }


def _shown(conversation: "Conversation", replies: int) -> dict[str, Any]:
    return {
        "elapsed_s": conversation.elapsed_s,
        "ended": conversation.ended,
        "number": replies,
        "question": conversation.question and asdict(conversation.question),
        "threads": [
            {
                "name": thread.topic.name,
                "rubric": thread.topic.rubric,
                "outcome": thread.outcome,
                "unanswered": thread.unanswered and thread.unanswered.text,
                "exchanges": [{"question": one.question.text, "reply": one.reply} for one in thread.exchanges],
            }
            for thread in conversation.threads
        ],
    }


def _measures(take: Take) -> "Measures":
    """Raises DamagedFile."""
    return _measured_once(take.path, take.seconds)


def _seconds_of(text: str, take: Take) -> float | None:
    """How long the text took to say, unless nobody can say so much in that take. Raises DamagedFile."""
    from course.practice.sound import pace

    measures = _measures(take)
    words_per_min = pace(text, measures)
    return measures.talk_s if words_per_min and words_per_min <= FASTEST_WORDS_PER_MIN else None


@cache
def _measured_once(path: Path, _seconds: float) -> "Measures":
    from course.practice.sound import measure_file  # NumPy costs a tenth of a second: only where it is used

    return measure_file(path)


def _no_transcription(workspace: Path | None) -> str:
    from course.practice.transcription import missing

    return missing(_workspace(workspace))


def _workspace(root: Path | None) -> Workspace | None:
    return Workspace(root) if root else None


@cache
def _unkept() -> Path:
    """A private folder that goes with the kernel."""
    folder = tempfile.TemporaryDirectory(prefix="keeper-recordings-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _word(value: object, key: str) -> str:
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, str) else ""


def _number(value: object, key: str) -> int:
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else -1
