"""Made-up identity papers and addresses, derived from the applicant's name, so that they are always the same."""

from hashlib import sha256
from typing import Final

from stdnum.cn import ric, uscc

from deploy.demo.story import Request

PLACES: Final = {
    "qionghai": ("460002", "海南省琼海市嘉积镇", "571400"),
    "tongliao": ("150502", "内蒙古通辽市经济技术开发区辽河大街", "028000"),
}
"""行政区划代码, street and postcode of the applicants of an agency."""


def papers_of(request: Request) -> dict[str, str]:
    """The values of the form's boxes about the applicant."""
    district, street, postcode = PLACES[request.agency]
    drawn = int.from_bytes(sha256(request.applicant.encode()).digest()[:6], "big")
    person = request.kind == "natural_person"
    return {
        "applicant_kind": request.kind,
        "name": request.applicant,
        "identity_kind": "居民身份证" if person else "统一社会信用代码证书",
        "identity_number": _identity_number(district, drawn) if person else _credit_code(district, drawn),
        "organisation": "无" if person else request.applicant,
        "phone": f"139{drawn % 10**8:08}",
        "fax": f"0{898 if district[:2] == '46' else 475}-{drawn % 8_000_000 + 1_000_000}",
        "email": f"applicant{drawn % 10**6}@example.com",
        "address": f"{street}{drawn % 200 + 1}号",
        "postcode": postcode,
    }


def _identity_number(district: str, drawn: int) -> str:
    """An identity number (GB 11643) that nobody has: its serial part is 000."""
    born = f"{1960 + drawn % 40}{drawn % 12 + 1:02}{drawn % 28 + 1:02}"
    body = f"{district}{born}000"
    return body + ric.calc_check_digit(f"{body}0")


def _credit_code(district: str, drawn: int) -> str:
    body = f"91{district}MA{drawn % 10**7:07}"
    return body + uscc.calc_check_digit(f"{body}0")
