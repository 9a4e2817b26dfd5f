"""What a bank covers: story by theme and by value, what is missing, what carries too much, what is old or unrehearsed.

Pure: stories, their rehearsals and today's date in, plain data out.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from course.stories.dates import months_since
from course.stories.rehearsals import Rehearsal
from course.stories.story import SECTIONS, Story
from course.stories.vocabulary import BANK_SIZE, THEMES, VALUES, Term

Mark = Literal["first", "also"]

STALE_MONTHS = 18
"""A guide sets it for the systems that one is grilled on (PLAN-25); a story older than that may stay, beside newer ones."""
REHEARSED_WITHIN_DAYS = 14
"""No source names a number: after two weeks most people tell a story from its notes again."""
SOLE_COVER_LIMIT = 3
"""A story that is the only one for so many themes is asked for that often in one loop."""
CROWDED_SHARE = 0.5
"""More than half of the stories on one theme: the loop hears one thing about you."""


@dataclass(frozen=True)
class Row:
    """A theme or value: which stories show it. `marks` has a story's place in the list of its own terms: first or not."""

    id: str
    name: str
    rows: tuple[str, ...]
    marks: dict[str, Mark]
    wanted: bool
    """Whether a bank lacks something without it."""

    @property
    def missing(self) -> bool:
        return self.wanted and not self.marks


@dataclass(frozen=True)
class Column:
    """A story in the map."""

    id: str
    title: str
    rehearsals: int
    days_since_rehearsal: int | None
    months_old: int | None
    """None when it has no date."""
    notes: tuple[str, ...]
    """What there is to do about it, a sentence each."""


@dataclass(frozen=True)
class Coverage:
    themes: tuple[Row, ...]
    values: tuple[Row, ...]
    stories: tuple[Column, ...]
    missing_themes: tuple[str, ...]
    missing_values: tuple[str, ...]
    overused: tuple[str, ...]
    """Ids of stories that carry too much."""
    stale: tuple[str, ...]
    unrehearsed: tuple[str, ...]
    findings: tuple[str, ...]
    """The bank as a whole, most pressing first, a sentence or two each."""

    def to_dict(self) -> dict[str, Any]:
        rows = {
            kind: [{**asdict(row), "missing": row.missing} for row in found]
            for kind, found in (("themes", self.themes), ("values", self.values))
        }
        return {**asdict(self), **rows}


def coverage(stories: Sequence[Story], rehearsals: Sequence[Rehearsal], today: date) -> Coverage:
    themes = _rows(stories, THEMES, lambda story: story.themes)
    values = _rows(stories, VALUES, lambda story: story.values)
    sole = {
        story.id: [row.name for row in themes if list(row.marks) == [story.id]] for story in stories if len(stories) > 1
    }
    overused = tuple(id for id, names in sole.items() if len(names) >= SOLE_COVER_LIMIT)
    columns = tuple(_column(story, rehearsals, today, sole.get(story.id, []), len(stories)) for story in stories)
    stale = tuple(one.id for one in columns if one.months_old is not None and one.months_old > STALE_MONTHS)
    unrehearsed = tuple(
        one.id
        for one in columns
        if one.days_since_rehearsal is None or one.days_since_rehearsal > REHEARSED_WITHIN_DAYS
    )
    return Coverage(
        themes,
        values,
        columns,
        tuple(row.name for row in themes if row.missing),
        tuple(row.name for row in values if row.missing),
        overused,
        stale,
        unrehearsed,
        tuple(_findings(stories, themes, values, overused, stale)),
    )


def _rows(
    stories: Sequence[Story], wanted: Sequence[Term], terms: Callable[[Story], tuple[Term, ...]]
) -> tuple[Row, ...]:
    """The wanted ones, then others that a story names, each with the stories that show it."""
    others = dict.fromkeys(term for story in stories for term in terms(story) if term not in wanted)
    return tuple(
        Row(
            term.id,
            term.name,
            term.rows,
            {story.id: "first" if terms(story)[0] == term else "also" for story in stories if term in terms(story)},
            term in wanted,
        )
        for term in (*wanted, *others)
    )


