"""`python -m reporting` and `lantai-reporting`: serve this one service until told to stop."""

from reporting.app import compose
from shared.service.service import run


def main() -> None:
    """Serve."""
    run(compose)


if __name__ == "__main__":
    main()
