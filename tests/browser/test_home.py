"""Home as a learner first sees it: `course learn`, a browser, and nothing run by hand."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from course import catalogue
from course.progress import Progress
from course.workspace import Workspace

from ..course.commands.learning import Learn
from ..course.workspace.files import write

pytestmark = pytest.mark.xdist_group("learn")  # with the other tests that start `course learn`

WAIT_MS = 60_000


@pytest.fixture(scope="module")
def learn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learn]:
    """On a workspace whose path has all that a path may have, reached through a link, below the home folder."""
    folder = tmp_path_factory.mktemp("learn")
    release, home = folder / "release", folder / "home"
    write(release / "0_start/01_home.ipynb", "from course.home import home\n\nhome()")
    for lesson in catalogue.lessons():
        if lesson.id != "start/home":
            write(release / f"{lesson.path}.ipynb", f"{lesson.id!r}")
    (home / "Übung #1 %41 'x' & y").mkdir(parents=True)
    (folder / "link").symlink_to(home / "Übung #1 %41 'x' & y")
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONWARNINGS": "ignore"}
    one = Learn(release, folder / "link" / "workspace", environment, "--no-browser")
    yield one
    one.close()


@pytest.fixture(scope="module")
def fresh(learn: Learn, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """It, in a fresh profile, and what was wrong: where the page asked another machine for anything, or had an error."""
    wrong: list[str] = []
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(WAIT_MS)
    page.on(
        "request",
        lambda request: (
            None
            if "//127.0.0.1:" in request.url or request.url.startswith(("data:", "blob:"))
            else wrong.append(request.url)
        ),
    )
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(learn.address())
    page.get_by_role("region", name="Next lesson").wait_for()
    yield page, wrong
    page.context.close()


@pytest.fixture
def home(fresh: tuple[Page, list[str]]) -> Iterator[Page]:
    """The page, with home in front, as the test before left it: to load JupyterLab takes seconds. Fails when something was wrong."""
    page, wrong = fresh
    page.get_by_role("tab", name="01_home.ipynb").click()
    yield page
    assert wrong == []


def test_it_is_live_without_running_anything_and_has_no_pop_up(home: Page):
    expect(home.get_by_role("button", name="Refresh", exact=True)).to_be_visible()
    expect(home.get_by_role("progressbar").first).to_be_visible()
    home.get_by_role("button", name="Refresh", exact=True).click()
    expect(home.get_by_text("Up to date.")).to_be_visible()
    expect(home.locator(".jp-toastContainer, .Toastify__toast, .jp-Dialog")).to_have_count(0)


def test_the_first_lesson_is_one_click_away(home: Page):
    first = next(lesson for lesson in catalogue.lessons() if lesson.id != "start/home")
    home.get_by_role("region", name="Next lesson").get_by_role("link", name=first.title).click()
    expect(home.get_by_role("tab", name=f"{first.notebook}.ipynb")).to_be_visible()
    expect(home.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .cm-content").first).to_have_text(f"'{first.id}'")


def test_what_is_done_in_a_lesson_shows_when_one_comes_back(home: Page, learn: Learn):
    lesson = next(lesson for lesson in reversed(catalogue.lessons()) if lesson.tests)
    home.get_by_role("link", name=lesson.title).last.click()
    expect(home.get_by_role("tab", name=f"{lesson.notebook}.ipynb")).to_be_visible()
    progress = Progress(Workspace(learn.workspace.resolve()).progress)
    progress.record(lesson.id, "cases", lesson.tests[0].name, {"passed": 2, "total": 2, "hidden_ran": False})
    home.get_by_role("tab", name="01_home.ipynb").click()
    expect(home.locator(".keeper-view")).to_contain_text("You have begun it")  # all of it: should it fail, one sees why
    expect(home.get_by_role("region", name="Next lesson").get_by_role("link")).to_have_text(lesson.title)


def test_when_the_kernel_is_gone_it_says_what_to_do(home: Page, learn: Learn):
    [kernel] = [one for one in learn.ask("api/sessions") if one["path"].endswith("01_home.ipynb")]
    learn.ask(f"api/kernels/{kernel['kernel']['id']}/restart", {})
    home.get_by_role("button", name="Refresh", exact=True).click()
    expect(home.get_by_text("The kernel does not answer.")).to_be_visible()
