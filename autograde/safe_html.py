"""For nbgrader_config.py: pages of feedback and of the formgrader in which nothing of a student's runs, whoever graded them.

    c.HTMLExporter.preprocessors = ["autograde.safe_html.SafeHtml"]

What `autograde` itself writes to autograded/ is inert already (see autograde.active_content); this is for notebooks that stock
nbgrader graded, and a second lock for all others. It cleans every cell, the instructor's too, since nobody can tell them apart there.
"""

from typing import Any

from nbconvert.preprocessors import Preprocessor

from autograde import active_content

WITH_DATA = ("execute_result", "display_data")


class SafeHtml(Preprocessor):
    """Cleans the outputs and fences the Markdown that a browser would run."""

    enabled = True

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        if cell.cell_type == "markdown":
            cell.source = active_content.markdown(cell.source, cell.get("attachments", {}))
        for output in cell.get("outputs", ()):
            if output.output_type in WITH_DATA:
                output.data, _ = active_content.bundle(output.data)
                output.metadata = {}
        return cell, resources

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        nb.metadata.pop("widgets", None)
        for index, cell in enumerate(nb.cells):
            self.preprocess_cell(cell, resources, index)
        return nb, resources
