"""The face that an agency shows: its name, its counters, its ways in. Data of the policy packs, passed in."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A word to click and where it leads; `href` is a path below the base path."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """An agency (行政机关) as its pages name it; `label` is 政府信息公开 or, where its rules say so, 政务信息公开."""

    agency: str
    name: str
    label: str = "政府信息公开"
    home: str = "/"
    address: str = ""
    phone: str = ""
    hours: str = ""
    nav: tuple[Link, ...] = ()
    staff_nav: tuple[Link, ...] = ()


NEUTRAL = Site(agency="", name="兰台")


def site_of(sites: Mapping[str, Site], path: str) -> Site:
    """The agency that a path names in its first two parts (`/qionghai/apply`, `/intake/qionghai/desk`), else none's."""
    for part in path.split("/")[1:3]:
        if part in sites:
            return sites[part]
    return NEUTRAL
