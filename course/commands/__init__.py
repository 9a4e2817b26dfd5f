"""The commands of `course`, one a module; course/cli.py lists them."""
