"""Does a file keep every byte that was not changed, and take every text that is?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.stories.document import Document, Unreadable

HEADINGS = {"situation": "situation", "result": "result", "results": "result"}
BY_HAND = """\
---
# what I call it
title: "The night"   # not final
mood: {bad: yes}
themes:
  - failure   # mine
  - conflict

last: one
---
A line before the first heading.

# The night

### Situation:
It was dark.

#### Detail
kept

## Notes
mine

## Results ##
41 minutes.
"""


def parse(text: str) -> Document:
    return Document.parse(text, HEADINGS)


def test_fields_are_read_as_they_are_written() -> None:
    assert parse(BY_HAND).fields == {
        "title": "The night",
        "mood": "{bad: yes}",
        "themes": ["failure", "conflict"],
        "last": "one",
    }


def test_no_word_becomes_a_number_a_date_or_a_truth() -> None:
    fields = parse("---\ntitle: 404\ndates: [2025-03-01, 2025]\npeople: [no, Yes]\n---\n").fields
    assert fields == {"title": "404", "dates": ["2025-03-01", "2025"], "people": ["no", "Yes"]}


def test_an_entry_with_a_colon_is_meant_as_words() -> None:
    assert parse("---\nmetrics:\n  - latency: 40 ms\n---\n").fields == {"metrics": ["latency: 40 ms"]}


def test_sections_are_found_at_any_level_and_by_other_names() -> None:
    assert parse(BY_HAND).sections == {"situation": "It was dark.\n\n#### Detail\nkept", "result": "41 minutes."}
    assert "A line before" in parse(BY_HAND).other
    assert "## Notes\nmine" in parse(BY_HAND).other


def test_a_changed_field_leaves_every_other_line_alone() -> None:
    changed = parse(BY_HAND).with_field("themes", ["ambiguity"]).text
    assert changed == BY_HAND.replace("  - failure   # mine\n  - conflict\n", "- ambiguity\n")
    assert parse(BY_HAND).with_field("people", ["Ines"]).text == BY_HAND.replace(
        "last: one\n", "last: one\npeople:\n- Ines\n"
    )


def test_comments_between_the_entries_of_a_changed_field_are_kept() -> None:
    changed = parse("---\nthemes:\n  # told best\n  - failure\n---\n").with_field("themes", ["conflict"])
    assert changed.text == "---\n# told best\nthemes:\n- conflict\n---\n"


def test_a_changed_section_leaves_every_other_line_alone() -> None:
    changed = parse(BY_HAND).with_section("result", "Result", "40 minutes.").text
    assert changed == BY_HAND.replace("\n41 minutes.\n", "\n\n40 minutes.\n\n")


def test_what_is_set_to_what_it_was_changes_nothing() -> None:
    document = parse(BY_HAND)
    same = document.with_section("result", "Result", "\n41 minutes.\n").with_field("themes", ["failure", "conflict"])
    assert same.text == BY_HAND


def test_a_file_without_front_matter_gets_some() -> None:
    assert parse("## Situation\nDark.\n").with_field("title", "A").text == "---\ntitle: A\n---\n## Situation\nDark.\n"


def test_windows_line_ends_stay() -> None:
    text = "---\r\ntitle: A\r\n---\r\n## Situation\r\nDark.\r\n"
    changed = parse(text).with_field("title", "B").with_section("result", "Result", "Light.\nDay.").text
    assert changed.replace("\r\n", "").count("\n") == 0
    assert parse(changed).sections == {"situation": "Dark.", "result": "Light.\nDay."}


def test_fields_on_one_line_are_laid_out_when_one_changes() -> None:
    changed = parse("---\n{title: A, themes: [failure], mood: low}\n---\n").with_field("title", "B")
    assert changed.fields == {"themes": ["failure"], "mood": "low", "title": "B"}


def test_a_field_that_others_refer_to_is_not_changed_behind_their_back() -> None:
    with pytest.raises(Unreadable, match="edit the file by hand"):
        parse("---\ntitle: &name A\nagain: *name\n---\n").with_field("title", "B")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("---\ntitle: [\n---\n", "cannot be read as YAML, line"),
        ("---\ntitle: A\n", "no second --- closes"),
        ("---\n- a\n- b\n---\n", "no fields"),
        ("---\ntitle: \x00\n---\n", "cannot be read as YAML"),
        ("---\n" + "[" * 5000 + "\n---\n", "cannot be read as YAML"),
    ],
)
def test_what_is_no_front_matter_is_told(text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        parse(text)


def test_a_text_that_looks_like_a_heading_stays_in_its_section() -> None:
    text = "Then:\n## Result\n```\n# a comment\n```\n \\## Situation\n# Other"
    document = parse("").with_section("situation", "Situation", text).with_section("result", "Result", "Good.")
    assert parse(document.text).sections == {"situation": text, "result": "Good."}


def test_a_section_is_added_behind_fields_that_end_the_file() -> None:
    changed = parse("---\ntitle: A\n---").with_section("result", "Result", "Good.")
    assert (parse(changed.text).fields, parse(changed.text).sections) == ({"title": "A"}, {"result": "Good."})


lines = st.lists(
    st.sampled_from(["## Result", "# x", "\\# x", " ### Situation:", "```", "~~~", "", "words", "\\\\## y", "    # z"])
)
texts = st.one_of(lines.map("\n".join), st.text(st.characters(exclude_categories=["Cs"])))


@settings(max_examples=60)
@given(texts, texts)
def test_any_text_comes_back_from_a_section(situation: str, result: str) -> None:
    document = parse("").with_section("situation", "Situation", situation).with_section("result", "Result", result)
    again = parse(document.text)
    normal = [_normal(text) for text in (situation, result)]
    assert [again.sections.get("situation", ""), again.sections.get("result", "")] == normal


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_text_comes_back_from_a_field(title: str, people: list[str]) -> None:
    document = parse("## Result\nGood.\n").with_field("title", title).with_field("people", people)
    again = parse(document.text)
    assert again.fields.get("title", "") == title
    assert again.fields.get("people", []) == people
    assert again.sections == {"result": "Good."}


@settings(max_examples=100)
@given(st.text() | lines.map("\n".join) | lines.map(lambda some: "---\ntitle: A\n---" + "\n".join(["", *some])), texts)
def test_a_section_changes_in_any_file_without_touching_another(before: str, result: str) -> None:
    try:
        document = parse(before)
    except Unreadable:
        return
    again = parse(document.with_section("result", "Result", result).text)
    assert again.sections.get("result", "") == _normal(result)
    assert again.sections.get("situation") == document.sections.get("situation")
    assert again.fields == document.fields


@settings(max_examples=60)
@given(st.text() | lines.map("\n".join))
def test_any_text_that_can_be_read_is_written_as_it_was(text: str) -> None:
    try:
        assert parse(text).text == text
    except Unreadable:
        return


def _normal(text: str) -> str:
    """Without blank lines around it, and with its code block closed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    fence = ""
    for line in lines:
        if (start := line.lstrip(" ")[:3]) in ("```", "~~~") and len(line) - len(line.lstrip(" ")) <= 3:
            fence = "" if start == fence else fence or start
    return "\n".join([*lines, fence] if fence else lines)
