"""Are the outputs of the shell what a real kernel would have written into the notebook?"""

import json
import re
import subprocess
import sys
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.xdist_group("shell")  # what its module sets up, once

CELLS = {
    "streams in order": "import sys\nprint('one')\nprint('two', file=sys.stderr)\nprint('three')\nsys.stdout.write('four')",
    "a result": "{'b': [1, 2], 'a': (None, 'x')}",
    "no result": "5;",
    "None": "None",
    "several": "1\n2",
    "long": "print('x' * 5000)\nlist(range(2000))",
    "unicode": "print('naïve ☃ \\U0001f40d')\n'ünï'",
    "display": "from IPython.display import display, HTML, Markdown, Latex, JSON\ndisplay(HTML('<b>x</b>'), 3, 'text')\ndisplay({'text/plain': 'raw'}, raw=True)\nMarkdown('*m*')",
    "json": "JSON({'a': [1]})",
    "rich": "class R:\n    def _repr_html_(self): return '<i>r</i>'\n    def _repr_latex_(self): return '$x$'\n    def __repr__(self): return 'R()'\ndisplay(R())\nR()",
    "mimebundle": "class M:\n    def _repr_mimebundle_(self, include=None, exclude=None): return {'text/plain': 'm', 'text/x-own': 'own'}, {'text/x-own': {'k': 1}}\nM()",
    "a repr that fails": "class B:\n    def __repr__(self): raise ValueError('no repr')\n    def _repr_html_(self): return '<b>'\nB()",
    "an error": "def f(n):\n    return 1 / n\nf(0)",
    "a chain of errors": "try:\n    {}['k']\nexcept KeyError as e:\n    raise RuntimeError('second') from e",
    "output and an error": "print('before')\nraise ValueError('many\\nlines')",
    "a syntax error": "def (",
    "an indentation error": "if True:\nprint(1)",
    "an own error": "class Mine(Exception):\n    pass\nraise Mine('own', 2)",
    "assert": "assert 1 == 2, 'not so'",
    "clear": "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('kept')",
    "clear and wait": "print('gone')\nclear_output(wait=True)\nprint('kept')",
    "update": "h = display('first', display_id='d')\nh.update('second')\nprint('after')",
    "shell": "!echo hello; echo bad >&2",
    "shell into a name": "files = !printf 'a\\nb'\nfiles",
    "capture": "%%capture out\nprint('hidden')",
    "captured": "out.stdout",
    "time": "%time x = 3",
    "a magic": "%precision 3\n3.14159265",
    "writefile": "%%writefile w.txt\ntext",
    "bash": "%%bash\necho from bash",
    "an unknown magic": "%nosuch",
    "await": "import asyncio\nawait asyncio.sleep(0)\nawait asyncio.gather(*[asyncio.sleep(0, n) for n in range(3)])",
    "input": "input('name? ')",
    "getpass": "import getpass\ngetpass.getpass()",
    "exit code": "import sys, warnings\nwarnings.filterwarnings('ignore', 'To exit')\nsys.exit(3)",
    "warnings": "import warnings\nwarnings.warn('careful')",
    "logging": "import logging\nlogging.warning('logged')",
    "numpy": "import numpy as np\nnp.arange(6.0).reshape(2, 3)",
    "pandas": "import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', None]}, index=pd.Index([3, 4], name='i'))",
    "series": "pd.Series([1.5, 2], name='s')",
    "a figure": "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])",
    "two figures": "plt.figure()\nplt.plot([1])\nplt.figure()\nplt.plot([2])\nprint('both')",
    "show": "plt.plot([1, 2])\nplt.show()\nprint('after')",
    "a widget": "import ipywidgets\nipywidgets.IntSlider(3)",
    "history": "_",
    "names": "[In[1][:10], type(Out).__name__, _i1[:6]]",
    "a name of the module": "__name__",
    "help": "len?",
    "last": "print('end', end='')",
}
"""One notebook, a cell a line."""

