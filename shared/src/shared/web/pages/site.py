"""An agency's site: its name, its counters, its links. The data comes from the policy packs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.policy import Capability, Roles, national_roles
from shared.web.access.staff_pass import Pass


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its words and `href`, a path below the base path.

    `needs`: a holder of any of these capabilities sees the link; none named: everybody. `covers`: the prefixes of the paths
    that belong to it; none named: its own page alone.
    """

    label: str
    href: str
    needs: tuple[Capability, ...] = ()
    covers: str = ""

    def mark(self, path: str) -> str:
        """The value of `aria-current` on the page at `path`.

        `page` on the link's own page, `true` on a page that it covers, else None.
        """
        if path == self.href:
            return "page"
        return "true" if self.covers and path.startswith(self.covers) else ""


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
    roles: Roles = field(default_factory=national_roles)
    """The agency's labels of roles (岗位), and their capabilities."""

    def staff_links(self, held: Pass | None) -> tuple[Link, ...]:
        """The staff links for the roles `held`; none if nobody is signed in, or only at another agency."""
        if held is None or not held.reaches(self.agency):
            return ()
        able = self.roles.able(held.roles)
        return tuple(link for link in self.staff_nav if not link.needs or able.intersection(link.needs))


NEUTRAL = Site(agency="", name="兰台")


def site_of(sites: Mapping[str, Site], path: str) -> Site:
    """The site of the agency in a path's first two parts (`/qionghai/apply`, `/intake/qionghai/desk`), else the site of no agency."""
    for part in path.split("/")[1:3]:
        if part in sites:
            return sites[part]
    return NEUTRAL
