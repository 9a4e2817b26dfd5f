"""Does `course simulate` run a file's design apart from this process, and say plainly what is wrong with it?"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from course.cli import main
from course.design.loading import load
from course.errors import DesignError

DESIGN = """
from course.design import *
print("hello from the file")
api = Service("api", instances=%d)
design = Design("mine", Endpoint("read", LoadBalancer("edge"), api, KeyValueStore("links").read("key", timeout_ms=50)))
easy = Scenario("easy", traffic=[Traffic(Constant(30), {"read": 1})], duration_s=10, warm_up_s=1,
                slos=[Availability("read", 0.99), Cost(2_500)])
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(DESIGN % 2)
    return path


def simulate(*words: object) -> Result:
    return CliRunner().invoke(main, ["simulate", *map(str, words)])


def test_a_design_that_passes(file: Path):
    result = simulate(file, "--scenario", "easy")
    assert result.exit_code == 0
    assert "mine under easy: pass (3 seeds, 95% intervals)" in result.stdout
    assert "Replay: seed 1" in result.stdout


def test_one_that_fails_exits_with_1(file: Path):
    file.write_text(DESIGN % 40)
    result = simulate(file, "--scenario", "easy", "--seeds", 1)
    assert result.exit_code == 1
    assert "fail: at most $2,500 a month" in result.stdout


def test_json_is_one_object_whatever_the_file_prints(file: Path):
    result = simulate(file, "--scenario", "easy", "--seeds", 1, "--json")
    data = json.loads(result.stdout)
    assert (data["outcome"], data["seeds"], data["replay_seed"]) == ("pass", [1], 1)


def test_the_second_run_says_what_changed(file: Path):
    simulate(file, "--scenario", "easy", "--seeds", 1)
    file.write_text(DESIGN % 3)
    assert "api: instances 2 → 3" in simulate(file, "--scenario", "easy", "--seeds", 1).stdout
    assert "the same design" in simulate(file, "--scenario", "easy", "--seeds", 1).stdout


def test_a_damaged_file_of_runs_is_no_matter(file: Path):
    file.with_name(".mine.runs.json").write_text("[")
    assert "Since the run before" not in simulate(file, "--scenario", "easy", "--seeds", 1).stdout
    assert "Since the run before" in simulate(file, "--scenario", "easy", "--seeds", 1).stdout


def test_more_load_is_another_scenario(file: Path):
    result = simulate(file, "--scenario", "easy", "--seeds", 1, "--load", 2, "--json")
    assert json.loads(result.stdout)["scenario"] == "easy at 2 times the load"


def test_a_slice_of_it_costs_its_share_and_ends_as_the_whole_does(file: Path):
    file.write_text(DESIGN.replace('"links")', '"links", shards=2)').replace("2_500", "9_000") % 4)
    whole = json.loads(simulate(file, "--scenario", "easy", "--seeds", 1, "--json").stdout)
    half = json.loads(simulate(file, "--scenario", "easy", "--seeds", 1, "--slice", 2, "--json").stdout)
    assert half["scenario"] == "easy, 1/2 of it"
    assert half["outcome"] == whole["outcome"] == "pass"
    assert half["objectives"][1]["bound"] == 4_500
    assert half["cost_per_month"] == pytest.approx(whole["cost_per_month"] / 2, rel=0.1)


def test_what_no_slice_divides_is_named(file: Path):
    result = simulate(file, "--scenario", "easy", "--slice", 3)
    assert result.exit_code == 1
    assert "`api` has 2 instances" in result.stderr


def test_without_a_scenario_it_says_which_fit(file: Path):
    result = simulate(file)
    assert result.exit_code == 2
    assert "With its endpoints fit: easy." in result.stderr


def test_an_unknown_scenario_suggests_the_nearest(file: Path):
    result = simulate(file, "--scenario", "links-evning")
    assert result.exit_code == 1
    assert "Did you mean `links-evening`?" in result.stderr


def test_a_scenario_that_does_not_fit_says_what_is_missing(file: Path):
    result = simulate(file, "--scenario", "links-evening")
    assert result.exit_code == 1
    assert 'Add Endpoint("redirect", …).' in result.stderr


def test_the_courses_scenarios_are_listed():
    assert "links-evening" in json.loads(simulate("--list", "--json").stdout)
    assert "links-evening" in simulate("--list").stdout


WRONG = [
    ("from course.design import *\nService('api', instances=0)", "line 2: `api`: instances is 0"),
    ("1 / 0", "line 1: ZeroDivisionError: division by zero"),
    ("def f(:", "line 1: SyntaxError"),
    ("import os; os._exit(3)", "its process ended with status 3"),
    ("raise SystemExit(0)", "line 1: SystemExit"),
    ("x = 1", 'it defines no `design`. Write design = Design("…", Endpoint(…)).'),
    ("design = 5", "it defines no `design`."),
    (DESIGN.replace("design = ", "other = ") % 2, "it defines no `design`. Call `other` so."),
]


@pytest.mark.parametrize(("source", "message"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_with_a_file_is_said_with_its_line(file: Path, source: str, message: str):
    file.write_text(source)
    with pytest.raises(DesignError) as caught:
        load(file)
    assert message in str(caught.value)


def test_a_file_that_does_not_end_is_stopped(file: Path):
    file.write_text("while True: pass")
    with pytest.raises(DesignError, match="did not end within 1 s"):
        load(file, time_limit_s=1)


def test_a_design_larger_than_a_pipe_comes_over(file: Path):
    flows = ", ".join(f'Endpoint("read{n}", edge, api, links.read("key"))' for n in range(200))
    file.write_text(
        f'from course.design import *\nedge, api, links = LoadBalancer("e"), Service("a"), KeyValueStore("l")\ndesign = Design("d", {flows})'
    )
    design, scenarios = load(file)
    assert len(design.flows) == 200
    assert scenarios == {}
