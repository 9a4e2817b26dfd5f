"""Does home say the same as the commands, to everyone who reads it?"""

from html.parser import HTMLParser

from course.home import page
from course.lesson import Lesson
from course.status import modules

from ..learners import Happening, begun, cases, lesson, progress

COURSE = [lesson("1_culture/01_words", "w"), lesson("2_coding/01_two", "core", "edges")]


class Reader(HTMLParser):
    """Collects tags with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def shown(*happenings: Happening, course: list[Lesson] = COURSE) -> Reader:
    return Reader(page.html(modules(course, progress(*happenings))))


def test_the_first_link_is_the_next_lesson():
    first = shown().all("a")[0]
    assert first == {"href": "../1_culture/01_words.ipynb", "data-lesson": "1_culture/01_words.ipynb"}


def test_every_lesson_is_a_link():
    assert [link["data-lesson"] for link in shown().all("a")][1:] == [
        "1_culture/01_words.ipynb",
        "2_coding/01_two.ipynb",
    ]


def test_progress_is_said_in_words_too():
    reader = shown(cases("coding/two", "core", 3))
    assert reader.all("progress")[1] == {"max": "100", "value": "50", "aria-label": "Coding: 50 percent"}
    assert "1 of 2 exercises" in reader.text
    assert "0 of 1 lesson done" in reader.text


def test_marks_are_for_the_eye_only():
    marks = [attributes for tag, attributes in shown().tags if attributes.get("class") == "keeper-mark"]
    assert len(marks) == 2
    assert all(mark["aria-hidden"] == "true" for mark in marks)


def test_when_all_is_done_it_says_so():
    reader = shown(cases("culture/words", "w", 3), cases("coding/two", "core", 3), cases("coding/two", "edges", 3))
    assert "You have done every lesson (2)." in reader.text


def test_titles_cannot_bring_markup():
    evil = lesson("1_culture/01_<img src=x onerror=alert(1)>", "w")
    assert shown(course=[evil]).all("img") == []
    assert Reader(page.problem("<script>")).all("script") == []


def test_the_text_says_the_same():
    assert page.text(modules(COURSE, progress(begun("coding/two")))).split("\n") == [
        "Culture: 0 of 1 lesson done",
        "Coding: 0 of 1 lesson done",
        "Next: Two (2_coding/01_two, 30 minutes, L5 bar)",
        "You have begun it: 0 of 2 exercises pass.",
    ]
