"""Do the benchmarks run, and does docs/benchmarks.md take what they measured?"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.bench import __main__ as bench
from tests.bench import simulator
from tests.bench.table import Table

TABLE = Table("Growth", ["submissions", "s"], [["10", "1.5"], ["1,000", "60.0"]], "On two cores.")


def test_numbers_stand_below_each_other():
    assert TABLE.text().splitlines() == [
        "Growth",
        "submissions     s",
        "10            1.5",
        "1,000        60.0",
        "On two cores.",
    ]


def test_a_second_measurement_takes_the_place_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    page = tmp_path / "benchmarks.md"
    page.write_text(f"before\n{bench.BEGIN}\nold\n{bench.END}\nafter\n")
    monkeypatch.setattr(bench, "PAGE", page)
    for _ in range(2):
        bench._write([TABLE], 0.0)
    written = page.read_text()
    assert written.startswith("before\n")
    assert written.endswith("\nafter\n")
    assert written.count("| 1,000 | 60.0 |") == 1
    assert "old" not in written


def test_the_page_has_a_place_for_what_is_measured():
    assert bench.BEGIN in bench.PAGE.read_text().partition(bench.END)[0]


def test_part_of_the_benchmarks_is_not_written_down():
    done = CliRunner().invoke(bench.main, ["bridge", "--write"])
    assert done.exit_code == 2
    assert "one run" in done.output


def test_both_simulators_find_the_same_latency():
    gaps, demands = [1 / 10] * 500, [1.0, 1.2, 1.4, 0.7, 1.1] * 100
    assert simulator.station(gaps, demands) == pytest.approx(simulator.simpy_station(gaps, demands))


def test_the_simulator_is_measured():
    done = CliRunner().invoke(bench.main, ["simulator", "--quick"])
    assert done.exit_code == 0, done.output
    assert "M/M/12" in done.output


def test_calls_across_the_bridge_are_counted():
    done = CliRunner().invoke(bench.main, ["bridge", "--quick"])
    assert done.exit_code == 0, done.output
    assert "f(int) -> int" in done.output
