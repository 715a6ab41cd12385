"""Staff who are signed in: what each of them sends with a form."""

import re
from collections.abc import Mapping

import httpx

from shared.web.access.form_token import FIELD, HEADER
from shared.web.access.staff_pass import COOKIE

FORM_TOKEN = re.compile(rf'name="{FIELD}"\s+value="([^"]+)"')


async def sign_in(portal: str, login: str, password: str) -> Mapping[str, str]:
    """Sign in on the sign-in page; return the headers for sending forms afterwards."""
    async with httpx.AsyncClient(base_url=portal, follow_redirects=True, timeout=20) as browser:
        token = _token(await browser.get("/signin"))
        page = await browser.post("/signin", data={"login": login, "password": password, FIELD: token})
        held = browser.cookies[COOKIE]
        return {
            "cookie": f"{COOKIE}={held}",
            HEADER: _token(page),
            "content-type": "application/x-www-form-urlencoded",
        }


def _token(page: httpx.Response) -> str:
    found = FORM_TOKEN.search(page.raise_for_status().text)
    assert found, f"no form on {page.url}"
    return found.group(1)
