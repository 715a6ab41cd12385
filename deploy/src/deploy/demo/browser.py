"""A headless browser: pages, their forms, cookies. It uses only what the pages show."""

from http import HTTPStatus

import httpx

from deploy.demo.page import Page, PageFailed, Refused, Value, read

SIGN_IN = "/signin"
HOPELESS = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY})
"""Statuses of answers that a repeated request does not change."""


class Browser:
    """One person's browser at the portal."""

    def __init__(self, portal: str, transport: httpx.HTTPTransport | None = None) -> None:
        """Create the browser; several browsers may share one transport."""
        self._client = httpx.Client(
            base_url=portal,
            follow_redirects=True,
            timeout=30,
            headers={"Origin": portal},
            transport=transport,
        )

    def open(self, path: str) -> Page:
        """Get a page."""
        return _page(self._client.get(path))

    def download(self, path: str) -> bytes:
        """Get a file."""
        return _checked(self._client.get(path)).content

    def json(self, path: str) -> dict[str, object]:
        """Get a JSON answer."""
        answer: dict[str, object] = _checked(self._client.get(path)).json()
        return answer

    def send(self, page: Page, ending: str, **typed: Value) -> Page:
        """Fill in the form whose action ends with `ending`, and send it."""
        form = page.form(ending)
        return _page(self._client.post(form.action or page.path, data=form.filled(typed)))

    def close(self) -> None:
        """Forget cookies and connections."""
        self._client.close()


def _page(response: httpx.Response) -> Page:
    return read(response.url.path, _checked(response).text)


def _checked(response: httpx.Response) -> httpx.Response:
    if response.is_error:
        said = read(response.url.path, response.text).text
        kind = Refused if response.status_code in HOPELESS else PageFailed
        raise kind(f"{response.request.method} {response.url.path} → {response.status_code}：{said[:400]}")
    return response
