"""The instants of an application that did not come on line.

The clerk enters them, and a rule of the policy chooses day 0 from them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from intake.request.application import Arrival
from intake.request.from_policy import desk_admission_of
from intake.request.receipt import CHANNEL_INSTANTS, RECEIPT_INSTANTS
from shared.events.codes import Channel, Instant
from shared.policy import Policy, Resolved
from shared.time.clock import SHANGHAI
from shared.web.forms.form_reader import FormReader
from shared.words.catalogue import codes

MOMENT: Final = re.compile(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?[T ]*(\d{1,2})[:：](\d{2})(?::\d{2})?")
TYPED: Final = "%Y-%m-%dT%H:%M"
"""The format in which `<input type=datetime-local>` sends an instant, in Shanghai time."""
INSTANTS: Final = codes("instant")
PLAIN_POST: Final = codes("channel", "staff")["post_plain"]


@dataclass(frozen=True, slots=True)
class DeskChannel:
    """A channel that the clerk can register: the instants to enter, and the rule that chooses 收到申请之日 from them."""

    id: Channel
    label: str
    instants: tuple[tuple[Instant, str], ...]
    rule: Resolved

    @property
    def counts(self) -> str:
        """The label of the instant whose day is day 0."""
        return INSTANTS[RECEIPT_INSTANTS[self.rule.value]]


def desk_channels(policy: Policy) -> Mapping[str, DeskChannel]:
    """Channel → its entry, in the order of the receipt rules.

    Channels that the agency has not opened are left out.
    """
    labels = {channel.id: channel.label for channel in policy["channels"].value} | {"post_plain": PLAIN_POST}
    opened = desk_admission_of(policy).channels
    return {
        channel: DeskChannel(
            channel,
            labels[channel],
            tuple((name, INSTANTS[name]) for name in noted),
            policy[f"receipt_rule.{channel}"],
        )
        for channel, noted in CHANNEL_INSTANTS.items()
        if channel in opened
    }


def read_arrival(form: FormReader, channels: Mapping[str, DeskChannel]) -> Arrival | None:
    """The channel with its instants; None if the form has an error."""
    channel = channels.get(form.choice("channel", "来件渠道", channels))
    if channel is None:
        return None
    found = {name: _moment(form, name, label) for name, label in channel.instants}
    noted = {name: at for name, at in found.items() if at is not None}
    return None if form.errors else Arrival(channel=channel.id, instants=noted)


def _moment(form: FormReader, name: str, label: str) -> datetime | None:
    typed = form.text(name, label, max_length=40)
    if not typed:
        return None
    found = _parsed(typed)
    if found is None:
        asked = f"“{label}”应当写明日期和时间，例如 2025-03-03 09:05。"
        form.fail(name, "field-not-an-instant", asked)
    return found


def _parsed(typed: str) -> datetime | None:
    parts = MOMENT.fullmatch(typed)
    if parts is None:
        return None
    year, month, day, hour, minute = (int(part) for part in parts.groups())
    try:
        return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
