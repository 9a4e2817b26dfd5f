"""Dates as people write them in front matter: 2025-03-14, 2025-03, March 2025, 2025, 2024 to 2025."""

import re
from collections.abc import Iterable
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    rf"(?:\b(?P<word>{'|'.join(_MONTHS)})[a-z]*\.?,? +)?(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)"
    r"(?:-(?P<month>1[0-2]|0?[1-9])(?!\d)(?:-(?P<day>3[01]|[12]\d|0?[1-9])(?!\d))?)?",
    re.IGNORECASE,
)
LAST_DAY = 28  # of any month: enough to count months by


def last_day(texts: Iterable[str]) -> date | None:
    """The last day that they may mean: near the end of the latest month or year named; None without any."""
    return max((day for text in texts for day in _days(text)), default=None)


def months_since(day: date, today: date) -> int:
    """Whole months, 0 for a day to come."""
    months = (today.year - day.year) * 12 + today.month - day.month
    return max(0, months - (today.day < day.day))


def _days(text: str) -> list[date]:
    found = []
    for match in _DATE.finditer(text):
        month = int(match["month"] or 0) or (_MONTHS.index(match["word"].lower()) + 1 if match["word"] else 12)
        found.append(date(int(match["year"]), month, min(LAST_DAY, int(match["day"] or LAST_DAY))))
    return found
