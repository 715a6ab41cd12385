"""A browser without eyes: pages, their forms with all hidden fields, cookies. Knows nothing of what stands behind."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

from deploy.unable import Unable


class PageFailed(Unable):
    """A page answered with an error, or lacks what a person would look for; carries what it said."""


@dataclass
class Form:
    """A form: where it goes, and its fields with the values that the page gave them."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class _Reader(HTMLParser):
    forms: list[Form] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action") or ""))
        elif tag == "input" and self.forms and given.get("name") and given.get("type") == "hidden":
            self.forms[-1].fields[str(given["name"])] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@dataclass(frozen=True)
class Page:
    """A page as it came."""

    path: str
    text: str
    forms: list[Form]

    def form(self, ending: str) -> Form:
        """The form whose action ends so."""
        for form in self.forms:
            if form.action.endswith(ending):
                return form
        raise PageFailed(f"{self.path} 上没有提交到 …{ending} 的表单：{self.text[:300]}")


class Browser:
    """One person's browser at the portal."""

    def __init__(self, portal: str) -> None:
        self._client = httpx.Client(
            base_url=portal, follow_redirects=True, timeout=20, headers={"Origin": portal}
        )

    def open(self, path: str) -> Page:
        """Read a page."""
        return _page(self._client.get(path))

    def download(self, path: str) -> bytes:
        """Read a file."""
        return _checked(self._client.get(path)).content

    def json(self, path: str) -> dict[str, object]:
        """Read an answer for programs."""
        told: dict[str, object] = _checked(self._client.get(path)).json()
        return told

    def send(self, page: Page, ending: str, **values: str | list[str]) -> Page:
        """Fill in the form whose action ends so, and send it."""
        form = page.form(ending)
        return _page(self._client.post(form.action or page.path, data={**form.fields, **values}))

    def close(self) -> None:
        """Forget cookies and connections."""
        self._client.close()


def _page(response: httpx.Response) -> Page:
    reader = _Reader()
    reader.feed(_checked(response).text)
    return Page(response.url.path, " ".join(" ".join(reader.words).split()), reader.forms)


def _checked(response: httpx.Response) -> httpx.Response:
    if response.is_error:
        reader = _Reader()
        reader.feed(response.text)
        said = " ".join(" ".join(reader.words).split())
        raise PageFailed(
            f"{response.request.method} {response.url.path} → {response.status_code}：{said[:400]}"
        )
    return response
