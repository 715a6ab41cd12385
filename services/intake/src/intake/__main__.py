"""`python -m intake` and `lantai-intake`: serve this one service until told to stop."""

from intake.app import compose
from shared.service.service import run


def main() -> None:
    """Run the service until it is told to stop."""
    run(compose)


if __name__ == "__main__":
    main()
