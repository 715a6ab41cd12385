"""`python -m intake.cli account …` and `… ledger …`: where only intake is installed, as in its container."""

from intake.cli.app import app
from intake.cli.ledger import app as ledger

if __name__ == "__main__":
    app.add_typer(ledger, name="ledger")
    app(prog_name="python -m intake.cli")
