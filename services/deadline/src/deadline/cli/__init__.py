"""The commands of deadline: `lantai deadline explain`, and `lantai calendar load`."""

from deadline.cli.explain import app as app
