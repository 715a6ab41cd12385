"""Imports point inwards: the contracts in .importlinter hold, and each can be broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support import source_tree

LINT = Path(sys.executable).with_name("lint-imports")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the sources that may be spoiled."""
    root = tmp_path_factory.mktemp("house")
    for folder in source_tree.SOURCES.values():
        shutil.copytree(folder, root / folder.name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(source_tree.ROOT / ".importlinter", root)
    return root


def lint(root: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter on a copy, on some contracts or on all."""
    chosen = [argument for contract in contracts for argument in ("--contract", contract)]
    environment = {**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"}
    return subprocess.run(
        [LINT, "--no-cache", *chosen], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def test_contracts_hold(copy):
    """No import of the project breaks a contract."""
    done = lint(copy)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "18 kept, 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("contract", "file", "line"),
    [
        ("house", "intake/request/rules.py", "import review.app"),
        ("house", "shared/message.py", "import intake.app"),
        ("house", "reporting/app.py", "import deploy.cli"),
        ("review", "review/case/state.py", "import review.acts.signing"),
        ("review", "review/sheet/state.py", "import review.case.state"),
        ("review", "review/helpers.py", "x = 1"),
        ("reporting", "reporting/table/tally.py", "import reporting.report.state"),
        ("reporting", "reporting/helpers.py", "x = 1"),
        ("nouns", "review/case/state.py", "import review.case.decide"),
        ("nouns", "review/case/helpers.py", "x = 1"),
        ("deadline", "deadline/calendar/handlers.py", "import deadline.projections"),
        ("deadline", "deadline/helpers.py", "x = 1"),
        ("nouns", "deadline/clock/state.py", "import deadline.clock.decide"),
        ("nouns", "deadline/calendar/rules.py", "import deadline.calendar.handlers"),
        ("pure", "review/case/signing.py", "import sqlalchemy"),
        ("pure", "review/sheet/decide.py", "import shared.eventlog.store"),
        ("ports", "review/acts/signing.py", "from sqlalchemy import text"),
        ("ports", "deadline/clock/handlers.py", "import shared.eventlog.postgres"),
        ("nouns", "intake/account/rules.py", "import intake.account.decide"),
        ("nouns", "intake/account/state.py", "import intake.account.commands"),
        ("nouns", "intake/account/helpers.py", "x = 1"),
        ("intake", "intake/helpers.py", "x = 1"),
        ("intake", "intake/past/lines.py", "import intake.request.state"),
        ("request", "intake/request/state.py", "import intake.request.decide"),
        ("request", "intake/request/serving/rules.py", "import intake.request.correction.rules"),
        ("pure", "intake/request/serving/decide.py", "import sqlalchemy"),
        ("pure", "deadline/clock/count.py", "import sqlalchemy"),
        ("pure", "intake/account/decide.py", "import sqlalchemy"),
        ("pure", "shared/events/__init__.py", "from starlette import requests"),
        ("pure", "shared/time/clock.py", "import sqlalchemy"),
        ("ports", "intake/account/handlers.py", "from sqlalchemy import text"),
        ("ports", "intake/request/handlers/filing.py", "from sqlalchemy import text"),
        ("ports", "reporting/reactions.py", "import shared.eventlog.postgres"),
        ("readers", "intake/projections/docket.py", "import intake.request.state"),
        ("readers", "review/projections/caseload.py", "import review.case.signing"),
        ("readers", "deadline/projections/timers.py", "import deadline.clock.rules"),
        ("readers", "reporting/projections/ledger.py", "import reporting.report.state"),
        ("pages-of-intake", "intake/web/docket/page.py", "import intake.web.request.view"),
        ("pages-of-intake", "intake/web/parts/answers.py", "import intake.web.receipt.page"),
        ("pages-of-intake", "intake/web/helpers.py", "x = 1"),
        ("pages-of-review", "review/web/draft/page.py", "import review.web.case.case_page"),
        ("pages-of-review", "review/web/sheet/view.py", "import review.web.draft.view"),
        ("pages-of-review", "review/web/helpers.py", "x = 1"),
        ("pages-of-deadline", "deadline/web/calendar/page.py", "import deadline.web.board.view"),
        ("pages-of-deadline", "deadline/web/helpers.py", "x = 1"),
        ("pages-of-reporting", "reporting/web/trail/page.py", "import reporting.web.register.page"),
        ("pages-of-reporting", "reporting/web/helpers.py", "x = 1"),
        ("deploy", "deploy/place/folder.py", "import deploy.stack.stack"),
        ("deploy", "deploy/helpers.py", "x = 1"),
        ("foundation", "shared/eventlog/store.py", "import shared.web.forms.form_reader"),
        ("foundation", "shared/delivery/feed.py", "import shared.service.runtime"),
        ("foundation", "shared/helpers.py", "x = 1"),
        ("events", "shared/events/terms.py", "import shared.events.review.case"),
        ("events", "shared/events/intake/request.py", "import shared.events.deadline.clock"),
        ("events", "shared/events/helpers.py", "x = 1"),
    ],
)
def test_contract_can_turn_red(copy, contract, file, line):
    """A seeded violation turns its contract red and is named."""
    spoiled = copy / file
    before = spoiled.read_text("utf-8") if spoiled.exists() else None
    spoiled.write_text(f"{before or ''}\n{line}\n", "utf-8")
    try:
        done = lint(copy, contract)
    finally:
        spoiled.unlink() if before is None else spoiled.write_text(before, "utf-8")

    assert done.returncode == 1
    assert "0 kept, 1 broken" in done.stdout
    assert file.removesuffix(".py").removesuffix("/__init__").replace("/", ".") in done.stdout.replace(
        "\n", ""
    )
