"""A file that defines a design, run in a process of its own: what comes back is plain data, checked as anybody's.

`python -m course.design.loading FILE ANSWER` is that process; it writes one JSON object to the file it is told.
"""

import json
import runpy
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from course.design.design import Design
from course.design.scenario import Scenario
from course.errors import CourseError, DesignError

TIME_LIMIT_S = 20.0
"""Making a design takes milliseconds; whoever also runs it in the file has time for a short run."""
DATA_LIMIT_BYTES = 20_000_000
STDERR = 2


def load(file: Path, time_limit_s: float = TIME_LIMIT_S) -> tuple[Design, dict[str, Scenario]]:
    """The `design` that a file defines, and its scenarios by name. Raises DesignError with what the learner can mend."""
    with tempfile.TemporaryDirectory(prefix="course-design-") as folder:
        answer = Path(folder, "answer.json")
        command = [sys.executable, "-m", __name__, str(file), str(answer)]
        try:
            # What the file prints is no result.
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=STDERR, timeout=time_limit_s)
        except subprocess.TimeoutExpired:
            raise DesignError(
                f"{file} did not end within {time_limit_s:g} s. It only needs to define `design`; leave running it to this command."
            ) from None
        try:
            found = json.loads(answer.read_bytes()[:DATA_LIMIT_BYTES])
        except OSError:
            found = {"error": f"its process ended with status {done.returncode}."}
        except ValueError:
            found = {"error": "what came back is no JSON."}
    if not isinstance(found, dict) or "error" in found:
        raise DesignError(
            f"{file}: {found.get('error') if isinstance(found, dict) else 'what came back is no object.'}"
        )
    scenarios = [Scenario.from_dict(one) for one in found.get("scenarios", [])]
    return Design.from_dict(found.get("design")), {one.name: one for one in scenarios}


def _found(file: str) -> dict[str, Any]:
    """What the child has to say."""
    try:
        defined = runpy.run_path(file, run_name="__design__")
    except CourseError as error:
        return {"error": f"line {_line(error, file)}: {error}"}
    except BaseException as error:  # a SystemExit, too, is the file's
        return {"error": f"line {_line(error, file)}: {traceback.format_exception_only(error)[-1].strip()}"}
    design = defined.get("design")
    if not isinstance(design, Design):
        others = [name for name, value in defined.items() if isinstance(value, Design)]
        hint = f" Call `{others[0]}` so." if others else ' Write design = Design("…", Endpoint(…)).'
        return {"error": f"it defines no `design`.{hint}"}
    scenarios = [value.to_dict() for value in defined.values() if isinstance(value, Scenario)]
    return {"design": design.to_dict(), "scenarios": scenarios}


def _line(error: BaseException, file: str) -> str:
    """The line of the file that led to the error, for a learner who did not write the rest."""
    if isinstance(error, SyntaxError) and error.lineno:
        return str(error.lineno)
    lines = [str(frame.lineno) for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return lines[-1] if lines else "?"


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(_found(sys.argv[1])), encoding="utf-8")
