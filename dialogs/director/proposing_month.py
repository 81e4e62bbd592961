"""A month of birth as people type it: 2016-07, 2016年7月, 16.7."""

import re
from datetime import date

MONTH = re.compile(
    r"(\d{4}|\d{2})\s*[-/.年]?\s*(\d{1,2})\s*月?(?:\s*[-/.]?\s*\d{1,2}\s*[日号]?)?\s*生?"
)
OLDEST = 18
"""Nobody here is older, in years."""


def typed_month(text: str, today: date) -> str | None:
    """As "2016-07"; None when no month is understood, or it is none of a child's."""
    found = MONTH.fullmatch(text.strip())
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    year += 2000 if year < 100 else 0
    if not 1 <= month <= 12 or not today.year - OLDEST <= year:
        return None
    return f"{year}-{month:02}" if (year, month) <= (today.year, today.month) else None
