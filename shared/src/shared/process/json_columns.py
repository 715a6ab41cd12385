"""JSON columns by msgspec: a tenth of the time of a fold of explanations is the standard library's encoder."""

from typing import Any, Final

import msgspec


def _encode(value: object) -> str:
    return msgspec.json.encode(value).decode()


JSON_COLUMNS: Final[dict[str, Any]] = {"json_serializer": _encode, "json_deserializer": msgspec.json.decode}
"""Arguments of `create_async_engine`."""
