"""nbgrader's configuration for this course; its commands read it from the course's root folder."""

from course.lesson import CODE_STUB

c = get_config()  # noqa: F821


def refuse_strays(assignment, **_):
    from course import nbgrader_hooks  # which imports nbgrader, two seconds that `autograde run` does without

    nbgrader_hooks.refuse_strays(assignment, IGNORE)


c.CourseDirectory.course_id = "keeper"
# nbgrader copies every other file of a source folder into release/, and fails open: lessons' texts hold the solutions.
IGNORE = ["*.py", "*.pyc", ".*", "__pycache__", "*.tmp", "*~", "feedback"]
c.CourseDirectory.ignore = IGNORE
c.GenerateAssignment.pre_convert_hook = refuse_strays
c.ClearSolutions.code_stub = {"python": "\n".join(CODE_STUB)}
c.ClearSolutions.text_stub = "*Write here.*"  # course.lesson.WRITE_HERE, without its import
# Plain `nbgrader autograde` and the formgrader's button grade with the engine, as `autograde run` does. Without the line: stock nbgrader.
c.Autograde.exporter_class = "autograde.nbgrader_plugin.EngineExporter"
# A few cells interleave threads or count lines, and say so: they run in the student's process (docs/engine.md, "Inside").
c.EngineExporter.inside = True
# A PostgreSQL server starts in some lessons.
c.EngineExporter.disk_mb = 256
# The lessons' own limit is 20 s; a cell of a learner's may be slower, not endless.
c.ExecutePreprocessor.timeout = 60
c.ExecutePreprocessor.interrupt_on_timeout = True
# Without it each kernel warns on the instructor's screen that its sockets are not encrypted; they are local.
c.ExecutePreprocessor.extra_arguments = ["--log-level=ERROR"]
# Stock feedback prints the hidden cases' code. Take the last out to show it.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    "course.nbgrader_hooks.HideTests",
]
