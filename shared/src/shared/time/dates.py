"""A legal day in words, the same for pages, papers and refusals."""

from datetime import date


def chinese_date(day: date | str) -> str:
    """2025年3月3日, from a date or its ISO text: Arabic figures, no zero before month and day (GB/T 9704-2012)."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{on.year}年{on.month}月{on.day}日"
