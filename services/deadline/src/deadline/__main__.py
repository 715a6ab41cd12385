"""`python -m deadline` and `lantai-deadline` run this one service."""

from deadline.app import compose
from shared.service.service import run


def main() -> None:
    """Run the service until it is told to stop."""
    run(compose)


if __name__ == "__main__":
    main()
