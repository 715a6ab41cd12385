"""登记编号 as every page, letter and table shows it: one way to write it, so that a person finds it again anywhere."""


def request_number(year: int, number: int) -> str:
    """The number of a request in its year's series: 2025-0007."""
    return f"{year}-{number:04d}"