def _column(story: Story, rehearsals: Sequence[Rehearsal], today: date, sole: Sequence[str], stories: int) -> Column:
    told = sorted((one for one in rehearsals if one.story == story.id), key=lambda one: one.when)
    days = max(0, (today - told[-1].when.date()).days) if told else None
    months = months_since(story.last_date, today) if story.last_date else None
    notes = []
    if len(sole) >= SOLE_COVER_LIMIT and stories > 1:
        notes.append(f"Carries too much: the only story for {_and(sole)}.")
    if not story.themes:
        notes.append("Shows no theme yet: which of the eight would it answer?")
    if not story.values:
        notes.append("Names no value yet: map it to one, for yourself; in the room it is shown, never announced.")
    elif len(story.values) > 2:
        notes.append(f"Names {len(story.values)} values: put first the one it shows best, and drop what it does not.")
    if empty := [SECTIONS[name] for name in SECTIONS if not story.section(name).strip()]:
        notes.append(f"Nothing under {_and(empty)} yet.")
    if not story.listed("metrics"):
        notes.append("No metric: what was measured, before and after?")
    if not story.listed("rejected"):
        notes.append("No alternative rejected: what else could you have done, and why didn't you?")
    if months is None:
        notes.append("No date: write the month, so that you see when it grows old.")
    elif months > STALE_MONTHS:
        notes.append(f"{months} months old, more than {STALE_MONTHS}: keep it, if it is your best, beside a newer one.")
    if days is None:
        notes.append("Never rehearsed aloud.")
    elif days > REHEARSED_WITHIN_DAYS:
        notes.append(f"Last rehearsed {days} days ago.")
    if told and told[-1].findings:
        notes.append(f"The coach's last findings: {', '.join(kind.replace('_', ' ') for kind in told[-1].findings)}.")
    return Column(story.id, story.title, len(told), days, months, tuple(notes))


def _findings(
    stories: Sequence[Story],
    themes: Sequence[Row],
    values: Sequence[Row],
    overused: Sequence[str],
    stale: Sequence[str],
) -> list[str]:
    if not stories:
        return ["No story yet. Begin with the one you would tell a friend tonight."]
    least, most = BANK_SIZE
    titles = {story.id: story.title for story in stories}
    found = []
    if missing := [row.name for row in themes if row.missing]:
        found.append(f"No story for {_and(missing)}.")
    for id in overused:
        names = [row.name for row in themes if list(row.marks) == [id]]
        found.append(f"{titles[id]} is the only story for {_and(names)}: asked twice, you would repeat yourself.")
    for row in themes:
        if len(stories) >= least and len(row.marks) > CROWDED_SHARE * len(stories):
            found.append(f"{len(row.marks)} of {len(stories)} stories are about {row.name.lower()}.")
    if len(stories) < least:
        found.append(f"{_stories(len(stories))}, of the {least} to {most} that guides advise.")
    elif len(stories) > most:
        found.append(
            f"{_stories(len(stories))}, more than the {least} to {most} that guides advise: you can't keep them all rehearsed."
        )
    if missing := [row.name for row in values if row.missing]:
        found.append(f"No story shows {_and(missing)}.")
    if stale and len(stale) > CROWDED_SHARE * len(stories):
        found.append(f"{len(stale)} of {len(stories)} stories are older than {STALE_MONTHS} months.")
    return found


def _stories(count: int) -> str:
    return "One story" if count == 1 else f"{count} stories"


def _and(names: Sequence[str]) -> str:
    lower = [name[0].lower() + name[1:] for name in names]
    return lower[0] if len(lower) == 1 else f"{', '.join(lower[:-1])} and {lower[-1]}"
