"""`python -m review` and `lantai-review`: serve this one service until told to stop."""

from review.app import compose
from shared.service.service import run


def main() -> None:
    """Run the service until it is told to stop."""
    run(compose)


if __name__ == "__main__":
    main()
