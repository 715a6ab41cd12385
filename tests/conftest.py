"""Plugins of all tests: the fixtures in `support`, and the gears."""

from hypothesis import settings

settings.register_profile("thorough", max_examples=1_000, deadline=None)
"""Ten times as many examples as by default, for `make thorough`."""

pytest_plugins = (
    "pytester",
    "support.sharing",
    "support.gears",
    "support.servers.servers",
    "support.servers.databases",
    "support.servers.carrier",
    "support.servers.service_process",
    "support.servers.stack",
    "support.servers.stack_copy",
    "support.servers.third_bureau",
    "support.packs",
    "support.pages.compiled",
)
