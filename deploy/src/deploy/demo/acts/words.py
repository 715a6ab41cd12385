"""The texts that a section writes: templates from year/words.toml, filled in for a request."""

import tomllib
from functools import cache
from importlib.resources import files

from deploy.demo.story import Request


@cache
def _words() -> dict[str, dict[str, str]]:
    text = files("deploy.demo").joinpath("year", "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def finding(request: Request) -> str:
    """查明的情况."""
    return request.finding or _of(request)["finding"].format(title=f"“{request.title}”")


def decision(request: Request) -> str:
    """答复决定."""
    return _of(request)["decision"]


def reason(request: Request) -> str:
    """理由 on the sheet; "" if everything is open."""
    return _of(request).get("reason", "")


def _of(request: Request) -> dict[str, str]:
    return _words()[f"{request.outcome} {request.article}"]
