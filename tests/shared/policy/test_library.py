"""Adding an agency is adding a folder; asking for what is not there is refused in a sentence."""

import ast
import json
from datetime import date
from pathlib import Path

import msgspec
import pytest

from shared.policy import (
    BUILT_IN,
    BrokenPack,
    NotInForce,
    PackLibrary,
    Policy,
    UnknownAgency,
    UnknownKey,
    policies,
    resolve,
)

ON = date(2025, 3, 3)


def test_third_agency_is_a_folder(write_pack):
    """A new folder is a new agency beside the built-in ones, with its own values above the floor."""
    rules = '[reply.working_days]\nvalue = 15\nclause = "第二条"\nsource = "own"\n'

    library = PackLibrary((BUILT_IN, write_pack(rules)))

    found = Policy("ceshi", ON, library=library)["reply.working_days"]
    assert policies(library) == ("ceshi", "qionghai", "tongliao")
    assert (found.value, found.source, found.layer) == (15, "测试市统计局规定", "local")
    assert "测试市人民政府" in Policy("ceshi", ON, library=library).redress_text("granted")


def test_third_agency_below_the_floor(write_pack):
    """A new agency that allows itself longer than the regulation is held to the regulation."""
    rules = '[reply.working_days]\nvalue = 30\nclause = "第二条"\nsource = "own"\nnote = "旧规定三十日"\n'
    library = PackLibrary((BUILT_IN, write_pack(rules)))

    assert resolve("ceshi", "reply.working_days", on=ON, library=library).value == 20
    literal = resolve("ceshi", "reply.working_days", on=ON, library=library, seed_literal=True)
    assert literal.value == 30


def test_two_packs_of_one_agency_follow_each_other(write_pack):
    """A later folder with the same id takes over on its first day."""
    old = 'format = 2\nid = "{id}"\ntitle = "旧"\nvalid_from = 2019-05-15\nvalid_to = 2024-12-31\n[sources]\nown = "旧规定"\n'
    new = 'format = 2\nid = "{id}"\ntitle = "新"\nvalid_from = 2025-01-01\n[sources]\nown = "新规定"\n'
    write_pack(head=old, folder="ceshi-old")
    library = PackLibrary((BUILT_IN, write_pack(head=new, folder="ceshi-new")))

    days = (date(2024, 12, 31), date(2025, 1, 1))
    assert [resolve("ceshi", "agency.name", on=day, library=library).source for day in days] == [
        "旧规定",
        "新规定",
    ]


def test_floor_alone_before_the_first_pack():
    """Before a bureau's own text took effect only the regulation applies to it."""
    found = resolve("tongliao", "correction.notice_working_days", on=date(2022, 6, 1))

    assert (found.value, found.layer) == (7, "national")


def test_unknown_agency():
    """An agency without a pack is refused, and the sentence lists those there are."""
    with pytest.raises(UnknownAgency, match=r"没有标识为“sanya”的机关。已登记的机关：qionghai、tongliao"):
        Policy("sanya", ON)


def test_unknown_key():
    """A key that nobody knows is refused by name."""
    with pytest.raises(UnknownKey, match=r"没有规定“reply\.days”"):
        resolve("qionghai", "reply.days", on=ON)


def test_optional_key_left_open():
    """What a bureau's text leaves open has no value, and is not invented."""
    policy = Policy("tongliao", ON)

    assert policy.get("agency.fax") is None
    with pytest.raises(UnknownKey, match=r"通辽经济技术开发区统计局.*agency\.fax"):
        _ = policy["agency.fax"]


def test_day_before_the_regulation():
    """A day on which the present regulation was not in force is not computed by it."""
    with pytest.raises(NotInForce, match="最早自2019年5月15日起"):
        resolve("qionghai", "reply.working_days", on=date(2019, 5, 14))


def test_broken_pack_never_loads(write_pack):
    """A pack with a fault stops the start, with all its faults in the message."""
    folder = write_pack('[reply.working_days]\nvalue = "二十"\nclause = "一"\nsource = "own"\n')

    with pytest.raises(BrokenPack, match=r"reply\.working_days：值的类型或取值不对") as caught:
        PackLibrary((BUILT_IN, folder))
    assert len(caught.value.faults) == 1


def test_answer_can_be_written_as_json():
    """A command prints a resolved value as it is."""
    found = json.loads(msgspec.json.encode(resolve("qionghai", "agency.hours", on=ON)))

    assert found["value"]["spans"][0] == {"opens": "08:00:00", "closes": "11:30:00"}
    assert found["clause"] == "指南二（二）1"


def test_no_agency_stands_in_the_code():
    """No line of the policy code knows an agency by name: everything of theirs is in their folders."""
    names = {*policies(), "琼海", "通辽"}
    package = Path(BUILT_IN).parent

    constants = [
        node.value
        for file in package.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]

    assert len(constants) > 100
    assert not [text for text in constants if any(name in text for name in names)]
