"""`python -m review` and `lantai-review`: serve this one service until told to stop."""

from review.app import rooms
from shared.service.service import run


def main() -> None:
    """Run the service until it is told to stop."""
    run(rooms)


if __name__ == "__main__":
    main()
