"""The story editor: the learner's stories, listed, written and saved as the Markdown files that they are."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from course.errors import CourseError
from course.parts.part import Part

if TYPE_CHECKING:
    from course.stories import Bank, Story
    from course.stories.vocabulary import Term

NO_WORKSPACE = "Stories are kept in a workspace, as files of yours, and this notebook is in none: `course learn` makes one and opens it."


def story_bank(id: str = "bank") -> "StoryBank":
    """List, write and delete the stories in the workspace's stories/."""
    return StoryBank(id)


class BankPart(Part):
    """A part that works on the learner's bank; `problem` is what went wrong in the last action."""

    styles = ("parts.css", "stories.css")

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.problem = ""

    def bank(self) -> "Bank | None":
        """Of the lesson's workspace, or, outside a lesson, of the one that the notebook is in."""
        from course.stories import Bank
        from course.workspace.place import find

        root = self.session.workspace or ((found := find()) and found.root)
        return Bank(root, self.session.now, self.session.person) if root else None

    def state(self) -> dict[str, Any]:
        bank = self.bank()
        if bank is None:
            return {"problem": NO_WORKSPACE, "problems": [], "ready": False}
        try:
            return {"ready": True, **self.of(bank), "problem": self.problem}
        except CourseError as error:
            return {"problem": str(error), "problems": [], "ready": False}

    def act(self, action: str, value: object) -> None:
        self.problem = ""
        try:
            if (bank := self.bank()) is not None:
                self.do(bank, action, value)
        except CourseError as error:
            self.problem = str(error)

    def of(self, bank: "Bank") -> dict[str, Any]:
        """The state. Raises CourseError."""
        raise NotImplementedError

    def do(self, bank: "Bank", action: str, value: object) -> None:
        """Raises CourseError."""


class StoryBank(BankPart):
    kind = "story_bank"
    title = "Story bank"
    script = "story_bank.js"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.open: str | None = None
        self.saved: dict[str, Any] = {}
        self.deleted = ""

    def of(self, bank: "Bank") -> dict[str, Any]:
        from course.stories import OTHER_VALUES, THEMES, VALUES

        found = bank.read()
        by_id = {story.id: story for story in found.items}
        return {
            "stories": [
                {"id": one.id, "title": one.title, "themes": [term.name for term in one.themes]} for one in found.items
            ],
            "problems": [
                *found.problems,
                *bank.read_rehearsals()[1],
                *(f"stories/{one.id}.md: {it}" for one in found.items for it in one.remarks),
            ],
            "open": by_id[self.open].to_dict() if self.open in by_id else None,
            "saved": self.saved,
            "deleted": self.deleted,
            "themes": [_choice(term) for term in THEMES],
            "values": [_choice(term) for term in VALUES],
            "other_values": [_choice(term) for term in OTHER_VALUES],
            "projects": [{"id": one.id, "title": one.title} for one in bank.projects()],
        }

    def do(self, bank: "Bank", action: str, value: object) -> None:
        self.deleted = ""
        if action == "open" and isinstance(value, str):
            self.open, self.saved = value, {}
        elif action == "close":
            self.open, self.saved = None, {}
        elif action == "save" and isinstance(value, dict):
            self._save(bank, value)
        elif action == "delete" and isinstance(value, str):
            backup = bank.delete(value)
            self.open, self.saved = None, {}
            self.deleted = f"Deleted. A copy is kept as backups/{backup.name}."

    def summary(self) -> str:
        return "Story bank: your stories, kept as files in stories/."

    def _save(self, bank: "Bank", message: dict[str, Any]) -> None:
        """`message`: {"turn": of the view's, "id", "digest": of what it opened, "fields"}. The reply names the turn."""
        from course.stories import Story, Unreadable

        id, digest, fields = (message.get(name) for name in ("id", "digest", "fields"))
        if not (isinstance(id, str) and isinstance(digest, str) and isinstance(fields, dict)):
            return
        self.saved = {}
        story = replace(there, digest=digest) if id and (there := bank.story(id)) else replace(Story.fresh(""), id=id)
        try:
            written = bank.save(story.edited(**_fields(story, fields)))
        except Unreadable as error:
            self.problem = f"stories/{id}.md was not saved: {error}."
            return
        self.open = written.id
        self.saved = {"turn": message.get("turn"), "id": written.id, "digest": written.digest, "notice": written.notice}


def _fields(story: "Story", given: dict[str, Any]) -> dict[str, str | list[str]]:
    """What the view sent, as far as it has the right form, as `Story.edited` takes it."""
    from course.stories import SECTIONS

    found: dict[str, str | list[str]] = {
        name: text for name in ("title", "project", *SECTIONS) if isinstance(text := given.get(name), str)
    }
    for name in ("metrics", "rejected", "people", "dates"):
        if isinstance(lines := given.get(name), list):
            found[name] = [line for line in lines if isinstance(line, str)]
    for name in ("themes", "values"):
        if isinstance(ids := given.get(name), list):
            found[name] = _chosen(story, name, [id for id in ids if isinstance(id, str)])
    return found


def _chosen(story: "Story", field: str, ids: list[str]) -> list[str]:
    """The entries for these terms, in this order, in the learner's own words where the file has them; what is no term stays."""
    from course.stories import OTHER_VALUES, THEMES, VALUES, vocabulary

    find, terms = (vocabulary.theme, THEMES) if field == "themes" else (vocabulary.value, VALUES + OTHER_VALUES)
    written = {term.id: item for item in story.listed(field) if (term := find(item))}
    if list(written) == ids:
        return list(story.listed(field))
    names = {term.id: term.name.lower() for term in terms} | written
    return [names[id] for id in ids if id in names] + [item for item in story.listed(field) if find(item) is None]


def _choice(term: "Term") -> dict[str, str]:
    return {"id": term.id, "name": term.name}
