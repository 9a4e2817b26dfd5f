"""Makes IPython's tracebacks cheap, and the same to the byte: for each it builds anew a style, its colours and a lexer, all alike.

That is two thirds of the time of a cell that fails, and in a cohort most test cells that run long are those that fail.
"""

import functools
from typing import Any


def keep() -> None:
    """From now on keep what is built. What a later version of these libraries builds in other ways stays as slow as it is."""
    _keep_styles()
    _keep_colours()
    _keep_lexers()


def _keep_styles() -> None:
    import stack_data as module

    stack_data: Any = module
    stack_data.style_with_executing_node = functools.cache(stack_data.style_with_executing_node)


def _keep_colours() -> None:
    from pygments.formatters.terminal256 import Terminal256Formatter

    formatter: Any = Terminal256Formatter
    tables: dict[type, list[Any]] = {}
    build = formatter._build_color_table

    def table(self: Any) -> None:
        if type(self) not in tables:
            build(self)
            tables[type(self)] = self.xterm_colors
        self.xterm_colors = tables[type(self)]

    formatter._build_color_table = table
    # It depends on the table alone, which is the same for all.
    nearest: dict[tuple[type, int, int, int], int] = {}
    closest = formatter._closest_color

    def kept(self: Any, r: int, g: int, b: int) -> int:
        key = (type(self), r, g, b)
        if key not in nearest:
            nearest[key] = closest(self, r, g, b)
        return nearest[key]

    formatter._closest_color = kept


def _keep_lexers() -> None:
    from pygments.lexer import RegexLexerMeta

    metaclass: Any = RegexLexerMeta
    process = metaclass.process_tokendef

    def of_its_base(cls: Any, name: str, tokendefs: Any = None) -> Any:
        """A class without rules of its own, as stack_data makes one for each traceback, has its base's."""
        base: Any = cls.__mro__[1]
        if name == "" and "tokens" not in vars(cls) and isinstance(base, metaclass) and hasattr(base, "tokens"):
            if "_tokens" not in vars(base):
                base()
            cls._all_tokens = base._all_tokens
            return base._tokens
        return process(cls, name, tokendefs)

    metaclass.process_tokendef = of_its_base
