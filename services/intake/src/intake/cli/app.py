"""`lantai intake …`: accounts and sections of an agency."""

import typer

from intake.cli.account import account
from intake.cli.section import section

app = typer.Typer(help="受理：工作人员账号，股室。", no_args_is_help=True)
app.add_typer(account, name="account")
app.add_typer(section, name="section")
