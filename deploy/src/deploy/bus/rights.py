"""The rights of each service to publish and subscribe on the bus: DESIGN part 5, "NATS users".

A service publishes events under its own subject only, reads single messages of its own stream only, and
reaches streams and consumers in no other way: it cannot create, change, delete or purge one; its own durable it may move. It answers
`rpc` because a reply is allowed by the request it answers; it cannot write into another's inbox.
"""

from typing import Any, Final

from deploy.topology import SERVICES, durable_name, event_filter, stream_name
from shared.bus.envelope import AUDITOR as AUDITOR

ADMIN: Final = "deploy"
_REPLIES = {"max": 64, "expires": "1m"}


def inbox_prefix(service: str) -> str:
    """Return the inbox prefix with which a client of `service` must connect."""
    return f"_INBOX.{service}"


def users(passwords: dict[str, str]) -> list[dict[str, Any]]:
    """Return the `users` of the server's configuration; `passwords` by user name, the admin's among them.

    A stack that was made before there was an auditor has no password for it, and no such user.
    """
    rights = {**{service: _rights(service) for service in SERVICES}, AUDITOR: _of_auditor()}
    return [
        {"user": ADMIN, "password": passwords[ADMIN]},
        *(
            {"user": user, "password": passwords[user], "permissions": its}
            for user, its in rights.items()
            if user in passwords or user != AUDITOR
        ),
    ]


def _rights(service: str) -> dict[str, Any]:
    return {
        "publish": {"allow": _may_publish(service)},
        "subscribe": {"allow": _may_hear(service)},
        "allow_responses": _REPLIES,
    }


def _of_auditor() -> dict[str, Any]:
    streams = [stream_name(service) for service in SERVICES]
    verbs = ("$JS.API.STREAM.INFO", "$JS.API.STREAM.MSG.GET")
    return {
        "publish": {"allow": [f"{verb}.{stream}" for verb in verbs for stream in streams]},
        "subscribe": {"allow": [f"{inbox_prefix(AUDITOR)}.>"]},
    }


def _may_publish(service: str) -> list[str]:
    stream, durable = stream_name(service), durable_name(service)
    return [
        event_filter(service),
        "lantai.rpc.>",
        "lantai.hint.>",
        f"{inbox_prefix(service)}.>",
        f"$JS.ACK.*.{durable}.>",
        f"$JS.API.CONSUMER.INFO.*.{durable}",
        f"$JS.API.CONSUMER.MSG.NEXT.*.{durable}",
        f"$JS.API.CONSUMER.RESET.*.{durable}",
        f"$JS.API.STREAM.MSG.GET.{stream}",
        f"$JS.API.DIRECT.GET.{stream}",
        f"$JS.API.DIRECT.GET.{stream}.>",
    ]


def _may_hear(service: str) -> list[str]:
    return [
        f"lantai.deliver.{service}.>",
        f"lantai.rpc.{service}.>",
        "lantai.hint.>",
        f"{inbox_prefix(service)}.>",
    ]
