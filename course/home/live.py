"""Run the home notebook before anyone sees it, in the kernel that JupyterLab will then show it with.

JupyterLab runs no cell by itself, and a learner's first sight should not be an empty cell with instructions.
"""

import json
from pathlib import Path
from typing import Any

from course.files import write_atomic
from course.jupyterlab import Lab
from course.parts.saving import VIEW

KERNEL = "python3"
# What of a kernel's message a notebook keeps. nbformat knows it too, but takes a second to import.
OUTPUTS = {
    "execute_result": ("data", "metadata", "execution_count"),
    "display_data": ("data", "metadata"),
    "stream": ("name", "text"),
    "error": ("ename", "evalue", "traceback"),
}
CELL_TIMEOUT_S = 30.0  # importing widgets takes a second, more on a cold disk


def run(lab: Lab, notebook: str) -> None:
    """Start a session for `notebook`, run its code cells there and save their outputs through the server, as trusted.

    Raises OSError, HTTPException, TimeoutError or RuntimeError; the notebook is then as it was.
    """
    from jupyter_client.blocking.client import BlockingKernelClient

    model = lab.ask("GET", f"api/contents/{notebook}?content=1")
    session = lab.ask(
        "POST",
        "api/sessions",
        {"path": notebook, "type": "notebook", "name": Path(notebook).name, "kernel": {"name": KERNEL}},
    )
    connection = Path(lab.runtime, f"kernel-{session['kernel']['id']}.json")
    client = BlockingKernelClient(connection_file=str(connection))
    client.load_connection_file()
    client.start_channels(hb=False)  # a busy machine misses beats, and the client would take the kernel for dead
    try:
        client.wait_for_ready(timeout=CELL_TIMEOUT_S)
        language = client.kernel_info(reply=True, timeout=CELL_TIMEOUT_S)["content"]["language_info"]
        # JupyterLab would write these two itself, and the notebook would look unsaved.
        model["content"]["metadata"].update(kernelspec=_kernelspec(lab), language_info=language)
        for cell in model["content"]["cells"]:
            if cell["cell_type"] == "code":
                _run_cell(client, cell)
    finally:
        client.stop_channels()
    lab.ask("PUT", f"api/contents/{notebook}", model)


def forget(notebook: Path) -> None:
    """Leave home's static page where its widget was: the kernel is gone, and other front ends show an error for it.

    A notebook that cannot be read is left as it is. Raises OSError.
    """
    try:
        content = json.loads(notebook.read_bytes())
        outputs = [output for cell in content["cells"] for output in cell.get("outputs", ())]
        live = [output["data"] for output in outputs if VIEW in output.get("data", {})]
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    for data in live:
        del data[VIEW]
    if live:
        write_atomic(notebook, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def _kernelspec(lab: Lab) -> dict[str, str]:
    spec = lab.ask("GET", f"api/kernelspecs/{KERNEL}")["spec"]
    return {"display_name": spec["display_name"], "language": spec["language"], "name": KERNEL}


def _run_cell(client: Any, cell: dict[str, Any]) -> None:
    outputs: list[dict[str, Any]] = []

    def keep(message: dict[str, Any]) -> None:
        kind, content = message["msg_type"], message["content"]
        if kind in OUTPUTS:
            outputs.append({"output_type": kind, **{name: content[name] for name in OUTPUTS[kind]}})

    reply = client.execute_interactive(cell["source"], output_hook=keep, timeout=CELL_TIMEOUT_S)
    cell["outputs"] = outputs
    cell["execution_count"] = reply["content"].get("execution_count")
    cell["metadata"]["trusted"] = True
