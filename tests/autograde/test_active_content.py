"""What a browser would run is made inert, what an honest student writes stays; nbconvert's own output is the judge."""

import re
from typing import Any

import pytest

from autograde import active_content

HONEST = [
    "# Title\n\nSome *text* with `code`, a [link](https://example.org) and <b>bold</b>.",
    "a < b and c > d, or $x<y$ and $a<b$ and $i<p$, if a<b then c",
    "Use `List<String>` or std::vector<int> and Map<K, V>.",
    '<div class="alert alert-info" style="color: red">Note</div>\n\n<br/><img src="images/a.png" width=200>',
    "<font color=red>red</font> <!-- a comment --> <sub>2</sub>",
    "JavaScript: the good parts. Our data: text/plain. On: x = 1. `once = 2`",
    "![plot](attachment:a.png)",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "5 < 6 & 7 > 2 &amp; &lt;tag&gt;",
    "$$\\begin{align} a &< b \\\\ c &> d \\end{align}$$",
]
ACTIVE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil>",
    "</p><script\n>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>",
    "<img src=x\nonerror\n=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    '<b title=">" onclick=alert(1)>x</b>',
    "<x onpointerenter=alert(1)>x</x>",
    "<details open ontoggle=alert(1)>x</details>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><a xlink:href=javascript:alert(1)>x</a></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;">',
    "<object data=x></object>",
    "<embed src=x>",
    "<form action=https://evil><button>Score</button></form>",
    "<meta http-equiv=refresh content=0;url=https://evil>",
    "<base href=https://evil/>",
    "<link rel=stylesheet href=https://evil>",
    "<style>body{display:none}</style>",
    '<div style="position:fixed;top:0">cover</div>',
    '<a href="javascript:alert(1)">x</a>',
    "<a href=javascript:alert(1)>x</a>",
    '<a href="java&#10;script:alert(1)">x</a>',
    "<a href='&#x6a;avascript&colon;alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x]( JAVASCRIPT:alert(1) 'title')",
    "[x](java&Tab;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&amp;#106;avascript:alert(1))",
    "[x]\n\n[x]: javascript:alert(1)",
    "[x]: <javascript:alert(1)>\n\n[x]",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "<javascript:alert(1)>",
    "```mermaid\n<img src=x onerror=alert(1)>\n```",
    "<div title='",
    'text\n> <p title="',
    "<!-- never closed",
    "<?php ?>",
    "<!DOCTYPE html>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea>",
    "<plaintext>",
    "<xmp>",
    "<title>",
    "![missing](attachment:nothing.png)",
    "![missing](attach&#109;ent:nothing.png)",
    "[x]: attachment:nothing.png\n\n![x]",
]
IMAGE = {"a.png": {"image/png": "aGVsbG8="}}
EXECUTABLE = re.compile(
    r"<\s*(script|style|svg|math|iframe|object|embed|form|meta|base|link|textarea|title)|<[^>]*\son\w+\s*=|<[^>]*(href|src)\s*=\s*[\"']?\s*"
    r"(javascript|data:text|data:image/svg)",
    re.IGNORECASE,
)


def rendered(text: str, attachments: Any) -> str:
    """As nbgrader's feedback has it."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    renderer = IPythonRenderer(escape=False, attachments=attachments)
    return str(MarkdownWithMath(renderer=renderer).render(text))


@pytest.mark.parametrize("text", HONEST)
def test_honest_markdown_stays_as_it_is(text: str) -> None:
    assert active_content.markdown(text, IMAGE) == text


@pytest.mark.parametrize("text", ACTIVE)
def test_active_markdown_is_shown_as_it_was_typed(text: str) -> None:
    made = active_content.markdown(text, IMAGE)
    assert made != text
    assert text in made
    page = rendered(made, IMAGE)
    assert page.startswith("<pre><code>")
    assert page.count("<") == 4
    assert not EXECUTABLE.search(page)


def test_a_text_cannot_end_its_own_fence() -> None:
    text = "~~~\n<script>\n~~~~\n<script>alert(1)</script>"
    page = rendered(active_content.markdown(text, {}), {})
    assert page.count("<") == 4


@pytest.mark.parametrize("text", [text for text in ACTIVE if "<" in text and "mermaid" not in text])
def test_active_html_of_outputs_is_cleaned(text: str) -> None:
    made = active_content.clean_html(f"<b>kept</b>{text}")
    assert made is not None
    assert made.startswith("<b>kept</b>")
    assert not EXECUTABLE.search(made)


def test_a_data_frame_stays_as_it_is_but_for_its_style() -> None:
    import pandas  # type: ignore[import-untyped]

    frame = pandas.DataFrame({"a": [1, 2], "b": ["<x>", "y"]})
    raw = frame._repr_html_()
    data, cleaned = active_content.bundle({"text/html": raw, "text/plain": "a"})
    assert not cleaned
    assert data["text/html"] == active_content.PANDAS_STYLE.sub("", raw)
    assert "<table" in data["text/html"]


def test_types_that_run_are_dropped_and_harmless_ones_kept() -> None:
    bundle = {
        "application/javascript": "alert(1)",
        "application/vnd.plotly.v1+json": {},
        "image/png": "aGVsbG8=\n",
        "image/svg+xml": "<svg/>",
        "text/plain": ["a\n", "b"],
        "text/latex": "$x$",
        7: "x",
    }
    data, cleaned = active_content.bundle(bundle)
    assert data == {"image/png": "aGVsbG8=\n", "image/svg+xml": "<svg/>", "text/plain": "a\nb", "text/latex": "$x$"}
    assert cleaned


@pytest.mark.parametrize("value", [None, 7, {}, [1], '" onerror="alert(1)'])
def test_an_image_that_is_none_is_dropped(value: Any) -> None:
    assert active_content.bundle({"image/png": value}) == (active_content.REMOVED, True)


def test_a_widget_is_named_and_nothing_more() -> None:
    view = {"model_id": "0a-1b", "version_major": 2, "version_minor": 0}
    kind = active_content.WIDGET_VIEW
    assert active_content.bundle({kind: {**view, "html": "<script>"}})[0] == {kind: view}
    assert active_content.bundle({kind: {**view, "model_id": "</script>"}})[0] == active_content.REMOVED


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<div><svg onload=alert(1)></svg></div>", "<b onclick=x>" * 3000]
)
def test_html_of_which_nothing_is_left_gives_way_to_the_text(text: str) -> None:
    assert active_content.bundle({"text/html": text, "text/plain": "a plot"}) == ({"text/plain": "a plot"}, True)
