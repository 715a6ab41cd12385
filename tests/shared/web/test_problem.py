"""The one table that gives a kind of refusal its HTTP status."""

import pytest

from shared.command.decider import Full, Gone, Invalid, NotFound, NotYours, Refusal, TooOften
from shared.web.errors import problem


@pytest.mark.parametrize(
    ("kind", "status", "title"),
    [
        (Refusal, 409, "这一步没有办成"),
        (NotFound, 404, "没有找到这个页面"),
        (NotYours, 403, "不能查看或办理"),
        (Invalid, 422, "这一步没有办成"),
        (Gone, 410, "这一步没有办成"),
        (TooOften, 429, "这一步没有办成"),
        (Full, 503, "这一步没有办成"),
    ],
)
def test_each_kind_has_its_status_and_title(kind, status, title):
    """A kind of refusal is answered with one status, under one title, in the refusal's own words."""
    said = problem.of_refusal(kind("a-code", "请改正。", "《条例》第四条"))

    assert (said.status, said.title) == (status, title)
    assert (said.code, said.reason, said.clause) == ("a-code", "请改正。", "《条例》第四条")


def test_no_kind_is_left_out():
    """Every kind of refusal that there is stands in the table."""
    assert set(problem.REFUSED) == {Refusal, *Refusal.__subclasses__()}
