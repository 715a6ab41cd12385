"""The OpenAPI document of a service with its pages in it: what the published one leaves out, a stranger can still call."""

import importlib
from typing import Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from deploy.environment import for_service
from deploy.folder import StackFolder
from deploy.state import State
from shared.runtime import Runtime
from shared.settings import Settings

FORM = {
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "additionalProperties": {"type": "string"}}
        }
    }
}
"""A page's form takes any fields; which ones it has, only the page says."""


def every_route(service: str, state: State, folder: StackFolder) -> dict[str, Any]:
    """Every route of `service` as the stack runs it, the published ones and the pages."""
    given = for_service(state, folder, service)
    settings = Settings.model_validate(
        {name.removeprefix("LANTAI_").lower(): text for name, text in given.items()}
    )
    rooms = importlib.import_module(f"{service}.app").rooms(Runtime(settings))
    routes = [route for router in rooms.routers for route in router.routes if isinstance(route, APIRoute)]
    for route in routes:
        route.include_in_schema = True
    document = get_openapi(title=service, version="pages", routes=routes)
    for operations in document["paths"].values():
        if "post" in operations:
            operations["post"].setdefault("requestBody", FORM)
    return document
