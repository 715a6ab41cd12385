"""The test house: what every test may ask for lies in `support`; the gears are counted there too."""

pytest_plugins = (
    "pytester",
    "support.sharing",
    "support.gears",
    "support.servers.servers",
    "support.servers.databases",
    "support.servers.carrier",
    "support.servers.stack",
    "support.servers.stack_copy",
    "support.servers.third_bureau",
    "support.packs",
)
