# ---
# keeper:
#   title: Parse a duration
#   minutes: 10
#   level: L5
#   covers: [CODE-16]
#   needs: []
# ---

# %% [markdown]
# What the interviewer listens for: edge cases said aloud before code (RUBRIC-17).
#
# > "Our config files have timeouts like `250ms` and `5s`. Turn one into milliseconds."

# %% part
from course.parts import clarify

clarify(
    "duration_opening",
    {
        "Which units are there?": "Only `ms` and `s`.",
        "What of a bad value?": "Refuse it loudly; a silent default once cost us an outage.",
        "How fast must it be?": "It runs at start-up; speed does not matter.",
    },
    solved_by="duration_tests",
)

# %% answer="duration"
def milliseconds(text: str) -> int:
    """The duration in milliseconds; ValueError for anything else."""
    ### BEGIN SOLUTION
    for unit, factor in (("ms", 1), ("s", 1000)):
        number = text.removesuffix(unit)
        if text.endswith(unit) and number.isascii() and number.isdigit():
            return int(number) * factor
    raise ValueError(f"{text!r} is not a duration; write 250ms or 5s")
    ### END SOLUTION

# %% tests="duration_tests" points=2
@check("seconds and milliseconds")
def units():
    check.equal(milliseconds("5s"), 5000, after='milliseconds("5s")')
    check.equal(milliseconds("250ms"), 250, after='milliseconds("250ms")')

### BEGIN HIDDEN TESTS
@check("anything else is refused")
def refused():
    check.equal(milliseconds("0s"), 0, after='milliseconds("0s")')
    for text in ("", "s", "5", "-5s", "5 s", "5m", "²s"):
        check.raises(ValueError, lambda: milliseconds(text), when=repr(text))
### END HIDDEN TESTS

# %% [markdown] hint="duration"
# `"250ms"` ends in `s`, too. Which unit do you look for first?

# %% [markdown] hint="duration"
# Strip the unit, then ask whether what is left is all digits before you convert it.

# %% wrong="looks for s before ms" fails="duration_tests"
def milliseconds(text):
    for unit, factor in (("s", 1000), ("ms", 1)):
        if text.endswith(unit):
            return int(text[: -len(unit)]) * factor
    raise ValueError(text)

# %% wrong="lets int() decide what a number is" fails="duration_tests: anything else is refused"
def milliseconds(text):
    for unit, factor in (("ms", 1), ("s", 1000)):
        if text.endswith(unit):
            return int(text.removesuffix(unit)) * factor
    raise ValueError(text)

# %% wrong="defaults silently" fails="duration_tests: anything else is refused"
def milliseconds(text):
    digits = "".join(c for c in text if c.isdigit())
    return int(digits or 0) * (1 if text.endswith("ms") else 1000)

# %% also_right="a regular expression"
import re

def milliseconds(text):
    match = re.fullmatch(r"([0-9]+)(ms|s)", text)
    if not match:
        raise ValueError(f"{text!r} is not a duration")
    return int(match[1]) * {"ms": 1, "s": 1000}[match[2]]

# %% [markdown]
# Say it in ninety seconds: the contract, the two edge cases that bite, and what you would log.
