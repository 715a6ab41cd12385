"""`python -m deadline` and `lantai-deadline`: serve this one service until told to stop."""

from deadline.app import rooms
from shared.service.service import run


def main() -> None:
    """Serve."""
    run(rooms)


if __name__ == "__main__":
    main()
