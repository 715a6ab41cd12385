"""Plugins of all tests: the fixtures in `support`, and the gears."""

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
