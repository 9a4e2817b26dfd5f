"""Feedback and formgrader pages of a hostile notebook, opened in a real browser: nothing of the student's runs."""

import json
from pathlib import Path
from typing import Any

import nbformat
import nbgrader
import pytest
from nbconvert.exporters import HTMLExporter
from playwright.sync_api import Browser
from traitlets.config import Config

from autograde.grade import grade
from autograde.grading import Settings, Source, Submission
from autograde.job import CellResult
from tests.autograde.notebooks import Recorded, answer, checks, code, markdown, notebook, written
from tests.autograde.test_active_content import ACTIVE, HONEST

pytestmark = pytest.mark.xdist_group("browser")

TEMPLATES = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
SOURCE = notebook(answer("a", ""), checks("t", ""), written("w", ""))
MARK = "window.pwned = (window.pwned || 0) + 1"
PAYLOADS = [text.replace("alert(1)", MARK) for text in ACTIVE]
PROVOKE = """() => {
    const events = ["mouseover", "pointerenter", "focus", "toggle", "click"];
    for (const element of document.body.querySelectorAll("*"))
        for (const event of events) element.dispatchEvent(new Event(event, {bubbles: true, cancelable: true}));
    for (const link of document.links) if (/^(javascript|vbscript|data):/.test(link.protocol)) link.click();
    return window.pwned;
}"""


def page_of(content: bytes, template: str, **config: Any) -> str:
    """As `nbgrader generate_feedback` and the formgrader make it."""
    bootstrap = TEMPLATES.parent / "static" / "node_modules" / "bootstrap" / "dist" / "css"
    options = {
        "template_name": template,
        "extra_template_basedirs": [str(TEMPLATES)],
        "extra_template_paths": [str(bootstrap)],
    }
    notebook = nbformat.reads(content.decode(), as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader"):
            cell.metadata.nbgrader.update(score=0, points=1, comment=None)
    told: dict[str, Any] = {
        "nbgrader": {"notebook": "p", "score": 0, "max_score": 1, "late_penalty": 0},
        "base_url": "",
        "notebook_id": "p",
    }
    told |= {
        "index": 0,
        "total": 1,
        "submission_id": "1",
        "assignment_id": "ps",
        "student": "ada",
        "notebook_path": "p",
    }
    told |= {"last_name": "L", "first_name": "A"}
    html, _ = HTMLExporter(config=Config({"HTMLExporter": options | config})).from_notebook_node(
        notebook, resources=told
    )
    return str(html)


def hostile() -> bytes:
    cells = [markdown(text) for text in PAYLOADS]
    cells += [written("w", "\n\n".join(PAYLOADS)), {**markdown("<img src=x onerror=1>"), "cell_type": "raw"}]
    cells += [code(text) for text in PAYLOADS]
    return notebook(answer("a", ""), checks("t", ""), *cells)


def outputs() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for text in PAYLOADS:
        found += [
            {"output_type": "display_data", "data": {kind: text}, "metadata": {kind: {"isolated": True}}}
            for kind in (
                "text/html",
                "text/markdown",
                "application/javascript",
                "image/svg+xml",
                "text/latex",
                "image/png",
            )
        ]
        found.append({"output_type": "stream", "name": "stdout", "text": text})
        found.append({"output_type": "error", "ename": text, "evalue": text, "traceback": [text]})
    return found


def graded(content: bytes, shown: list[dict[str, Any]]) -> bytes:
    failed = CellResult(0, "error", tuple(shown))
    runner = Recorded({"a": failed, "t": failed})
    done = grade(Source("ps", {"p": SOURCE}), Submission("ps", "ada", {"p": content}), Settings(), runner)
    assert done.error == ""
    return done.notebooks[0].notebook


def ungraded() -> bytes:
    """The hostile notebook as stock nbgrader would leave it."""
    raw = json.loads(hostile())
    raw["cells"] = [cell for cell in raw["cells"] if "attachment:" not in cell["source"]]  # stock nbgrader stops on it
    raw["cells"].append({**code("x"), "outputs": outputs()})
    raw["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"</script>": MARK}}}
    return json.dumps(raw).encode()


def runs(browser: Browser, html: str) -> object:
    """How often a script of the student's ran, whatever a reader does; and whether the page led elsewhere."""
    page = browser.new_context(offline=True).new_page()
    try:
        page.set_content(html, wait_until="load")
        count = page.evaluate(PROVOKE)
        page.evaluate("() => new Promise(done => setTimeout(done, 0))")
        return count or page.evaluate("window.pwned")
    finally:
        page.context.close()


@pytest.mark.parametrize("template", ["feedback", "formgrade"])
def test_no_script_of_a_student_runs_in_the_page_of_a_graded_notebook(browser: Browser, template: str) -> None:
    assert runs(browser, page_of(graded(hostile(), outputs()), template)) is None


@pytest.mark.parametrize("template", ["feedback", "formgrade"])
def test_with_the_preprocessor_none_runs_whoever_graded_it(browser: Browser, template: str) -> None:
    safe = ["autograde.safe_html.SafeHtml"]
    assert runs(browser, page_of(ungraded(), template, preprocessors=safe)) is None


def test_the_payloads_run_where_nothing_cleans_them(browser: Browser) -> None:
    assert isinstance(
        runs(
            browser,
            page_of(notebook(markdown(f"<img src=x onerror='{MARK}'><a href=# onclick='{MARK}'>x</a>")), "feedback"),
        ),
        int,
    )


def test_honest_texts_look_as_they_did(browser: Browser) -> None:
    cells = [markdown(text) for text in HONEST if "attachment" not in text]
    before = page_of(notebook(*cells), "feedback")
    after = page_of(graded(notebook(answer("a", ""), checks("t", ""), *cells, written("w", "x")), []), "feedback")
    for text in (
        "<b>bold</b>",
        "alert alert-info",
        "List&lt;String&gt;",
        "<td>1</td>",
        "color=red" if "color=red" in before else 'color="red"',
    ):
        assert (text in before, text in after) == (True, True), text
