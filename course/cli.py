"""The command `course`: a table of its commands, each imported when it is used."""

import difflib
import errno
import importlib

import click

from course.errors import CourseError

COMMANDS = {
    "learn": "Open the course in JupyterLab, in your own workspace.",
    "next": "Say which lesson to do next, and why.",
    "status": "Show your progress by module.",
    "grade": "Grade your notebook of a lesson, hidden cases included.",
    "simulate": "Run a system design under load and faults.",
    "coach": "Read an answer and say what an interviewer would.",
    "stories": "Show what your stories cover, or which answer a question.",
    "reset": "Put a fresh copy of a lesson in place; yours is kept.",
    "export": "Put all that is yours into one archive.",
    "doctor": "Say what is missing on this machine and how to get it.",
    "check": "Prove lessons: for those who write them.",
    "mutate": "Try whether a lesson's cases notice small faults.",
    "build": "Turn lessons into notebooks.",
    "coverage": "Show which rows of the syllabus are covered.",
}
"""Name to summary. The module course.commands.NAME has the click command, as `command`."""


class Commands(click.Group):
    """Knows its commands by name; imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"course.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else "`course --help` lists them."
            ctx.fail(f"There is no command {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Errors of the course are for people: a message on stderr and exit status 1, no traceback."""
        try:
            return super().invoke(ctx)
        except CourseError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise click.ClickException(
                f"{error.filename or 'A file'} cannot be written: {error.strerror}. Make room, then run the command "
                "again; what was saved before is still there."
            ) from error


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="keeper-course", prog_name="course")
def main() -> None:
    """Keeper: practise for the Netflix software-engineer interview loop, privately, on this machine.

    Independent; not affiliated with or endorsed by Netflix. Start with `course learn`.
    """
