"""`course learn`: make or upgrade the workspace, start JupyterLab on it, and stop it at Ctrl-C."""

import os
import secrets
import sys
import threading
import webbrowser
from html import escape
from http.client import HTTPException
from pathlib import Path

import click
from rich.console import Console

from course.catalogue import RELEASE
from course.commands import options
from course.errors import CourseError
from course.interrupts import Interrupts
from course.jupyterlab import POLL_S, Lab, PortTaken, free_port
from course.workspace import Workspace, default_root
from course.workspace.place import find, write_private, writing
from course.workspace.serving import AlreadyServed, announce, serving, withdraw
from course.workspace.upgrade import Upgrade, check_folder, upgrade

HOME_NOTEBOOK = "0_start/01_home.ipynb"
PORT_RACES = 5
"""Ports that may be taken under our eyes before we say so; two at once are rare."""


@click.command("learn")
@options.workspace
@click.option("--port", type=click.IntRange(1, 65535), help="Default: the first free one from 8888.")
@click.option("--no-browser", is_flag=True, help="Print the address and open no browser.")
def command(root: Path | None, port: int | None, no_browser: bool) -> None:
    """Open the course in JupyterLab, in your own workspace.

    Makes the workspace or brings it up to date: lessons you changed are kept. Stop it with Ctrl-C.
    """
    found = None if root else find()
    # Resolved, as kernels see their folder: home finds lessons by comparing the two.
    workspace = found or Workspace((root or default_root()).resolve())
    with Interrupts() as interrupts:
        check_folder(workspace, RELEASE)
        try:
            with serving(workspace) as lock:
                _serve(workspace, port, not no_browser, lock, interrupts)
        except AlreadyServed as other:
            click.echo(f"JupyterLab already runs on {workspace.root}:\n\n    {other.url}\n")
            click.echo(f"Stop it with Ctrl-C where it was started, or with: kill {other.pid}")


def _serve(workspace: Workspace, port: int | None, browser: bool, lock: int, interrupts: Interrupts) -> None:
    free_port(port)  # a port that cannot be used is said before anything is written
    done = upgrade(workspace, RELEASE)
    _tell(workspace, done)
    home_is_ours = HOME_NOTEBOOK in done.paths("install", "replace", "same")  # else it may hold code of the learner's
    if interrupts.count:
        return
    lab = _start(workspace, port, lock, interrupts)
    try:
        with Console(stderr=True).status("Opening home ..."):
            ready = not interrupts.count and (not home_is_ours or _run_home(lab, interrupts))
        if ready:
            _open(workspace, lab, browser)
            while lab.process.poll() is None and not interrupts.count:
                interrupts.wait()
    finally:
        withdraw(workspace)
        if lab.process.poll() is None:
            click.echo("\nStopping JupyterLab ...", err=True)
        stopped = lab.process.poll()
        lab.stop(interrupts)
        if home_is_ours:
            _forget_home(workspace)
    if stopped:
        raise CourseError(f"JupyterLab ended with status {stopped}. {lab.log_tail()}")
    click.echo(f"Stopped. Your work is in {workspace.root}")


def _start(workspace: Workspace, port: int | None, lock: int, interrupts: Interrupts) -> Lab:
    """JupyterLab, ready unless an interrupt came. Where no port was named, one that is taken under our eyes is passed over."""
    for left in reversed(range(PORT_RACES)):
        lab = Lab.start(workspace, free_port(port), secrets.token_hex(24), lock)
        try:
            with Console(stderr=True).status("Starting JupyterLab ..."):
                lab.wait_until_ready(interrupts)
            return lab
        except PortTaken:
            if port or not left:
                raise
        except BaseException:
            lab.stop(interrupts)
            raise
    raise AssertionError("the last race is raised")


def _run_home(lab: Lab, interrupts: Interrupts) -> bool:
    """Run the home notebook; False when an interrupt came meanwhile.

    A failure costs nothing but that the learner runs the cell; it is noted in JupyterLab's log.
    """

    def work() -> None:
        from course.home import live

        try:
            live.run(lab, HOME_NOTEBOOK)
        except (OSError, HTTPException, TimeoutError, RuntimeError) as error:
            with lab.log.open("a", encoding="utf-8") as log:
                log.write(f"course learn: the home notebook was not run: {error!r}\n")

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    while worker.is_alive() and not interrupts.count and lab.process.poll() is None:
        interrupts.wait(POLL_S)
    return not interrupts.count


def _forget_home(workspace: Workspace) -> None:
    from course.home import live

    home = workspace.root / HOME_NOTEBOOK
    with writing(home):
        if home.exists():
            live.forget(home)


def _open(workspace: Workspace, lab: Lab, browser: bool) -> None:
    url = lab.url(HOME_NOTEBOOK if (workspace.root / HOME_NOTEBOOK).exists() else None)
    announce(workspace, url, lab.process.pid)
    click.echo(f"Keeper is open at\n\n    {url}\n\nStop it with Ctrl-C.")
    if browser and _has_display():
        # By a file that only this user can read: a command line, and with it the token, is seen by everyone.
        page = workspace.keeper / "open.html"
        link = escape(url)
        write_private(page, f'<meta http-equiv="refresh" content="0; url={link}"><a href="{link}">Keeper</a>\n')
        threading.Thread(target=webbrowser.open, args=[page.as_uri()], daemon=True).start()


def _has_display() -> bool:
    """Without one, Python would start a browser for terminals here, over what we print."""
    return sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def _tell(workspace: Workspace, done: Upgrade) -> None:
    """What the upgrade did, a line each where the learner may want to act."""
    if done.notice:
        click.echo(done.notice)
    replaced, installed = done.paths("replace"), done.paths("install")
    if done.fresh:
        click.echo(f"Made your workspace, {workspace.root}, with {_lessons(installed)}.")
    elif replaced or installed:
        new = f"{_lessons(installed)} added" if installed else ""
        renewed = f"{_lessons(replaced)} you had not changed brought up to date" if replaced else ""
        click.echo(f"Upgraded {workspace.root}: {'; '.join(filter(None, [new, renewed]))}.")
    for step in done.steps:
        if step.action == "offer":
            why = "cannot be read as a notebook" if step.damaged else "was changed by you"
            click.echo(f"{step.path} {why} and is kept as it is; its new version is beside it: {step.beside}")
        elif step.damaged:
            name = Path(step.path).stem
            click.echo(
                f"{step.path} cannot be read as a notebook and is kept as it is. "
                f"`course reset {name}` puts it into backups/ and gives a fresh one."
            )


def _lessons(paths: list[str]) -> str:
    return f"{len(paths)} {'notebook' if len(paths) == 1 else 'notebooks'}"
