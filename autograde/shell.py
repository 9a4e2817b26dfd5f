"""An IPython shell without a kernel: cells in, nbformat outputs out, as a kernel's client would have written them."""

import asyncio
import base64
import contextlib
import functools
import getpass
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from IPython.core import page
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell

CUT = "\n… the rest of this cell's output was left out: it is over the limit.\n"
INLINE = "module://matplotlib_inline.backend_inline"
_NO_INPUT = "raw_input was called, but this frontend does not support input requests."
_IMAGES = ("image/png", "image/jpeg", "application/pdf")


@dataclass
class Ran:
    """What came of a cell. `error` is the exception that ended it; `flooded` is whether output was left out."""

    outputs: list[dict[str, Any]] = field(default_factory=list)
    execution_count: int | None = None
    error: BaseException | None = None
    seconds: float = 0.0
    flooded: bool = False


class Recorder:
    """The outputs of the cell that runs, in order; streams of one name in a row are one output, as in a saved notebook."""

    def __init__(self) -> None:
        self.limit_bytes = 2**20
        self.begin()

    def begin(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.flooded = False
        self._size = 0
        self._pieces: list[str] = []
        self._stream = ""
        self._clear_next = False
        self._displayed: dict[str, list[dict[str, Any]]] = {}

    def stream(self, name: str, text: str) -> None:
        if self.flooded or not text:
            return
        self._clear_if_asked()
        room = self.limit_bytes - self._size
        if len(text) > room:
            text, self.flooded = text[: max(room, 0)] + CUT, True
        self._size += len(text)
        if name != self._stream:
            self._close_stream()
            self._stream = name
        self._pieces.append(text)

    def add(self, output: dict[str, Any], display_id: str | None = None) -> None:
        self._clear_if_asked()
        self._close_stream()
        size = len(json.dumps(output, default=str))
        if self._size + size > self.limit_bytes:
            self.stream("stderr", " " * (self.limit_bytes + 1))
            return
        self._size += size
        self.outputs.append(output)
        if display_id is not None:
            self._displayed.setdefault(display_id, []).append(output)

    def update(self, display_id: str, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        for output in self._displayed.get(display_id, ()):
            output["data"], output["metadata"] = data, metadata

    def clear(self, wait: bool) -> None:
        if wait:
            self._clear_next = True
        else:
            self._close_stream()
            self.outputs.clear()
            self._size = 0

    def finish(self) -> list[dict[str, Any]]:
        self._close_stream()
        return self.outputs

    def _clear_if_asked(self) -> None:
        if self._clear_next:
            self._clear_next = False
            self.clear(False)

    def _close_stream(self) -> None:
        if self._pieces:
            self.outputs.append({"output_type": "stream", "name": self._stream, "text": "".join(self._pieces)})
        self._pieces, self._stream = [], ""


class Writer(io.TextIOBase):
    """sys.stdout or sys.stderr of the cells; `out` gets the text."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name: str, out: Callable[[str, str], None]) -> None:
        self.name, self._out = f"<{name}>", out
        self._stream, self._number = name, {"stdout": 1, "stderr": 2}[name]

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._out(self._stream, str(text))
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._number


class Display(DisplayPublisher):
    """What display() shows."""

    recorder: Recorder

    def publish(  # type: ignore[override]
        self, data: Any, metadata: Any = None, *, transient: Any = None, update: bool = False, **_: Any
    ) -> None:
        display_id = (transient or {}).get("display_id")
        clean, about = cleaned(data), cleaned(metadata or {})
        if update:
            self.recorder.update(str(display_id), clean, about)
        else:
            self.recorder.add({"output_type": "display_data", "data": clean, "metadata": about}, display_id)

    def clear_output(self, wait: bool = False) -> None:
        self.recorder.clear(wait)


class Result(DisplayHook):
    """What the last expression of a cell shows."""

    recorder: Recorder
    _content: dict[str, Any]

    def start_displayhook(self) -> None:
        self._content = {"output_type": "execute_result", "data": {}, "metadata": {}, "execution_count": None}

    def write_output_prompt(self) -> None:
        self._content["execution_count"] = self.prompt_count

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self._content["data"], self._content["metadata"] = cleaned(format_dict), cleaned(md_dict or {})

    def finish_displayhook(self) -> None:
        if self._content["data"]:
            self.recorder.add(self._content)


class Names(CachingCompiler):
    """Cells are files called after their place in the notebook, so that both processes know the text behind a traceback's line."""

    current = "<cell>"

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return self.current


class Shell(InteractiveShell):
    """The shell; one a process."""

    displayhook_class = Result
    display_pub_class = Display
    compiler_class = Names
    recorder: Recorder
    is_quiet = False
    """Whether errors are noted and not shown."""
    examined: dict[str, Any] | None = None
    """The examiner's namespace, which looks further than a module's dict can."""

    @property
    def user_global_ns(self) -> dict[str, Any]:
        return self.user_module.__dict__ if self.examined is None else self.examined

    def init_history(self) -> None:
        self.config.HistoryManager.enabled = False
        super().init_history()  # type: ignore[no-untyped-call]

    def init_hooks(self) -> None:
        super().init_hooks()  # type: ignore[no-untyped-call]
        self.set_hook("show_in_pager", page.as_hook(lambda *_, **__: None), 99)  # type: ignore[no-untyped-call]

    def enable_gui(self, gui: Any = None) -> None:
        """There is no window to show."""

    def init_io(self) -> None:
        """The streams are installed for the length of a cell."""

    def ask_exit(self) -> None:
        """exit() in a notebook ends nothing here: later cells are graded, too."""

    def system(self, command: str) -> None:
        """`!command`: its output is the cell's, as it comes."""
        with subprocess.Popen(
            self.var_expand(command, depth=1),  # type: ignore[no-untyped-call]
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process:
            assert process.stdout
            for chunk in iter(functools.partial(os.read, process.stdout.fileno(), 2**16), b""):
                sys.stdout.write(chunk.decode(errors="replace"))
        self.user_ns["_exit_code"] = process.returncode

    def getoutput(self, command: str, split: bool = True, depth: int = 0) -> Any:
        from IPython.utils.text import SList

        done = subprocess.run(
            self.var_expand(command, depth=depth + 1),  # type: ignore[no-untyped-call]
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        text = done.stdout.decode(errors="replace")
        return SList(text.splitlines()) if split else text

    def showtraceback(self, *arguments: Any, **named: Any) -> None:
        if not self.is_quiet:  # a traceback takes longer than most cells
            super().showtraceback(*arguments, **named)

    def showsyntaxerror(self, *arguments: Any, **named: Any) -> None:
        if not self.is_quiet:
            super().showsyntaxerror(*arguments, **named)  # type: ignore[no-untyped-call]

    def _format_exception_for_storage(self, *_: Any, **__: Any) -> dict[str, Any]:
        """For a history that nobody reads, IPython would format each traceback a second time."""
        return {"ename": "", "evalue": "", "traceback": []}

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.recorder.add(
            {
                "output_type": "error",
                "ename": str(etype.__name__),
                "evalue": _text(evalue),
                "traceback": [str(line) for line in stb],
            }
        )


class Notebook:
    """Runs cells one after the other in a Shell. `out` may be replaced to send what is printed elsewhere."""

    def __init__(self, folder: str) -> None:
        os.environ["MPLBACKEND"] = INLINE
        self.recorder = Recorder()
        self.shell: Any = Shell.instance(ipython_dir=folder)
        shell: Any = self.shell
        shell.recorder = shell.displayhook.recorder = shell.display_pub.recorder = self.recorder
        shell.system_raw = shell.system_piped = shell.system
        self.out: Callable[[str, str], None] = self.recorder.stream
        self.stdout = Writer("stdout", lambda name, text: self.out(name, text))
        self.stderr = Writer("stderr", lambda name, text: self.out(name, text))
        self._loop: asyncio.AbstractEventLoop | None = None
        self._raw: io.FileIO | None = None
        self._raw_read = 0

    def start(self) -> None:
        """Once, in the process that will run the cells: its own loop, and its descriptors 1 and 2 for what C code prints."""
        self.renew_loop()
        file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - lives as long as the process
        self._raw, self._raw_read = file, 0
        for number in (1, 2):
            os.dup2(file.fileno(), number)
        self.own_streams()
        # IPython's advice names the folder that it is installed in; feedback shows it to students.
        warnings.filterwarnings("ignore", message="To exit: use")
        import builtins

        builtins.input = _no_input
        getpass.getpass = _no_input

    def renew_loop(self) -> None:
        """A fork must not share its parent's loop."""
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)

    def close_loop(self) -> None:
        self.loop.close()
        self._loop = None
        asyncio.set_event_loop(None)

    def own_streams(self) -> None:
        sys.stdout, sys.stderr = self.stdout, self.stderr

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        assert self._loop
        return self._loop

    def run(self, source: str, name: str, *, quiet: bool = False) -> Ran:
        """Run one cell. As in a kernel, a loop runs around it, so that it may await and create tasks. `quiet`: show no errors."""
        self.recorder.begin()
        self.shell.is_quiet = quiet
        self.shell.compile.current = name
        started = time.perf_counter()
        transformed, failed = source, None
        try:
            transformed = self.shell.transform_cell(source)
        except Exception:
            failed = sys.exc_info()
        try:
            result = self.loop.run_until_complete(
                self.shell.run_cell_async(
                    source, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=failed
                )
            )
        except BaseException as error:
            # What the shell does not catch: an interrupt between two of its own lines, a student's patch of it.
            self.recorder.add(
                {"output_type": "error", "ename": type(error).__name__, "evalue": _text(error), "traceback": []}
            )
            return Ran(self.recorder.finish(), None, error, time.perf_counter() - started, self.recorder.flooded)
        with contextlib.suppress(Exception):
            self.shell.events.trigger("post_execute")
            self.shell.events.trigger("post_run_cell", result)
        self._read_raw()
        ended = result.error_before_exec or result.error_in_exec
        return Ran(
            self.recorder.finish(), result.execution_count, ended, time.perf_counter() - started, self.recorder.flooded
        )

    def _read_raw(self) -> None:
        if self._raw is None:
            return
        with contextlib.suppress(OSError):
            size = os.fstat(self._raw.fileno()).st_size
            if size > self._raw_read:
                data = os.pread(
                    self._raw.fileno(), min(size - self._raw_read, self.recorder.limit_bytes + 1), self._raw_read
                )
                self._raw_read = size
                self.recorder.stream("stdout", data.decode(errors="replace"))


def _no_input(prompt: object = "", stream: object = None) -> str:
    raise StdinNotImplementedError(_NO_INPUT)


def _text(value: object) -> str:
    try:
        return str(value)
    except BaseException:
        return f"<{type(value).__name__}>"


def cleaned(bundle: Any) -> dict[str, Any]:
    """A mime bundle as JSON has it: images as base64, keys as texts."""
    clean: dict[str, Any] = {}
    for key, value in dict(bundle).items():
        if isinstance(value, bytes):
            value = base64.b64encode(value).decode("ascii") if key in _IMAGES else value.decode(errors="replace")
        clean[str(key)] = value if isinstance(value, str) else json.loads(json.dumps(value, default=str))
    return clean
