"""The bank: stories/*.md and projects/*.md of one workspace, and when each story was rehearsed."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from course.errors import WorkspaceError
from course.progress import utc_now
from course.stories import examinations, rehearsals
from course.stories.examinations import Examination
from course.stories.examiner import Question, Turn, answered, next_question
from course.stories.folder import Folder, Read, Written
from course.stories.project import Project
from course.stories.rehearsals import Rehearsal
from course.stories.story import Story
from course.workspace.place import Workspace, find


class Bank:
    """Nothing is cached: each call reads what the files hold now, for the learner edits them by hand, too.

    `person` False: a batch run, which reads but renames nothing.
    """

    def __init__(self, workspace: Workspace | Path, now: Callable[[], datetime] = utc_now, person: bool = True) -> None:
        self.workspace = workspace if isinstance(workspace, Workspace) else Workspace(workspace)
        self.now = now
        self._stories = Folder(self.workspace, "stories", Story.parse, now, person)
        self._projects = Folder(self.workspace, "projects", Project.parse, now, person)

    @classmethod
    def here(cls) -> "Bank":
        """Of the workspace that the current folder is in. Raises WorkspaceError when it is in none."""
        if workspace := find():
            return cls(workspace)
        raise WorkspaceError(
            "Stories are kept in a workspace, and this is none. `course learn` makes one; run this in it."
        )

    def read(self) -> Read[Story]:
        """Raises WorkspaceError, as all here."""
        return self._stories.read()

    def stories(self) -> tuple[Story, ...]:
        return self.read().items

    def story(self, id: str) -> Story | None:
        return next((story for story in self.stories() if story.id == id), None)

    def save(self, story: Story) -> Written:
        """Write what `story.edited(…)` or `Story.fresh(…)` gave; see Folder.write for what happens to others' edits."""
        return self._stories.write(story.id, story.text, story.digest, story.title)

    def delete(self, id: str) -> Path:
        """Into backups/, where it can be fetched back from."""
        self._known(id, self.stories(), "story")
        return self._stories.delete(id)

    def read_projects(self) -> Read[Project]:
        return self._projects.read()

    def projects(self) -> tuple[Project, ...]:
        return self.read_projects().items

    def save_project(self, project: Project) -> Written:
        return self._projects.write(project.id, project.text, project.digest, project.title)

    def delete_project(self, id: str) -> Path:
        self._known(id, self.projects(), "project")
        return self._projects.delete(id)

    def examination(self, project_id: str) -> Examination:
        """Raises DamagedFile, too."""
        return examinations.load(self._exam(project_id))

    def answer(self, project: Project, question: Question, answer: str) -> Turn:
        """Judge and keep an answer to the question that stands open on its axis; WorkspaceError when another one does by now."""
        turn = answered(question, answer)
        with self._projects.locked():
            now = self.examination(project.id)
            if next_question(project, question.axis, now.turns(question.axis)) != question:
                raise WorkspaceError(
                    f"This question about {project.title} is not the open one: it was answered in another notebook, or the "
                    "project's file has changed. Look at the question again; your answer was not kept."
                )
            examinations.save(self._exam(project.id), now.with_turn(question.axis, turn))
        return turn

    def restart(self, project: Project, axis: str) -> None:
        """A new attempt on one axis; the file keeps the earlier ones."""
        with self._projects.locked():
            examinations.save(self._exam(project.id), self.examination(project.id).restarted(axis))

    def rehearsed(
        self, story_id: str, when: datetime | None = None, seconds: float = 0.0, findings_kinds: Iterable[str] = ()
    ) -> Rehearsal:
        """Record that a story was told. Raises WorkspaceError: no such story, or the disk; ValueError: no such time."""
        self._known(story_id, self.stories(), "story")
        one = rehearsals.rehearsal(story_id, (when or self.now()).astimezone(UTC), seconds, findings_kinds)
        with self._stories.locked():
            rehearsals.add(self._history, one)
        return one

    def rehearsals(self) -> tuple[Rehearsal, ...]:
        """Of all stories, also of those that are gone, in the order told."""
        return self.read_rehearsals()[0]

    def read_rehearsals(self) -> tuple[tuple[Rehearsal, ...], tuple[str, ...]]:
        """And a sentence for each line of the file that cannot be read."""
        return rehearsals.read(self._history)

    def _exam(self, project_id: str) -> Path:
        self._known(project_id, self.projects(), "project")
        return self._projects.path / f"{project_id}{examinations.SUFFIX}"

    @property
    def _history(self) -> Path:
        return self._stories.path / rehearsals.NAME

    def _known(self, id: str, things: Iterable[Story] | Iterable[Project], noun: str) -> None:
        ids = [thing.id for thing in things]
        if id not in ids:
            raise WorkspaceError(f"There is no {noun} {id!r}. There are: {', '.join(ids) or 'none yet'}.")
