"""The examiner: one of the learner's projects, five prompts to prepare, and four axes to be questioned on until one gives out."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from course.errors import CourseError
from course.parts.story_bank import BankPart

if TYPE_CHECKING:
    from course.stories import Bank, Project
    from course.stories.examinations import Examination
    from course.stories.examiner import Verdict


NOT_EXAMINED: dict[str, Any] = {"axes": [], "axis": "", "turns": [], "asked": None, "all_held": False, "old": ""}


@dataclass(frozen=True)
class _Standing:
    """How far one project is."""

    examination: "Examination"
    verdicts: "tuple[Verdict, ...]"
    months: int | None
    """Since it was delivered; None without a date."""

    @property
    def held(self) -> int:
        return sum(one.status == "held" for one in self.verdicts)

    @property
    def all_held(self) -> bool:
        from course.stories.examiner import is_ready

        return is_ready(self.verdicts)

    @property
    def old(self) -> bool:
        from course.stories.project import FRESH_MONTHS

        return self.months is not None and self.months > FRESH_MONTHS

    @property
    def ready(self) -> bool:
        return self.all_held and self.months is not None and not self.old


def examiner(id: str = "examiner") -> "Examiner":
    """Prepare the projects in the workspace's projects/ and be examined on them; it goes on where it was left."""
    return Examiner(id)


class Examiner(BankPart):
    kind = "examiner"
    title = "Deep-dive examiner"
    script = "examiner.js"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        kept = self.load()
        self.project, self.axis = (
            one if isinstance(one := kept.get(name), str) else "" for name in ("project", "axis")
        )
        self.saved: dict[str, Any] = {}

    def of(self, bank: "Bank") -> dict[str, Any]:
        from course.stories.project import FRESH_MONTHS, PROJECTS_WANTED, PROMPTS

        read = bank.read_projects()
        problems = list(read.problems)
        standings = {}
        for one in read.items:
            try:
                standings[one.id] = self._standing(bank, one)
            except CourseError as error:  # of one project; the others can be examined
                problems.append(str(error))
        ready = sum(standing.ready for standing in standings.values())
        project = next((one for one in read.items if one.id == self.project), None)
        return {
            "projects": [
                {"id": one.id, "title": one.title, "held": standings[one.id].held if one.id in standings else None}
                for one in read.items
            ],
            "problems": problems,
            "prompts": [{"id": id, "name": name, "prompt": prompt} for id, (name, prompt, _) in PROMPTS.items()],
            "wanted": f"{ready} of {PROJECTS_WANTED} systems ready, of the last {FRESH_MONTHS} months.",
            "open": project.to_dict() if project else None,
            "saved": self.saved,
            **(self._shown(project, standings[project.id]) if project and project.id in standings else NOT_EXAMINED),
        }

    def _standing(self, bank: "Bank", project: "Project") -> "_Standing":
        from course.stories import AXES
        from course.stories.dates import months_since
        from course.stories.examiner import verdict

        examination = bank.examination(project.id)
        day = project.last_date
        return _Standing(
            examination,
            tuple(verdict(project, axis.id, examination.turns(axis.id)) for axis in AXES),
            months_since(day, self.session.now().date()) if day else None,
        )

    def _shown(self, project: "Project", standing: "_Standing") -> dict[str, Any]:
        from course.stories.axes import BY_ID
        from course.stories.examiner import next_question
        from course.stories.project import FRESH_MONTHS

        axis = self.axis if self.axis in BY_ID else ""
        turns = standing.examination.turns(axis) if axis else ()
        asked = next_question(project, axis, turns) if axis else None
        return {
            "axes": [
                {
                    "id": one.axis,
                    "name": BY_ID[one.axis].name,
                    "status": one.status,
                    "why": one.why,
                    "find_out": one.find_out,
                }
                for one in standing.verdicts
            ],
            "axis": axis,
            "turns": [{"question": one.question.text, "answer": one.answer, "outcome": one.outcome} for one in turns],
            "asked": asked.text if asked else None,
            "all_held": standing.all_held,
            "old": f"{standing.months} months old: it should be within {FRESH_MONTHS}." if standing.old else "",
        }

    def do(self, bank: "Bank", action: str, value: object) -> None:
        if action == "save" and isinstance(value, dict):
            self._save(bank, value)
        elif action == "open" and isinstance(value, str):
            self.project, self.axis, self.saved = value, "", {}
        elif action == "axis" and isinstance(value, str):
            self.axis = value
        elif action in ("answer", "restart") and (project := self._open(bank)) and self.axis:
            if action == "restart":
                bank.restart(project, self.axis)
            elif isinstance(value, dict):
                self._answer(bank, project, value)
        else:
            return
        self.save({"project": self.project, "axis": self.axis})

    def summary(self) -> str:
        return "Deep-dive examiner: your projects, kept as files in projects/."

    def _open(self, bank: "Bank") -> "Project | None":
        return next((one for one in bank.projects() if one.id == self.project), None)

    def _answer(self, bank: "Bank", project: "Project", message: dict[str, Any]) -> None:
        """`message`: {"question": as it was shown, "answer"}; an answer to another question than the open one is not taken."""
        from course.stories.axes import BY_ID
        from course.stories.examiner import next_question

        answer = message.get("answer")
        if self.axis not in BY_ID or not isinstance(answer, str):
            return
        asked = next_question(project, self.axis, bank.examination(project.id).turns(self.axis))
        if asked is None or asked.text != message.get("question"):
            self.problem = "The question has changed meanwhile, in another notebook or with the project's file; your answer is still here."
            return
        bank.answer(project, asked, answer)

    def _save(self, bank: "Bank", message: dict[str, Any]) -> None:
        from course.stories import PROMPTS, Project, Unreadable

        id, digest, fields = (message.get(name) for name in ("id", "digest", "fields"))
        if not (isinstance(id, str) and isinstance(digest, str) and isinstance(fields, dict)):
            return
        self.saved = {}
        there = next((one for one in bank.projects() if one.id == id), None) if id else None
        project = replace(there, digest=digest) if there else replace(Project.fresh(""), id=id)
        given: dict[str, str | list[str]] = {
            name: text for name in ("title", "role", *PROMPTS) if isinstance(text := fields.get(name), str)
        }
        if isinstance(dates := fields.get("dates"), list):
            given["dates"] = [day for day in dates if isinstance(day, str)]
        try:
            written = bank.save_project(project.edited(**given))
        except Unreadable as error:
            self.problem = f"projects/{id}.md was not saved: {error}."
            return
        self.project = written.id
        self.saved = {"turn": message.get("turn"), "id": written.id, "digest": written.digest, "notice": written.notice}
