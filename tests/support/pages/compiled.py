"""Templates are compiled once in a test process: every test makes an application of its own, but not other templates."""

from collections.abc import Iterator

import pytest
from jinja2 import BaseLoader, BytecodeCache, Environment
from jinja2.bccache import Bucket

from shared.web.pages import pages


class CompiledTemplates(BytecodeCache):
    """What was compiled, in memory; Jinja compares the template's source before it takes it."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what is there."""
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def compiled_templates() -> Iterator[None]:
    """Give every environment of pages the same compiled templates."""
    templates, made = CompiledTemplates(), pages.environment

    def environment(*loaders: BaseLoader) -> Environment:
        built = made(*loaders)
        built.bytecode_cache = templates
        return built

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "environment", environment)
        yield
