"""The workbook: the official form read back cell by cell, the same bytes for the same figures."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from reporting.cli.databases import DSNS
from reporting.cli.report import app as report
from reporting.table.from_policy import layout_of
from reporting.table.table_layout import CAPTION, CORNER
from reporting.table.tally import Table, identities
from reporting.table.workbook import workbook
from support.reporting.past import published

LAYOUT = layout_of(2023)
TABLE = Table(
    2023, {row: tuple(figures) for row, figures in published().items()}, identities(published(), LAYOUT)
)
MADE = workbook("宿迁市", TABLE, LAYOUT, {"intake": 7})


@pytest.fixture
def sheets():
    """The two sheets, as rows of cells."""
    book = CalamineWorkbook.from_filelike(BytesIO(MADE))
    return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]


def test_every_figure_stands_where_the_form_has_it(sheets):
    """Four rows of head, three columns of words, then 25 rows of seven figures as published."""
    form = sheets[0]

    assert form[0][0] == CAPTION
    assert form[1][0] == CORNER
    assert [form[3][column] or form[2][column] for column in range(3, 10)] == list(LAYOUT.columns.values())
    assert [[int(cell) for cell in row[3:]] for row in form[4:]] == list(published().values())


def test_heads_that_span_are_merged_as_on_paper(sheets):
    """三、 over 22 rows, 不予公开 over eight, each with its lines beside."""
    form = sheets[0]
    merged = ZipFile(BytesIO(MADE)).read("xl/worksheets/sheet1.xml").decode()

    assert form[6][0] == "三、本年度办理结果"
    assert form[8][1] == "(三)不予公开"
    assert form[8][2].startswith("1.")
    for place in ("A7:A28", "B9:B16", "A2:C4", "D2:J2", "E3:I3", "A5:C5"):
        assert f'"{place}"' in merged


def test_each_printed_page_has_the_head(sheets):
    """A4 across, one page wide, the head repeated, title and page numbers; identities on the second sheet."""
    file = ZipFile(BytesIO(MADE))
    sheet, names = (file.read(f"xl/{part}.xml").decode() for part in ("worksheets/sheet1", "workbook"))

    assert 'orientation="landscape"' in sheet
    assert 'paperSize="9"' in sheet
    assert "宿迁市2023年政府信息公开工作年度报告" in sheet
    assert "$1:$4" in names
    assert [row[2] for row in sheets[1][:3]] == ["成立"] * 3
    assert TABLE.sha256 in [row[1] for row in sheets[1]]


def test_the_same_figures_give_the_same_bytes():
    """So that a file can be held against the table that it was made from."""
    assert workbook("宿迁市", TABLE, LAYOUT, {"intake": 7}) == MADE


def lantai(pages, *words):
    """Run the command beside the books."""
    dsns = json.dumps(pages.dsns)
    return CliRunner().invoke(report, ["annual", *words], env={DSNS: dsns})


@pytest.mark.contract
async def test_the_command_gives_rows_identities_and_positions(one_request, tmp_path):
    """As one object, and the workbook beside it."""
    file = tmp_path / "表三.xlsx"
    words = ("--agency", "qionghai", "--year", "2025", "--json", "--xlsx", str(file))
    done = await one_request.aside(lantai, one_request, *words)
    answer = json.loads(done.stdout)

    assert done.exit_code == 0
    assert answer["rows"]["new_received"] == [1, 0, 0, 0, 0, 0, 1]
    assert [(each["id"], each["holds"]) for each in answer["identities"]] == [
        ("I1", True),
        ("I2", True),
        ("I3", True),
    ]
    assert answer["positions"] == {"intake": 1}
    assert CalamineWorkbook.from_path(str(file)).sheet_names[0] == "表三"


@pytest.mark.contract
@pytest.mark.parametrize(
    ("agency", "year", "code"),
    [
        ("nanhai", "2025", "agency-unknown"),
        ("qionghai", "2019", "year-out-of-range"),
        ("qionghai", "二〇二五", "year-out-of-range"),
        ("qionghai", "9" * 5000, "year-out-of-range"),
        ("qionghai", "-1", "year-out-of-range"),
        ("", "2025", "agency-unknown"),
    ],
)
async def test_the_command_refuses_in_a_sentence_with_a_code(one_request, agency, year, code):
    """Asked wrongly it ends with 64 and says how to ask."""
    done = await one_request.aside(lantai, one_request, f"--agency={agency}", f"--year={year}", "--json")

    assert done.exit_code == 64
    assert json.loads(done.stdout)["error"]["code"] == code


@pytest.mark.contract
async def test_the_command_shows_the_table_to_people(one_request):
    """Words, figures and identities."""
    done = await one_request.aside(lantai, one_request, "--agency", "qionghai", "--year", "2025")

    assert done.exit_code == 0
    assert "I1 成立" in done.stdout
