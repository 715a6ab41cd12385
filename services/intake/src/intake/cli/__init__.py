"""The commands of intake: `lantai intake account …` and `lantai ledger import`, on the service's own settings."""

from intake.cli.account import app as app
from intake.cli.ledger import app as ledger

__all__ = ["app", "ledger"]
