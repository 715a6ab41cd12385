"""受理范围 (admission): which requests the agency's policy allows on a day, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """The allowed channels and applicant classes, and the form fields without which a request is refused.

    On line every field of article 29 is required. On paper only the applicant's name and the description are required;
    other missing fields lead to 补正 (条例第三十条).
    """

    channels: frozenset[str]
    applicant_kinds: frozenset[str]
    fields_required: frozenset[str]
