"""`lantai calendar load`: a notice from a file, by a named operator; every open clock is counted again, and what moved is said."""

import asyncio
import json
from datetime import date
from functools import partial

import pytest
from typer.testing import CliRunner

from deadline.calendar.notice_file import COLUMNS, UnreadableNotice, read_file
from deadline.calendar.package import rows
from deadline.cli.calendar import app
from deadline.projections import PROJECTIONS
from shared.service.commands import wait_for_projections
from shared.service.engines import open_engine
from shared.staff.directory import StaffDirectory
from shared.time.dates import chinese_date
from support.deadline.clocks import received
from support.deadline.pages import Counter
from support.directory import open_in_directory

AMENDMENT = "国办发明电〔2020〕1号"
HEAD = ",".join(COLUMNS)
LINES = [
    f"2020-0{month}-{day:02},off,春节,{AMENDMENT},关于延长2020年春节假期的通知,2020-01-26,2020,国办发明电〔2019〕16号"
    for month, day in ((1, 31), (2, 1), (2, 2))
]


@pytest.fixture
async def database(service_database):
    """Deadline's, which the command is told of."""
    made = await service_database("deadline", projections=(*PROJECTIONS, StaffDirectory()))
    engine = open_engine(made.carrier_dsn)
    async with engine.begin() as connection:
        await open_in_directory(connection, "qionghai", "ops.li")
    await engine.dispose()
    return made


@pytest.fixture
async def counter(database):
    """A request of 15 January 2020, counted by the calendar of before the amendment."""
    made = Counter(database)
    made.today(date(2020, 1, 30))
    await made.load([row for row in rows() if row.notice.number != AMENDMENT])
    await made.hear(received(date(2020, 1, 15)))
    yield made
    await made.close()


@pytest.fixture
def amendment(tmp_path):
    """The amendment as rows."""
    file = tmp_path / "notice.csv"
    file.write_text("\n".join([HEAD, *LINES]), "utf-8")
    return file


async def run(database, *arguments):
    """The command, in a thread, since it has a loop of its own."""
    return await asyncio.to_thread(CliRunner().invoke, app, ["load", *arguments], env=database.environment)


@pytest.mark.contract
async def test_a_notice_moves_open_clocks_and_says_so(counter, amendment, database):
    """D22 by the operator's hand: first only said, then done; command, page and board agree."""
    asked = await run(database, str(amendment), "--by", "ops.li", "--dry-run", "--json")
    assert asked.exit_code == 0, asked.output
    await counter.fold()
    assert chinese_date(date(2020, 2, 17)) in await counter.board()

    done = await run(database, str(amendment), "--by", "ops.li", "--json")
    await counter.fold()

    assert json.loads(done.stdout) == json.loads(asked.stdout)
    moves = {move["clock"]: (move["before"], move["after"]) for move in json.loads(done.stdout)["moves"]}
    assert moves == {"reply": ("2020-02-17", "2020-02-19")}
    assert chinese_date(date(2020, 2, 19)) in await counter.board()
    page = await counter.calendar()
    assert f"录入{AMENDMENT}后重新计算" in page
    assert chinese_date(date(2020, 2, 17)) in page
    loaded = await counter.pages.runtime.log.read("national", 0, 99)
    assert loaded[-1].actor == "staff/ops.li/operator/-"


@pytest.mark.contract
async def test_a_list_that_may_lack_clocks_is_not_shown_as_whole(counter, amendment, database, monkeypatch):
    """While the clocks do not show what the log holds, a dry run prints no list, and a notice is loaded with a warning."""
    monkeypatch.setattr(
        "deadline.cli.calendar.wait_for_projections", partial(wait_for_projections, seconds=0)
    )
    await counter.load([row for row in rows() if row.notice.number == AMENDMENT][:1])
    await counter.ticker.recount()

    asked = await run(database, str(amendment), "--by", "ops.li", "--dry-run", "--json")
    done = await run(database, str(amendment), "--by", "ops.li", "--json")

    assert (asked.exit_code, done.exit_code) == (75, 75)
    assert json.loads(asked.stdout)["error"]["code"] == "behind"
    assert "moves" in json.loads(done.stdout)
    assert "变动清单可能不全" in done.stderr


