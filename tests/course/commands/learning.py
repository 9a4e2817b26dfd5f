"""`course learn` as a process of its own, on a release of the test's own."""

import json
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

WAIT_S = 120

# Runs the command on a release of the test's own.
PROGRAM = """
import pathlib, sys
from course.commands import learn
learn.RELEASE = pathlib.Path(sys.argv.pop(1))
from course.cli import main
main(["learn", *sys.argv[1:]])
"""

direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Learn:
    """One `course learn`, started."""

    def __init__(self, release: Path, workspace: Path, environment: dict[str, str], *options: str) -> None:
        self.workspace = workspace
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, release, "--workspace", workspace, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            start_new_session=True,
        )
        self.said = ""

    def address(self) -> str:
        """Read what it says up to the address."""
        while not (found := re.search(r"http://\S+", self.said)):
            line = self._stdout.readline()
            assert line, f"no address:\n{self.said}"
            self.said += line
        return found[0]

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.end()

    def end(self) -> int:
        """Its exit status, once it has said all."""
        self.said += self._stdout.read()
        return self.process.wait(WAIT_S)

    def ask(self, path: str, body: object = None) -> Any:
        base, _, token = self.address().partition("?token=")
        request = urllib.request.Request(
            f"{base.split('/lab')[0]}/{path}",
            headers={"Authorization": f"token {token}"},
            data=None if body is None else json.dumps(body).encode(),
        )
        with direct.open(request, timeout=WAIT_S) as answer:
            text = answer.read().decode()
            return json.loads(text) if "json" in answer.headers["Content-Type"] else text

    @property
    def jupyterlab(self) -> int:
        return int(json.loads((self.workspace / ".keeper/server.json").read_bytes())["pid"])

    def close(self) -> None:
        """Stop it if it runs still."""
        if self.process.poll() is None:
            self.stop()
        self._stdout.close()

    @property
    def _stdout(self) -> Any:
        return self.process.stdout
