"""Values that came from the learner's code: shown short, compared without asking them."""

import reprlib

_brief = reprlib.Repr()
_brief.maxstring = _brief.maxother = 160
_brief.maxlist = _brief.maxtuple = _brief.maxdict = _brief.maxset = 12


def show(value: object) -> str:
    """A value as a person reads it, short, whatever its own __repr__ does."""
    try:
        return _brief.repr(value)
    except Exception as error:
        return f"<{type(value).__name__} whose repr raises {type(error).__name__}>"


def equals(got: object, want: object) -> bool:
    """Equality as the expected value sees it: what came back has no say, and True is not 1."""
    if want is None or isinstance(want, bool):
        return got is want
    if isinstance(want, (int, float)):
        return isinstance(got, (int, float)) and not isinstance(got, bool) and want == got
    return type(want).__eq__(want, got) is True
