"""`python -m intake` and `lantai-intake`: serve this one service until told to stop."""


def main() -> None:
    """Run the service until it is told to stop.

    The imports are within, because each process that renders papers loads this module without the service.
    """
    from intake.app import compose  # noqa: PLC0415  # see above
    from shared.service.service import run  # noqa: PLC0415  # see above

    run(compose)


if __name__ == "__main__":
    main()
