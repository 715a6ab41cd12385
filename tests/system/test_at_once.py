"""What a command has acknowledged is there for whoever asks next: in figures, in lists, at the sign-in.

`LANTAI_BREATHS=50 pytest tests/system/test_at_once.py` repeats each test fifty times.
"""

import json
import os

import pytest

from deploy.demo.browser import SIGN_IN
from support.servers.third_bureau import ThirdBureauStack

BREATHS = int(os.environ.get("LANTAI_BREATHS", "2"))
YEAR, RECORDS = 2022, 143


def _ledger(breath: int) -> str:
    """So many granted requests of persons, received and answered in the year."""
    record = {"applicant_kind": "natural_person", "outcome": "granted"}
    record |= {"received_on": f"{YEAR}-03-01", "closed_on": f"{YEAR}-03-15"}
    return "".join(json.dumps({"id": f"{breath}-{n}", **record}) + "\n" for n in range(RECORDS))


@pytest.mark.parametrize("breath", range(BREATHS))
def test_import_and_report_in_one_breath(third_bureau: ThirdBureauStack, breath: int):
    """`report annual` right after `ledger import` counts every record: no cell is that of a moment before."""
    file = third_bureau.place / f"breath-{breath}.jsonl"
    file.write_text(_ledger(breath), "utf-8")
    asked = ("report", "annual", "--agency", third_bureau.agency, "--year", str(YEAR), "--json")

    third_bureau.lantai("ledger", "import", str(file), "--agency", third_bureau.agency)
    table = json.loads(third_bureau.lantai(*asked).stdout)

    all_so_far = [RECORDS * (breath + 1), 0, 0, 0, 0, 0, RECORDS * (breath + 1)]
    zeros = [0] * 7
    wanted = dict.fromkeys(table["rows"], zeros) | dict.fromkeys(
        ("new_received", "granted", "total_processed"), all_so_far
    )
    assert table["rows"] == wanted
    assert [each["holds"] for each in table["identities"]] == [True] * 3


@pytest.mark.parametrize("breath", range(BREATHS))
def test_an_account_just_opened_signs_in(third_bureau: ThirdBureauStack, breath: int):
    """The first try of the new password is right; the account stands in the list."""
    login, password = f"breath.{breath}", "of-one-breath"
    opening = ("intake", "account", "open", third_bureau.agency, login, "白一息", "--role", "clerk")

    third_bureau.lantai(*opening, "--password", password)
    browser = third_bureau.users().browser(login)
    browser.send(browser.open(SIGN_IN), SIGN_IN, login=login, password=password)
    docket = browser.open(f"/intake/{third_bureau.agency}/requests")

    assert docket.path.endswith("/requests")
    assert login in third_bureau.lantai("intake", "account", "list", third_bureau.agency).stdout


@pytest.mark.parametrize("breath", range(BREATHS))
def test_an_account_just_closed_does_not_sign_in(third_bureau: ThirdBureauStack, breath: int):
    """The first try after the closing is refused, though the password is right."""
    login, password = f"closed.{breath}", "of-one-breath"
    opening = ("intake", "account", "open", third_bureau.agency, login, "关一门", "--role", "clerk")

    third_bureau.lantai(*opening, "--password", password)
    third_bureau.lantai("intake", "account", "close", third_bureau.agency, login, "--reason", "调离")
    browser = third_bureau.users().browser(login)
    with pytest.raises(Exception, match="登录名或者密码不对"):
        browser.send(browser.open(SIGN_IN), SIGN_IN, login=login, password=password)
