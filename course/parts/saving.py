"""What a saved notebook keeps of a part: its line of text, not the widget that dies with the kernel.

Without this, a notebook opened the next day says "Error displaying widget: model not found" at every part; and where
JupyterLab is set to save the widgets' state, what the learner wrote would be in a file that is handed in.
"""

from typing import Any

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
OURS = "course."  # how the class of a part's widget begins, as its state tells
MARK = "keeper"  # in the view's output metadata: this widget is a part; widgets of the learner's own stay


def forget_views(model: dict[str, Any], **_: object) -> None:
    """Jupyter Server's `ContentsManager.pre_save_hook`: drop the parts' widgets from the notebook to be saved."""
    if model.get("type") != "notebook" or not isinstance(content := model.get("content"), dict):
        return
    for cell in content.get("cells", ()):
        for output in cell.get("outputs", ()):
            if MARK in output.get("metadata", {}).get(VIEW, {}):
                del output["metadata"][VIEW]
                output.get("data", {}).pop(VIEW, None)
    models = content.get("metadata", {}).get("widgets", {}).get(STATE, {}).get("state", {})
    for id in [id for id, one in models.items() if str(one.get("state", {}).get("_anywidget_id")).startswith(OURS)]:
        del models[id]
