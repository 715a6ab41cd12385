"""The test house: what every test may ask for lies in `support`; the gears are counted there too."""

pytest_plugins = (
    "pytester",
    "support.gears",
    "support.servers",
    "support.databases",
    "support.carrier",
    "support.stack",
    "support.stack_copy",
    "support.county",
    "support.packs",
)