RUN = """
import json, sys, tempfile
from autograde.shell import Notebook
cells = json.load(sys.stdin)
import os
keep = os.dup(1)
with tempfile.TemporaryDirectory() as folder:
    notebook = Notebook(folder)
    notebook.start()
    found = []
    for number, cell in enumerate(cells):
        ran = notebook.run(cell, f"<cell {number}>")
        found.append([ran.outputs, ran.execution_count])
os.fdopen(keep, "w").write(json.dumps(found))
"""


@pytest.fixture(scope="module")
def by_the_shell(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps([*CELLS.values()]),
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path_factory.mktemp("shell"),
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(CELLS, json.loads(done.stdout), strict=True))


@pytest.fixture(scope="module")
def by_a_kernel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("kernel")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS.values()])
    NotebookClient(
        notebook, timeout=60, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(folder)}}
    ).execute()
    return {
        name: [json.loads(json.dumps(cell.outputs)), cell.execution_count]
        for name, cell in zip(CELLS, notebook.cells, strict=True)
    }


@pytest.mark.parametrize("name", CELLS)
def test_outputs_are_a_kernels(by_the_shell: dict[str, Any], by_a_kernel: dict[str, Any], name: str):
    shell, kernel = (normal(outputs[name][0]) for outputs in (by_the_shell, by_a_kernel))
    if name in BY_STREAM:
        shell, kernel = by_stream(shell), by_stream(kernel)
    if name in LOOSELY:
        shell, kernel = loose(shell), loose(kernel)
    assert shell == kernel


@pytest.mark.parametrize("name", CELLS)
def test_execution_counts_are_a_kernels(by_the_shell: dict[str, Any], by_a_kernel: dict[str, Any], name: str):
    assert by_the_shell[name][1] == by_a_kernel[name][1]


BY_STREAM = {"streams in order": "a kernel collects each stream for a while: the order between them is lost"}
LOOSELY = {
    "a repr that fails": "the kernel shows frames of its own",
    "a chain of errors": "the kernel names the line where the frame is by now, not where the first error was raised",
    "history": "ids of widgets differ",
    "time": "times differ",
    "a widget": "ids differ",
    "a figure": "addresses of objects are in the result",
    "input": "the kernel's text says more of its protocol",
    "getpass": "likewise",
    "warnings": "the file of a cell has another name",
}
"""Where only kinds of outputs, names of errors and mime types are compared, and why."""


def normal(outputs: list[Any]) -> list[Any]:
    found = []
    for output in outputs:
        output = dict(output)
        if output["output_type"] == "stream" and found and found[-1].get("name") == output["name"]:
            found[-1] |= {"text": found[-1]["text"] + output["text"]}
            continue
        if "traceback" in output:
            output["traceback"] = plain("\n".join(output["traceback"]))
        if "evalue" in output:
            output["evalue"] = re.sub(r"\((<cell \d+>|\d+\.py), line", "(cell, line", output["evalue"])
        if "text" in output:
            output["text"] = plain(output["text"])
        if "data" in output:
            output["data"] = {mime: value if "image" not in mime else "image" for mime, value in output["data"].items()}
        found.append(output)
    return found


def by_stream(outputs: list[Any]) -> list[Any]:
    streams = {
        name: [output["text"] for output in outputs if output.get("name") == name] for name in ("stdout", "stderr")
    }
    rest = [output for output in outputs if output["output_type"] != "stream"]
    return [{name: "".join(texts) for name, texts in streams.items()}, *rest]


def plain(text: str) -> str:
    """Without colours, and with one name for the files of cells and one address for all objects."""
    text = re.sub(r"\x1b\[[\d;]*m", "", text)
    text = re.sub(r"Cell In\[\d+\], line|File .*?, line|<cell \d+>, line|Input In \[\d+\].*?, line", "Cell, line", text)
    text = text.replace("\r\n", "\n")  # a kernel's commands have a terminal
    text = re.sub(r"0x[0-9a-f]+", "0x0", text)
    return re.sub(r"(/[\w.-]+)+/(\w+\.py)", r"\2", text)


def loose(outputs: list[Any]) -> list[Any]:
    return [
        (output["output_type"], output.get("name"), output.get("ename"), sorted(output.get("data", ())))
        for output in outputs
    ]
