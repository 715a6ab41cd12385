"""`python -m deadline` and `lantai-deadline`: serve this one service until told to stop."""

from deadline.app import compose
from shared.service.service import run


def main() -> None:
    """Serve."""
    run(compose)


if __name__ == "__main__":
    main()
