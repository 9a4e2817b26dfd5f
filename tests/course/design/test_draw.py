"""Is a drawing well formed, complete, and readable without colours or eyes?"""

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.design import Design, Region
from course.design.draw import draw
from course.design.layout import layout, spread
from tests.course.design.examples import large, small

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    "design", [small(), large(), large().with_(regions=[Region("us")])], ids=["small", "large", "regions"]
)
def test_it_is_svg_that_names_every_component(design: Design):
    root = ET.fromstring(draw(design))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert set(design.components) <= set(texts)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}desc") == design.outline()


def test_a_line_tells_its_calls():
    root = ET.fromstring(draw(small()))
    titles = [title.text for title in root.iter(f"{SVG}title")]
    assert "read: links.read(key) timeout_ms=50" in titles


def test_hostile_names_do_not_leave_their_place():
    design = small().with_(name="<script>alert(1)</script>")
    assert "<script" not in draw(design)


def test_colours_come_from_the_page():
    drawn = draw(small())
    assert "var(--jp-ui-font-color1" in drawn
    assert "var(--jp-layout-color1" in drawn


def test_callers_stand_left_of_what_they_call():
    places = layout(["a", "b", "c"], [("a", "b"), ("b", "c"), ("a", "c")])
    assert [places.at[node][0] for node in "abc"] == [0, 1, 2]
    assert len(places.ways["a", "c"]) == 3


def test_a_cycle_is_drawn_with_one_line_back():
    places = layout(["a", "b"], [("a", "b"), ("b", "a")])
    assert places.ways["b", "a"] == tuple(reversed(places.ways["a", "b"]))


def test_crossings_are_undone():
    places = layout(["a", "b", "x", "y"], [("a", "y"), ("b", "x")])
    assert (places.at["a"][1] - places.at["b"][1]) * (places.at["y"][1] - places.at["x"][1]) > 0


NODES = [str(n) for n in range(8)]


@given(st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=20))
@settings(max_examples=60, deadline=None)
def test_any_graph_is_laid_out_without_boxes_on_each_other(edges: list[tuple[str, str]]):
    places = layout(NODES, list(dict.fromkeys(edges)))
    for edge in edges:
        if edge[0] != edge[1]:
            assert places.ways[edge][0] == places.at[edge[0]]
            assert places.ways[edge][-1] == places.at[edge[1]]
    columns: dict[int, list[float]] = {}
    for column, row in places.at.values():
        columns.setdefault(column, []).append(row)
    assert all(above + 0.999 <= below for rows in columns.values() for above, below in pairwise(sorted(rows)))


@given(st.lists(st.floats(-50, 50), max_size=8))
def test_what_is_spread_keeps_its_order_a_unit_apart(wanted: list[float]):
    rows = spread(wanted)
    assert all(below - above >= 1 - 1e-9 for above, below in pairwise(rows))
