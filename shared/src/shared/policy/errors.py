"""Errors of the policy, each with a Chinese sentence that says what to do."""

from shared.time.dates import chinese_date


class PolicyError(Exception):
    """Base of all errors of the policy; the text is the sentence for the page."""


class UnknownAgency(PolicyError):
    """No pack has this id."""

    def __init__(self, agency_id: str, known: tuple[str, ...]) -> None:
        """Name the id that was asked for and the ids there are."""
        self.agency_id = agency_id
        listed = "、".join(known) or "（无）"
        super().__init__(
            f"没有标识为“{agency_id}”的机关。已登记的机关：{listed}；新增机关请新建一个规则包文件夹。"
        )


class UnknownKey(PolicyError):
    """Neither the floor nor the agency's pack in force gives a value for this key."""

    def __init__(self, agency: str, key: str) -> None:
        """Name the agency and the key."""
        self.key = key
        super().__init__(
            f"{agency}的规则包和国家底线都没有规定“{key}”。请核对键名，或者在规则包中补充该项及其依据。"
        )


class NotInForce(PolicyError):
    """No national pack is in force on the requested day, so nothing may be computed for it."""

    def __init__(self, on: str, since: str) -> None:
        """Name the day asked for and the first day that is covered."""
        super().__init__(
            f"{chinese_date(on)}没有生效的国家规则（最早自{chinese_date(since)}起）。请核对日期，或者先载入该时期的规则包。"
        )


class BrokenPack(PolicyError):
    """A pack does not pass the linter and never takes effect."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        """Keep every fault, so that all can be mended at once."""
        self.faults = faults
        super().__init__("规则包有误，未予载入：\n" + "\n".join(faults))
