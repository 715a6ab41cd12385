"""受理范围 (admission): what the agency's policy lets a request be on that day, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Ids of channels and applicant classes, and of the form's fields without which nothing is received.

    On line that is every field of article 29. On paper it is who asks and what for: the rest may be wanting, and is
    then told once (条例第三十条).
    """

    channels: frozenset[str]
    applicant_kinds: frozenset[str]
    fields_required: frozenset[str]
