"""Settings of a deployment's pages."""

from dataclasses import dataclass

FORM_LIMIT_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """Settings of the pages and of the proxy before them.

    `origin` is what browsers send as Origin ("https://gk.example.gov.cn"); if empty, the Host header is compared.
    `base_path` is the portal's path on the agency's own site ("" or "/zwgk"); it never ends in a slash.
    """

    secure_cookies: bool = True
    origin: str = ""
    base_path: str = ""
    body_limit_bytes: int = FORM_LIMIT_BYTES
