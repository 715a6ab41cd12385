"""`python -m deploy` is `lantai`."""

from deploy.cli import main

main()
