"""登记编号 in the one form that every page, letter and table shows."""


def request_number(year: int, number: int) -> str:
    """The number of a request in its year's series: 2025-0007."""
    return f"{year}-{number:04d}"
