"""The rights of each service to publish and subscribe on the bus: DESIGN part 5, "NATS users".

A service publishes events under its own subject only, reads single messages of its own stream only, and
reaches streams and consumers in no other way: it cannot create, change, delete or purge one; its own durable it may move. It answers
`rpc` because a reply is allowed by the request it answers; it cannot write into another's inbox.
"""

from typing import Any, Final

from deploy.topology import SERVICES, durable_name, event_filter, stream_name

ADMIN: Final = "deploy"
_REPLIES = {"max": 64, "expires": "1m"}


def inbox_prefix(service: str) -> str:
    """Return the inbox prefix with which a client of `service` must connect."""
    return f"_INBOX.{service}"


def users(passwords: dict[str, str]) -> list[dict[str, Any]]:
    """Return the `users` of the server's configuration; `passwords` by user name, the admin's among them."""
    admin = {"user": ADMIN, "password": passwords[ADMIN]}
    return [
        admin,
        *({"user": one, "password": passwords[one], "permissions": _rights(one)} for one in SERVICES),
    ]


def _rights(service: str) -> dict[str, Any]:
    return {
        "publish": {"allow": _may_publish(service)},
        "subscribe": {"allow": _may_hear(service)},
        "allow_responses": _REPLIES,
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
