"""The annual table as a workbook (XLSX) in the official layout. The same figures give the same bytes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships without types
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # the same
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # the same

from reporting.table.table_layout import (
    APPLICANTS,
    CAPTION,
    CORNER,
    HEAD_COLUMNS,
    IDENTITY_WORDS,
    ORGANISATIONS,
    TableLine,
    lines_of,
)
from reporting.table.tally import Layout, Table

TITLE_ROW, HEAD_ROW, FIRST_LINE = 0, 1, 4
HEAD_WIDTHS, FIGURE_WIDTH = (10, 14, 44), 10
A4 = 9
CELL = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体", "font_size": 10}
MIDDLE = CELL | {"align": "center"}
SUM = {"bold": True, "bg_color": "#F4F6F9"}


def workbook(agency_name: str, table: Table, layout: Layout, positions: Mapping[str, int]) -> bytes:
    """Build the file: the table on the first sheet, the identities and positions on the second."""
    buffer = BytesIO()
    xlsx = Workbook(buffer, {"in_memory": True})
    title = f"{agency_name}{table.year}年政府信息公开工作年度报告"
    xlsx.set_properties({"title": title, "created": datetime(table.year, 12, 31, tzinfo=UTC)})
    sheet = xlsx.add_worksheet("表三")
    _lay_out(sheet, title)
    _write_head(xlsx, sheet, layout)
    lines = lines_of(table, layout)
    for row, line in enumerate(lines, FIRST_LINE):
        _write_line(xlsx, sheet, row, line)
    sheet.print_area(0, 0, FIRST_LINE + len(lines) - 1, HEAD_COLUMNS + len(layout.columns) - 1)
    _write_checks(xlsx, table, positions)
    xlsx.close()
    return buffer.getvalue()


def _lay_out(sheet: Worksheet, title: str) -> None:
    """Set A4 landscape, all columns on one page, and the table's heading on every page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.repeat_rows(TITLE_ROW, FIRST_LINE - 1)
    sheet.freeze_panes(FIRST_LINE, HEAD_COLUMNS)
    sheet.set_header(f"&C{title}")
    sheet.set_footer("&C第 &P 页，共 &N 页")
    for column, width in enumerate(HEAD_WIDTHS):
        sheet.set_column(column, column, width)


def _write_head(xlsx: Workbook, sheet: Worksheet, layout: Layout) -> None:
    """Write the heading of three rows: applicants, organisations, applicant kinds."""
    bold = xlsx.add_format(MIDDLE | {"bold": True})
    columns, last = list(layout.columns.values()), HEAD_COLUMNS + len(layout.columns) - 1
    sheet.set_column(HEAD_COLUMNS, last, FIGURE_WIDTH)
    caption = xlsx.add_format({"bold": True, "font_name": "宋体", "font_size": 14})
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, CAPTION, caption)
    sheet.merge_range(HEAD_ROW, 0, FIRST_LINE - 1, HEAD_COLUMNS - 1, CORNER, xlsx.add_format(MIDDLE))
    sheet.merge_range(HEAD_ROW, HEAD_COLUMNS, HEAD_ROW, last, APPLICANTS, bold)
    for column, label in ((HEAD_COLUMNS, columns[0]), (last, columns[-1])):
        sheet.merge_range(HEAD_ROW + 1, column, FIRST_LINE - 1, column, label, bold)
    sheet.merge_range(HEAD_ROW + 1, HEAD_COLUMNS + 1, HEAD_ROW + 1, last - 1, ORGANISATIONS, bold)
    for column, label in enumerate(columns[1:-1], HEAD_COLUMNS + 1):
        sheet.write_string(FIRST_LINE - 1, column, label, bold)


def _write_line(xlsx: Workbook, sheet: Worksheet, row: int, line: TableLine) -> None:
    """Write one row. Its heading cells are right-aligned to the figures; spanning cells stand in the first row they span."""
    look = SUM if line.is_sum else {}
    head, figure = xlsx.add_format(CELL | look), xlsx.add_format(MIDDLE | look)
    column = HEAD_COLUMNS - sum(cell.columns for cell in line.heads)
    for cell in line.heads:
        _write_cell(sheet, row, column, row + cell.rows - 1, column + cell.columns - 1, cell.text, head)
        column += cell.columns
    for column, value in enumerate(line.figures, HEAD_COLUMNS):
        sheet.write_number(row, column, value.value, figure)


def _write_cell(  # a rectangle needs four coordinates
    sheet: Worksheet, top: int, left: int, bottom: int, right: int, text: str, look: Format
) -> None:
    if (top, left) == (bottom, right):
        sheet.write_string(top, left, text, look)
    else:
        sheet.merge_range(top, left, bottom, right, text, look)


def _write_checks(xlsx: Workbook, table: Table, positions: Mapping[str, int]) -> None:
    """Write the identities, the counted positions and the hash."""
    sheet = xlsx.add_worksheet("勾稽与依据")
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 70)
    sheet.set_column(2, 2, 12)
    rows = [
        (found.id, IDENTITY_WORDS[found.id], "成立" if found.holds else "不成立")
        for found in table.identities
    ]
    rows += [(service, "依据该服务的事件，截至序号", str(seq)) for service, seq in positions.items()]
    rows += [("SHA-256", table.sha256, "")]
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text)
