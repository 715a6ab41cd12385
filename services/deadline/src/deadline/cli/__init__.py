"""The commands of deadline: `lantai deadline explain`, and `lantai calendar load`."""
