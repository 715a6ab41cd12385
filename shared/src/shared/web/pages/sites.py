"""The agencies as their pages show them, from the policy packs."""

from collections.abc import Mapping
from datetime import date

from shared.policy import PackLibrary, Policy, policies
from shared.web.pages.site import Link, Site


def sites(on: date, library: PackLibrary | None = None) -> Mapping[str, Site]:
    """Agency id → site, by the packs in force on a day."""
    return {agency: _site(agency, on, library) for agency in policies(library)}


def _site(agency: str, on: date, library: PackLibrary | None) -> Site:
    policy = Policy(agency, on, library=library)
    return Site(
        agency=agency,
        name=policy["agency.name"].value,
        label=f"{policy['label.information'].value}公开",
        home=f"/{agency}/",
        address=policy["agency.address"].value,
        phone=policy["agency.phone"].value,
        hours=policy["agency.hours"].value.text,
        nav=_nav(agency),
        staff_nav=_staff_nav(agency),
        roles=policy.roles,
    )


def _nav(agency: str) -> tuple[Link, ...]:
    return (
        Link("首页", f"/{agency}/"),
        Link("申请公开", f"/{agency}/apply", covers=f"/{agency}/apply/"),
        Link("查询进度", f"/{agency}/track", covers=f"/{agency}/track/"),
    )


def _staff_nav(agency: str) -> tuple[Link, ...]:
    """One link into each service; the link into reporting needs the capability `oversee`."""
    return (
        Link("收件登记簿", f"/intake/{agency}/requests", covers=f"/intake/{agency}/"),
        Link("办理", f"/review/{agency}/desk", covers=f"/review/{agency}/"),
        Link("期限", f"/deadline/{agency}/board", covers=f"/deadline/{agency}/"),
        Link("监督", f"/reporting/{agency}/", needs=("oversee",), covers="/reporting/"),
    )
