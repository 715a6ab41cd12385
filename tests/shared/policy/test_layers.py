"""Nation, province, city, bureau: as many layers as there are, each held to what applies above it."""

from datetime import date

import pytest

from shared.policy import BUILT_IN, BrokenPack, PackLibrary, Policy, UnknownAgency, policies
from support.packs import PROFILE

ON = date(2025, 3, 3)

LAYER = """
format = 2
id = "{{id}}"
title = "测试{name}"
kind = "layer"
within = "{within}"
valid_from = 2019-05-15
{more}
[sources]
own = "测试{name}规定"
"""
PROVINCE = LAYER.format(name="省", within="national", more="")
CITY = LAYER.format(name="市", within="sheng", more="")
BUREAU = """
format = 2
id = "{id}"
title = "测试市统计局"
within = "shi"
valid_from = 2019-05-15
[sources]
own = "测试市统计局规定"
"""


def entry(key, value, note="", more=""):
    """One value with its text."""
    return f'[{key}]\nvalue = {value}\nclause = "第一条"\nsource = "own"\nnote = "{note}"\n{more}'


@pytest.fixture
def library(write_pack):
    """The built-in packs and a made-up province, city and bureau; each is given its rules."""

    def build(province="", city="", bureau="", **heads):
        write_pack(province, pack_id="sheng", head=heads.get("sheng", PROVINCE), profile="")
        write_pack(city, pack_id="shi", head=heads.get("shi", CITY), profile="")
        root = write_pack(bureau, pack_id="ju", head=heads.get("ju", BUREAU))
        return PackLibrary((BUILT_IN, root))

    return build


def found(library, key):
    """What applies to the bureau."""
    return Policy("ju", ON, library=library)[key]


def test_the_nearest_text_applies(library):
    """Province, city and bureau each set what the others leave open; the value names the text that it stands in."""
    built = library(
        province=entry("reply.working_days", 18) + entry("extension.working_days_max", 15),
        city=entry("reply.working_days", 15),
        bureau=entry("correction.notice_working_days", 3),
    )

    assert (found(built, "reply.working_days").value, found(built, "reply.working_days").layer) == (
        15,
        "superior",
    )
    assert found(built, "reply.working_days").source == "测试市规定"
    assert found(built, "extension.working_days_max").source == "测试省规定"
    assert found(built, "correction.notice_working_days").layer == "local"
    assert found(built, "third_party.reply_working_days").layer == "national"


def test_texts_set_aside_are_kept(library):
    """A stricter text below stands, and the page can still show every text above that says otherwise."""
    built = library(
        province=entry("reply.working_days", 18),
        city=entry("reply.working_days", 15),
        bureau=entry("reply.working_days", 15),
    )

    resolved = found(built, "reply.working_days")

    assert (resolved.value, resolved.layer) == (15, "local")
    assert [(text.layer, text.value) for text in resolved.overridden] == [("superior", 18), ("national", 20)]


def test_a_bureau_is_held_to_its_province(library):
    """Where the bureau's text falls below the province's the province's applies, and the note says so."""
    built = library(
        province=entry("reply.working_days", 15), bureau=entry("reply.working_days", 18, note="旧规定十八日")
    )

    resolved = found(built, "reply.working_days")

    assert (resolved.value, resolved.layer, resolved.note) == (15, "superior", "旧规定十八日")
    assert [(text.layer, text.value) for text in resolved.overridden] == [("local", 18), ("national", 20)]


def test_a_province_is_held_to_the_nation(library):
    """Where the province's text falls below the nation's the floor wins for every bureau in it."""
    built = library(province=entry("reply.working_days", 30, note="旧规定三十日"))

    resolved = found(built, "reply.working_days")

    assert (resolved.value, resolved.layer, resolved.note) == (20, "national", "旧规定三十日")
    assert [(text.layer, text.value) for text in resolved.overridden] == [("superior", 30)]


def test_lists_of_several_layers_are_joined(library):
    """A question that the province adds is asked in every bureau of it, whatever the bureau's own list leaves out."""
    question = '[{{ id = "{0}", label = "是否涉及{0}？", clause = "第一条" }}]'
    built = library(
        province=entry("confidentiality.questions", question.format("census"), note="省增设"),
        bureau=entry("confidentiality.questions", question.format("survey"), note="局增设"),
    )

    resolved = found(built, "confidentiality.questions")
    asked = [each.id for each in resolved.value]

    assert asked[:2] == ["survey", "census"]
    assert {"state_secret", "trade_secret"} <= set(asked)
    assert resolved.layer == "joined"
    assert resolved.clause.startswith("第一条；第一条；")


def test_a_form_is_held_to_the_nation_alone(library):
    """The bureau's own form replaces the province's; only what the regulation asks for must be in it."""
    box = '[{{ id = "{0}", label = "{0}", required = true, clause = "第一条" }}]'
    built = library(
        province=entry("form.fields", box.format("postcode"), note="省表"),
        bureau=entry("form.fields", box.format("contact"), note="局表"),
    )

    resolved = found(built, "form.fields")
    fields = {each.id: each.required for each in resolved.value}

    assert "postcode" not in fields
    assert fields["contact"]
    assert resolved.layer == "resolution"


