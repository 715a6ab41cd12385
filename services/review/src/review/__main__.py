"""`python -m review`: serve until told to stop."""

from review.app import rooms
from shared.service import run


def main() -> None:
    """Start review with the settings of its environment."""
    run(rooms)


if __name__ == "__main__":
    main()
