"""Does a story read what people write, and come back as it was edited?"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.stories import SECTIONS, THEMES, VALUES, Story
from course.stories.dates import last_day, months_since
from course.syllabus import rows as syllabus


def story(front: str, body: str = "") -> Story:
    return Story.parse("the-night", f"---\n{front}\n---\n{body}")


def test_missing_fields_are_empty() -> None:
    empty = Story.parse("the-night", "")
    assert (empty.title, empty.themes, empty.values, empty.last_date, empty.spoken) == ("the night", (), (), None, "")


@pytest.mark.parametrize(
    "written", ["Incident response", "incident_response", "incident-response", "OUTAGE", "on-call"]
)
def test_themes_go_by_several_names(written: str) -> None:
    assert [theme.id for theme in story(f"themes: {written}").themes] == ["incident_response"]


def test_fields_may_be_a_list_or_one_line_and_go_by_several_keys() -> None:
    found = story("Themes: failure, conflict\nvalue: candour\nrejected: Shard it, twice\nwhen: 2025")
    assert [theme.id for theme in found.themes] == ["failure", "conflict"]
    assert [value.id for value in found.values] == ["candor"]
    assert found.listed("rejected") == ("Shard it, twice",)
    assert found.last_date == date(2025, 12, 28)


def test_what_is_unknown_is_named_with_the_nearest() -> None:
    remarks = story("themes: [mentorshp, zzz]\nvalues: [courrage]\ndates: [last summer]").remarks
    assert remarks[0] == "'mentorshp' is none of the themes. The nearest is 'Mentorship'."
    assert "'zzz' is none of the themes. They are: Conflict," in remarks[1]
    assert "The nearest is 'Courage'" in remarks[2]
    assert "Write 2025-03" in remarks[3]


def test_what_stands_twice_is_told() -> None:
    remarks = story("title: A\ntitle: B", "## Result\n1\n## Result\n2\n").remarks
    assert [remark.partition(" stands there twice")[0] for remark in remarks] == [
        "The field 'title'",
        "The heading 'Result'",
    ]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-03-14", date(2025, 3, 14)),
        ("2025-3", date(2025, 3, 28)),
        ("March 2025", date(2025, 3, 28)),
        ("Sept. 2024 to Jan 2025", date(2025, 1, 28)),
        ("2019/2020", date(2020, 12, 28)),
        ("2025-02-31", date(2025, 2, 28)),
        ("12345", None),
        ("soon", None),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, day: date | None) -> None:
    assert last_day([written]) == day


def test_months_are_whole() -> None:
    assert months_since(date(2025, 5, 28), date(2026, 11, 27)) == 17
    assert months_since(date(2025, 5, 28), date(2026, 11, 28)) == 18
    assert months_since(date(2027, 1, 1), date(2026, 11, 28)) == 0


def test_rows_of_themes_and_values_are_in_the_syllabus() -> None:
    rows = {row for term in THEMES + VALUES for row in term.rows}
    assert rows <= syllabus().keys()
    assert len(THEMES) == len(VALUES) == 8


words = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), max_size=3)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@settings(max_examples=60)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "title": texts,
            **dict.fromkeys(SECTIONS, texts),
            **dict.fromkeys(("metrics", "rejected", "people", "dates"), words),
        },
    )
)
def test_a_story_comes_back_from_its_file_as_it_was_edited(fields: dict[str, str | list[str]]) -> None:
    edited = Story.fresh("A").edited(**fields)
    again = Story.parse("a", edited.text)
    for name, value in fields.items():
        if name in SECTIONS:
            assert (
                again.section(name).split()[: len(str(value).split())] == str(value).split()
            )  # a code block is closed
        elif name == "title":
            assert again.own_title == ("" if " ".join(str(value).split()) == "~" else " ".join(str(value).split()))
        else:
            assert again.listed(name) == tuple(
                " ".join(one.split()) for one in value if one.split() and one.strip() != "~"
            )
    assert again.edited(**fields).text == edited.text
