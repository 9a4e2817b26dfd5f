"""Is the page about the language true?"""

import re

import pytest

import course.design
from course.catalogue import ROOT
from course.design import Design
from course.design.scenarios import scenario

PAGE = (ROOT / "docs" / "design-lab.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_its_example_is_a_design_that_fits_the_scenario_it_names():
    names: dict[str, object] = {}
    exec(BLOCKS[0], names)
    design = names["design"]
    assert isinstance(design, Design)
    scenario("links-evening").fit(design)
    assert [one.text for one in design.remarks] == []


@pytest.mark.parametrize("name", course.design.__all__)
def test_it_names_everything_there_is(name: str):
    assert re.search(rf"\b{name}\b", PAGE)
