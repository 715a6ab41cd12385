"""A region's own festivals: days off for its agencies, and for nobody else (放假办法第四条)."""

from datetime import date

import pytest

from shared.policy import BUILT_IN, PackLibrary, Policy
from shared.workdays import Notice, Row, Uncovered, calendar_of_region, due_date, is_region, regions_down_to
from support.packs import HEAD

NATIONAL = Notice("国办甲", "2025年安排", date(2024, 11, 12), 2025)
PROVINCE = Notice("省甲", "那达慕大会放假", date(2024, 6, 1), 2025, region="cn-90")
CITY = Notice("市甲", "建市纪念日放假", date(2024, 6, 1), 2025, region="cn-9001")
ROWS = (
    Row(date(2025, 1, 1), "off", "元旦", NATIONAL),
    Row(date(2025, 7, 5), "work", "", NATIONAL),
    Row(date(2025, 7, 4), "off", "那达慕", PROVINCE),
    Row(date(2025, 7, 5), "off", "那达慕", PROVINCE),
    Row(date(2025, 7, 8), "off", "建市纪念日", CITY),
)


@pytest.mark.parametrize(
    ("region", "counting"),
    [
        ("national", ("national",)),
        ("cn-15", ("national", "cn-15")),
        ("cn-150502", ("national", "cn-15", "cn-1505", "cn-150502")),
    ],
)
def test_the_nation_counts_first_then_each_region_on_the_way_down(region, counting):
    """A longer code lies in each shorter one that it begins with."""
    assert regions_down_to(region) == counting


@pytest.mark.parametrize(
    ("text", "holds"),
    [("national", True), ("cn-15", True), ("cn", False), ("cn-150", False), ("CN-15", False)],
)
def test_a_region_is_written_in_one_way(text, holds):
    """The nation by its word, a region by its code of two, four or six digits."""
    assert is_region(text) is holds


@pytest.mark.parametrize(
    ("region", "free"),
    [
        ("national", []),
        ("cn-91", []),
        ("cn-90", [date(2025, 7, 4), date(2025, 7, 5)]),
        ("cn-9002", [date(2025, 7, 4), date(2025, 7, 5)]),
        ("cn-900102", [date(2025, 7, 4), date(2025, 7, 5), date(2025, 7, 8)]),
    ],
)
def test_a_festival_is_a_day_off_where_it_is_kept(region, free):
    """Neither beside nor above; within the region it also frees a weekend day that the nation orders to be worked."""
    calendar = calendar_of_region(region, ROWS)

    days = (date(2025, 7, 4), date(2025, 7, 5), date(2025, 7, 8))
    assert [day for day in days if not calendar.is_working_day(day)] == free


def test_a_region_s_notice_covers_no_year():
    """While the nation's notice of a year is missing no day of it is known, whatever the region has published."""
    calendar = calendar_of_region("cn-90", [row for row in ROWS if row.notice is not NATIONAL])

    assert calendar.years == frozenset()
    with pytest.raises(Uncovered):
        calendar.is_working_day(date(2025, 7, 4))


def test_a_count_names_the_region_s_notice_where_it_rests_on_it():
    """The grounds of a period name each notice that freed one of its days, and the nation's of the year."""
    calendar = calendar_of_region("cn-90", ROWS)

    assert calendar.notices_for(date(2025, 7, 1), date(2025, 7, 10)) == (PROVINCE, NATIONAL)
    assert calendar.notices_for(date(2025, 3, 3), date(2025, 3, 10)) == (NATIONAL,)


def test_a_regional_holiday_moves_a_due_date_in_one_agency_and_not_in_another(write_pack):
    """Two agencies get the same request on one day; the one whose city and province keep the festivals answers later."""
    city = 'format = 2\nid = "shi"\ntitle = "测试市"\nkind = "layer"\nregion = "cn-9001"\nvalid_from = 2019-05-15\n[sources]\n'
    write_pack(pack_id="shi", head=city, profile="")
    write_pack(pack_id="ju", head=HEAD.replace("valid_from", 'within = "shi"\nvalid_from'))
    library = PackLibrary((BUILT_IN, write_pack()))
    received = date(2025, 6, 27)

    def due(agency):
        policy = Policy(agency, received, library=library)
        return due_date(calendar_of_region(policy.region, ROWS), received, 10)

    assert (due("ceshi"), due("ju")) == (date(2025, 7, 10), date(2025, 7, 15))
