"""Can a person write a bad design, see what it does, mend it and pass, in a real JupyterLab?"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Lab

pytestmark = pytest.mark.xdist_group("browser")

BAD = """
from course.design import *

edge, api, ratings = LoadBalancer("edge"), Service("api"), Service("ratings")
design = Design("page", Endpoint("page", edge, api, ratings.call()))
design
"""
SCENARIO = """
slow = Scenario(
    "slow ratings", traffic=[Traffic(Constant(150), {"page": 1})], duration_s=60, warm_up_s=5,
    faults=[Slow(at_s=20, for_s=20, target="ratings", factor=50)],
    slos=[Availability("page", 0.99), Latency("page", 300), Cost(2_000)],
)
run(design, slow, seeds=1)
"""
GOOD = BAD.replace("ratings.call()", "ratings.call(timeout_ms=100, breaker=Breaker(), fallback=Fallback())")


def test_a_bad_design_is_written_run_understood_mended_and_passes(
    lab: Lab, write_notebook: Callable[[Path, list[str]], None]
):
    write_notebook(lab.root / "design.ipynb", [BAD, SCENARIO])
    notebook = lab.open("design.ipynb")

    drawn = notebook.run(0)
    expect(drawn.get_by_role("img", name="page", exact=True)).to_be_visible()
    expect(drawn).to_contain_text("api waits for ever for ratings.call()")

    report = notebook.run(1)
    expect(report).to_contain_text("✗ FAIL")
    expect(report).to_contain_text("First in trouble: ratings")
    expect(report.get_by_role("img", name="page: requests a second")).to_be_visible()
    expect(report).to_contain_text("To try next")

    notebook.write(0, GOOD)
    notebook.run(0)
    mended = notebook.run(1)
    expect(mended).to_contain_text("page under slow ratings: ✓ pass")
    expect(mended).to_contain_text("Before")
    mended.get_by_text("What changed since the run before").click()
    expect(mended).to_contain_text("+ page: ratings.call() timeout_ms=100, breaker=Breaker()")
