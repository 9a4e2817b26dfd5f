"""Does Markdown become HTML that is safe to put into a page and coloured by JupyterLab?"""

from course.parts.markdown import code_to_html, to_html, to_inline_html


def test_code_is_coloured() -> None:
    assert '<pre class="highlight"><code><span class="k">def</span>' in to_html("```python\ndef f(): ...\n```")


def test_code_in_no_known_language_is_text() -> None:
    assert to_html("```nonsense\na < b\n```") == '<pre class="highlight"><code>a &lt; b</code></pre>\n'
    assert to_html("```\na < b\n```") == '<pre class="highlight"><code>a &lt; b</code></pre>\n'


def test_tables_are_understood() -> None:
    assert "<td>O(1)</td>" in to_html("| find |\n|---|\n| O(1) |")


def test_raw_html_is_shown_not_obeyed() -> None:
    assert "<script>" not in to_html("<script>alert(1)</script>")
    assert to_inline_html("<b>x</b>") == "&lt;b&gt;x&lt;/b&gt;"
    assert "<i>" not in code_to_html("'<i>'")


def test_inline_text_has_no_paragraph() -> None:
    assert to_inline_html("a `get` of *it*") == "a <code>get</code> of <em>it</em>"