def test_a_layer_is_no_agency(library):
    """Province and city are not served: they have no pages, no lanes, no policy of their own."""
    built = library()

    assert policies(built) == ("ju", "qionghai", "tongliao")
    with pytest.raises(UnknownAgency):
        Policy("sheng", ON, library=built)


def test_a_bureau_follows_the_text_of_the_day(write_pack):
    """A city may have one pack for each period; its bureaus go by the one that is in force."""
    old = CITY.replace("valid_from = 2019-05-15", "valid_from = 2019-05-15\nvalid_to = 2024-12-31")
    new = CITY.replace("valid_from = 2019-05-15", "valid_from = 2025-01-01")
    write_pack("", pack_id="sheng", head=PROVINCE, profile="")
    write_pack(entry("reply.working_days", 12), pack_id="shi", head=old, profile="", folder="shi-old")
    write_pack(entry("reply.working_days", 10), pack_id="shi", head=new, profile="", folder="shi-new")
    built = PackLibrary((BUILT_IN, write_pack(pack_id="ju", head=BUREAU)))

    days = (date(2024, 12, 31), date(2025, 1, 1))
    assert [Policy("ju", day, library=built)["reply.working_days"].value for day in days] == [12, 10]


@pytest.mark.parametrize(
    ("heads", "sentence"),
    [
        ({"ju": BUREAU.replace('"shi"', '"xian"')}, "ju：within 所指的“xian”没有规则包"),
        ({"ju": BUREAU.replace('"shi"', '"qionghai"')}, "within 所指的“qionghai”是机关，不能作上级层"),
        ({"sheng": PROVINCE.replace('"national"', '"shi"')}, "within 绕成一圈"),
        ({"shi": CITY.replace("2019-05-15", "2020-01-01")}, "ju：2019-05-15 起上级“shi”没有生效的规则包"),
        (
            {"shi": CITY.replace("2019-05-15", "2019-05-15\nvalid_to = 2024-06-30")},
            "ju：2024-07-01 起上级“shi”",
        ),
        ({"shi": CITY.replace("{{id}}", "ju").replace("{id}", "ju")}, "ju：同一标识的规则包，kind 须一致"),
        ({"shi": CITY.replace('"layer"', '"town"')}, "pack.toml：缺项或类型不对"),
        ({"shi": CITY.replace('"layer"', '"national"')}, "保留字"),
    ],
)
def test_a_fault_of_the_layers_is_told(library, heads, sentence):
    """A missing parent, an agency or oneself as parent, a day without the parent: none takes effect."""
    with pytest.raises(BrokenPack, match=sentence):
        library(**heads)


def test_a_layer_with_the_profile_of_an_agency_is_told(library):
    """Who has a name, an address and a seal is an agency, and says so."""
    with pytest.raises(BrokenPack, match=r"shi agency\.name：上级层（kind = “layer”）不是机关"):
        library(city=entry("agency.name", '"测试市"'))


def test_a_layer_below_what_binds_it_needs_a_note(library):
    """A text that falls short of the province's is carried only when its note says how it applies."""
    with pytest.raises(BrokenPack, match=r"ju reply\.working_days：低于上级规定（第一条），须在 note 中说明"):
        library(province=entry("reply.working_days", 15), bureau=entry("reply.working_days", 18))


def test_what_a_city_gives_its_bureaus_need_not_repeat(write_pack):
    """A court that the city names for all its bureaus is missed in none of them."""
    court = '[redress.court]\nvalue = "测试市人民法院"\nclause = "第一条"\nsource = "own"\n'
    without = PROFILE.replace(court, "")
    write_pack("", pack_id="sheng", head=PROVINCE, profile="")
    write_pack(court, pack_id="shi", head=CITY, profile="")
    built = PackLibrary((BUILT_IN, write_pack(pack_id="ju", head=BUREAU, profile=without)))

    assert without != PROFILE
    assert found(built, "redress.court").source == "测试市规定"


@pytest.mark.parametrize(
    ("named", "region"),
    [({}, "national"), ({"sheng": "cn-90"}, "cn-90"), ({"sheng": "cn-90", "ju": "cn-900102"}, "cn-900102")],
)
def test_the_region_is_that_of_the_nearest_pack_that_names_one(library, named, region):
    """The bureau's own, else its city's or its province's; where none names any, the nation's calendar counts."""
    heads = {"sheng": PROVINCE, "shi": CITY, "ju": BUREAU}
    placed = {
        name: heads[name].replace("valid_from", f'region = "{code}"\nvalid_from', 1)
        for name, code in named.items()
    }

    assert Policy("ju", ON, library=library(**placed)).region == region


@pytest.mark.parametrize(
    ("region", "sentence"),
    [("cn-91", "ju：地区 cn-91 不在上级“shi”的地区 cn-9001 之内"), ("beijing", "pack.toml：缺项或类型不对")],
)
def test_a_region_that_does_not_fit_is_told(library, region, sentence):
    """A bureau lies where its city lies, and a region is written by its code."""
    city = CITY.replace("valid_from", 'region = "cn-9001"\nvalid_from', 1)
    bureau = BUREAU.replace("valid_from", f'region = "{region}"\nvalid_from', 1)

    with pytest.raises(BrokenPack, match=sentence):
        library(shi=city, ju=bureau)
