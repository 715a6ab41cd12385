"""Staff who are signed in: what each of them sends with a form."""

import re
from collections.abc import Mapping

import httpx

from shared.web.access.form_token import FIELD, HEADER
from shared.web.access.staff_pass import COOKIE

SECRET = re.compile(rf'name="{FIELD}"\s+value="([^"]+)"')


async def sign_in(portal: str, login: str, password: str) -> Mapping[str, str]:
    """Sign in as a person would; the headers of a form that is sent afterwards."""
    async with httpx.AsyncClient(base_url=portal, follow_redirects=True, timeout=20) as browser:
        secret = _secret(await browser.get("/signin"))
        page = await browser.post("/signin", data={"login": login, "password": password, FIELD: secret})
        held = browser.cookies[COOKIE]
        return {
            "cookie": f"{COOKIE}={held}",
            HEADER: _secret(page),
            "content-type": "application/x-www-form-urlencoded",
        }


def _secret(page: httpx.Response) -> str:
    found = SECRET.search(page.raise_for_status().text)
    assert found, f"no form on {page.url}"
    return found.group(1)
