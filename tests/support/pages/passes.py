"""The roles of a pass, for tests that make one by hand."""

from shared.web.access.staff_pass import HeldRole


def held(*roles: str, sections: tuple[str, ...] = ()) -> tuple[HeldRole, ...]:
    """These roles, each held for the same sections."""
    return tuple(HeldRole(role=role, sections=sections) for role in roles)
