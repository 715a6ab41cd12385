"""`python -m reporting` and `lantai-reporting` run this one service."""

from reporting.app import compose
from shared.service.service import run


def main() -> None:
    """Run the service until it is told to stop."""
    run(compose)


if __name__ == "__main__":
    main()
