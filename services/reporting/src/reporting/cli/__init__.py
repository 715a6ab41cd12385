"""The commands of reporting: `lantai audit …` and `lantai report …`."""

from reporting.cli.audit import app
from reporting.cli.databases import DSNS
from reporting.cli.report import app as report

__all__ = ["DSNS", "app", "report"]
