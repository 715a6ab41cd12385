"""The agencies as their pages show them, from the policy packs."""

from collections.abc import Mapping
from datetime import date

from shared.policy import PackLibrary, Policy, policies
from shared.web.site import Site


def sites(on: date, library: PackLibrary | None = None) -> Mapping[str, Site]:
    """Agency id → its face, by the packs in force on a day."""
    return {agency: _site(agency, on, library) for agency in policies(library)}


def _site(agency: str, on: date, library: PackLibrary | None) -> Site:
    policy = Policy(agency, on, library=library)

    def text(key: str) -> str:
        found = policy.get(key)
        return str(found.value) if found else ""

    hours = policy.get("agency.hours")
    return Site(
        agency=agency,
        name=text("agency.name"),
        label=f"{text('label.information')}公开",
        home=f"/{agency}/",
        address=text("agency.address"),
        phone=text("agency.phone"),
        hours=hours.value.text if hours else "",
    )
