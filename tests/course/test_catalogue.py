"""Is the lesson found that the learner means?"""

from pathlib import Path

import pytest

from course import catalogue
from course.errors import LessonFormatError, LessonNotFound

from .lesson_texts import TWICE


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name in ("2_coding/01_twice", "2_coding/02_lru_cache", "3_backend/01_twice"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.py").write_text(TWICE)
    (tmp_path / "2_coding" / "notes.py").write_text("not a lesson")
    return tmp_path


def test_lessons_are_the_numbered_files_in_order(source: Path):
    assert [lesson.path for lesson in catalogue.lessons(source)] == [
        "2_coding/01_twice",
        "2_coding/02_lru_cache",
        "3_backend/01_twice",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "lru_cache",
        "02_lru_cache",
        "coding/lru_cache",
        "2_coding/02_lru_cache",
        "2_coding/02_lru_cache.ipynb",
        "source/2_coding/02_lru_cache.py",
    ],
)
def test_a_lesson_goes_by_any_of_its_names(source: Path, name: str):
    assert catalogue.find(name, source).path == "2_coding/02_lru_cache"


def test_an_unknown_name_suggests_the_nearest(source: Path):
    with pytest.raises(LessonNotFound, match=r"no lesson 'lru_cash'. The nearest is 'lru_cache'"):
        catalogue.find("lru_cash", source)


def test_a_name_of_two_lessons_lists_both(source: Path):
    with pytest.raises(LessonNotFound, match=r"names 2 lessons: 2_coding/01_twice, 3_backend/01_twice"):
        catalogue.find("twice", source)


def test_the_problems_of_all_lessons_are_reported(source: Path):
    (source / "2_coding/01_twice.py").write_text("")
    (source / "3_backend/01_twice.py").write_bytes(b"\xff\xfe")
    with pytest.raises(LessonFormatError) as caught:
        catalogue.lessons(source)
    assert "2_coding/01_twice.py:1" in str(caught.value)
    assert "3_backend/01_twice.py:1: not UTF-8" in str(caught.value)


def test_an_edited_lesson_is_read_anew(source: Path):
    before = catalogue.find("lru_cache", source)
    (source / "2_coding/02_lru_cache.py").write_text(TWICE.replace("Twice", "Two times"))
    assert (before.title, catalogue.find("lru_cache", source).title) == ("Twice", "Two times")
