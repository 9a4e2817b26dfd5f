"""The examiner: one of the learner's projects, five prompts to prepare, and four axes to be questioned on until one gives out."""

from typing import TYPE_CHECKING, Any

from course.parts.story_bank import BankPart

if TYPE_CHECKING:
    from course.stories import Bank, Project


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
        project = next((one for one in read.items if one.id == self.project), None)
        return {
            "projects": [{"id": one.id, "title": one.title} for one in read.items],
            "problems": list(read.problems),
            "prompts": [{"id": id, "name": name, "prompt": prompt} for id, (name, prompt, _) in PROMPTS.items()],
            "wanted": f"Prepare {PROJECTS_WANTED} systems delivered within the last {FRESH_MONTHS} months.",
            "open": project.to_dict() if project else None,
            "saved": self.saved,
            **(self._examination(bank, project) if project else {"axes": [], "axis": "", "turns": [], "asked": None}),
        }

    def _examination(self, bank: "Bank", project: "Project") -> dict[str, Any]:
        from course.stories.axes import AXES
        from course.stories.dates import months_since
        from course.stories.examiner import is_ready, next_question, verdict
        from course.stories.project import FRESH_MONTHS

        exam = bank.examination(project.id)
        verdicts = {axis.id: verdict(project, axis.id, exam.turns(axis.id)) for axis in AXES}
        turns = exam.turns(self.axis) if self.axis in verdicts else ()
        asked = next_question(project, self.axis, turns) if self.axis in verdicts else None
        day = project.last_date
        months = months_since(day, self.session.now().date()) if day else None
        return {
            "axes": [{"id": axis.id, "name": axis.name, **_shown(verdicts[axis.id])} for axis in AXES],
            "axis": self.axis if self.axis in verdicts else "",
            "turns": [{"question": one.question.text, "answer": one.answer, "outcome": one.outcome} for one in turns],
            "asked": asked.text if asked else None,
            "all_held": is_ready(list(verdicts.values())),
            "old": f"{months} months old: it should be within {FRESH_MONTHS}."
            if months and months > FRESH_MONTHS
            else "",
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
        from dataclasses import replace

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


def _shown(verdict: Any) -> dict[str, Any]:
    return {"status": verdict.status, "why": verdict.why, "find_out": verdict.find_out}
