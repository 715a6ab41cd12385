"""The OpenAPI document of a service including its pages, which the published document leaves out."""

import importlib
import re
from typing import Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from deploy.place.environment import for_service
from deploy.place.folder import StackFolder
from deploy.place.state import State
from shared.process.settings import Settings
from shared.service.runtime import Runtime
from support import source_tree

FIELD = re.compile(r"""form\.[a-z_]+\(\s*["']([a-z_]+)["']""")


def form_of(service: str) -> dict[str, Any]:
    """A form with all fields that the pages of `service` read, each with any value or absent."""
    read = {
        name
        for file in source_tree.SOURCES[service].rglob("*.py")
        for name in FIELD.findall(file.read_text("utf-8"))
    }
    fields = {name: {"type": "string"} for name in sorted(read)}
    schema = {"type": "object", "properties": fields, "additionalProperties": {"type": "string"}}
    return {"content": {"application/x-www-form-urlencoded": {"schema": schema}}}


def every_route(service: str, state: State, folder: StackFolder) -> dict[str, Any]:
    """All routes of `service` as the stack runs it, published ones and pages."""
    given = for_service(state, folder, service)
    settings = Settings.model_validate(
        {name.removeprefix("LANTAI_").lower(): text for name, text in given.items()}
    )
    parts = importlib.import_module(f"{service}.app").compose(Runtime(settings))
    routes = [route for router in parts.routers for route in router.routes if isinstance(route, APIRoute)]
    for route in routes:
        route.include_in_schema = True
    document = get_openapi(title=service, version="pages", routes=routes)
    form = form_of(service)
    for operations in document["paths"].values():
        if "post" in operations:
            operations["post"].setdefault("requestBody", form)
    return document
