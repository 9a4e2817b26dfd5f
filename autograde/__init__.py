"""A grading engine for nbgrader courses."""