@pytest.mark.contract
async def test_a_notice_is_loaded_once(counter, amendment, database):
    """The second time nothing moves, and the command says that it was there."""
    await run(database, str(amendment), "--by", "ops.li")
    await counter.fold()
    again = await run(database, str(amendment), "--by", "ops.li")

    assert again.exit_code == 0
    assert "早已录入" in again.stdout
    assert "没有期限因此变动" in again.stdout


@pytest.mark.contract
async def test_a_notice_that_contradicts_is_refused_and_nothing_is_written(counter, tmp_path, database):
    """A second arrangement of a year is no amendment."""
    file = tmp_path / "notice.csv"
    file.write_text(f"{HEAD}\n2020-02-03,off,春节,甲〔2020〕9号,关于2020年的通知,2020-02-01,2020,", "utf-8")
    heads = await counter.pages.runtime.log.heads()

    refused = await run(database, str(file), "--by", "ops.li", "--json")

    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["error"]["code"] == "year-already-arranged"
    assert await counter.pages.runtime.log.heads() == heads


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.txt", "", ".toml（一份通知）或者 .csv"),
        ("a.csv", "day,kind\n", "缺少列"),
        ("a.csv", HEAD + "\n", "没有任何一天"),
        ("a.csv", f"{HEAD}\n2027-01-01,free,元旦,甲1号,安排,2026-11-01,2027,", "kind 应当是"),
        ("a.csv", f"{HEAD}\n2027-13-01,off,元旦,甲1号,安排,2026-11-01,2027,", "第2行"),
        ("a.csv", f"{HEAD}\n2027-01-01,off,元旦,,安排,2026-11-01,2027,", "通知文号"),
        ("a.csv", f"{HEAD},region\n2027-01-01,off,节日,甲1号,安排,2026-11-01,2027,,蒙", "地区“蒙”写法不对"),
        ("a.toml", "number = 1", "不是一份放假通知"),
        ("a.toml", f"number = {'[' * 5000}", "嵌套太深"),
    ],
)
def test_a_file_that_is_no_notice_is_refused_with_its_line(tmp_path, name, text, words):
    """What is wrong and how it should be, before anything is opened."""
    file = tmp_path / name
    file.write_text(text, "utf-8")

    with pytest.raises(UnreadableNotice, match=words):
        read_file(file)
    refused = CliRunner().invoke(app, ["load", str(file), "--by", "ops.li", "--json"])
    assert refused.exit_code == 64
    assert json.loads(refused.stdout)["error"]["code"] == "notice-unreadable"


@pytest.mark.contract
async def test_an_operator_who_is_nobody_is_refused(counter, amendment, database):
    """The event names a person of the deployment; nothing is written in the name of anybody else."""
    heads = await counter.pages.runtime.log.heads()

    refused = await run(database, str(amendment), "--by", "ops.no.one", "--json")

    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["error"]["code"] == "operator-unknown"
    assert await counter.pages.runtime.log.heads() == heads


@pytest.mark.parametrize("login", ["", "a b", "a/b", "a\nb"])
def test_an_operator_without_a_name_is_refused(amendment, login):
    """The event names who loaded it."""
    refused = CliRunner().invoke(app, ["load", str(amendment), "--by", login])

    assert refused.exit_code == 64
    assert "登录名" in refused.output


def test_the_package_s_own_files_can_be_handed_in(tmp_path):
    """TOML as the package has it gives the same rows."""
    text = 'number="甲1号"\ntitle="t"\npublished_on=2026-11-01\nyear=2027\n[[holiday]]\nname="元旦"\n'
    file = tmp_path / "2027.toml"
    file.write_text(text + "first=2027-01-01\nlast=2027-01-03\nworked=[2027-01-09]\n", "utf-8")

    assert [(row.day.day, row.kind) for row in read_file(file)] == [
        (1, "off"),
        (2, "off"),
        (3, "off"),
        (9, "work"),
    ]
