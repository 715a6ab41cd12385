"""The commands of intake: `lantai intake account …` and `lantai ledger import`, on the service's own settings."""

import typer

from intake.cli.account import account
from intake.cli.ledger import app as ledger

app = typer.Typer(help="受理：工作人员账号。", no_args_is_help=True)
app.add_typer(account, name="account")

__all__ = ["app", "ledger"]
