"""The linter finds what a pack's author may get wrong, each in one sentence."""

import subprocess
import sys
from datetime import date

import pytest

from shared.policy import PackLibrary, Policy
from shared.policy.library import BUILT_IN, checked, folders
from shared.policy.pack import read
from shared.policy.schema import SHAPES

ENTRY = '[reply.working_days]\nvalue = {value}\nclause = "一"\nsource = "own"\n'
LIST = '[{key}]\nclause = "一"\nsource = "own"\nvalue = [{{ id = "{id}", label = "一", clause = "一" }}]\n'


def faults(*paths):
    return checked(paths)[1]


def test_built_in_packs_have_no_fault():
    """The packs that are delivered pass."""
    assert faults(BUILT_IN) == ()


def test_every_key_of_the_schema_is_declared():
    """The national pack declares each key that the schema knows, so that each has its floor rule."""
    national = next(pack for folder in folders(BUILT_IN) if (pack := read(folder)).head.is_national)

    assert {
        key for key in national.entries if not key.startswith(("outcomes.", "evidence."))
    } == SHAPES.keys()


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ('[reply.days]\nvalue = 20\nclause = "一"\nsource = "own"\n', "没有这个键"),
        ('[reply.working_days]\nvalue = 20\nsource = "own"\n', "缺少 clause"),
        ('[reply.working_days]\nvalue = 20\nclause = "一"\n', "缺少 source"),
        (
            '[reply.working_days]\nvalue = 20\nclause = "一"\nsource = "other"\n',
            "没有在 pack.toml 的 [sources] 中",
        ),
        (ENTRY.format(value=30), "低于国家底线（条例第三十三条第二款），须在 note 中说明"),
        (ENTRY.format(value=0), "值的类型或取值不对"),
        (ENTRY.format(value="true"), "值的类型或取值不对"),
        (ENTRY.format(value=20) + 'nota = "x"\n', "值的类型或取值不对"),
        (ENTRY.format(value=20) + 'floor = "local"\n', "floor 只能由国家规则包规定"),
        (ENTRY.format(value=20) + "valid_from = 2025-01-01\nvalid_to = 2024-01-01\n", "早于起始日"),
        (ENTRY.format(value=20) + 'valid_from = "明年"\n', "值的类型或取值不对"),
        (ENTRY.replace("[reply.working_days]", "[[reply.working_days]]").format(value=20) * 2, "有效期重叠"),
        ('[channels]\nclause = "一"\nsource = "own"\nvalue = []\n', "缺少 counter、post、oral；"),
        (
            '[pause.kinds]\nclause = "一"\nsource = "own"\nvalue = ["third_party", "third_party"]\n',
            "重复的 third_party",
        ),
        ("[reply\n", "不能读作 TOML"),
        ("x = " + "[" * 5000, "嵌套太深"),
        ("channels = []\n", "值的类型或取值不对"),
        ("reply.working_days = 15\n", "没有这个键"),
        ('[reply.working_days]\nclause = "一"\nsource = "own"\n', "没有 value，不会生效"),
        (ENTRY.format(value=20) + "optional = true\n", "optional 只能由国家规则包规定"),
        (ENTRY.format(value=20) + "allowed = [20]\n", "allowed 只能由国家规则包规定"),
        (ENTRY.format(value=20) + "valid_to = 2018-12-31\n", "在规则包的有效期之外，不会生效"),
        (
            '[warning.roles]\nvalue = ["head"]\nclause = "一"\nsource = "own"\n',
            "须与 warning.working_days_before 逐项对应",
        ),
        (LIST.format(key="channels", id="email"), "值的类型或取值不对"),
        (LIST.format(key="form.fields", id="wechat"), "值的类型或取值不对"),
        (LIST.format(key="documents.series", id="letter"), "值的类型或取值不对"),
    ],
)
def test_fault_is_told(write_pack, rules, sentence):
    """Each kind of mistake gives a sentence that names the key and what to do."""
    found = faults(BUILT_IN, write_pack(rules))

    assert [fault for fault in found if sentence in fault]


def test_weaker_value_with_a_note_passes(write_pack):
    """A text below the floor may be carried when its note says how it applies."""
    assert faults(BUILT_IN, write_pack(ENTRY.format(value=30) + 'note = "依条例为二十日"\n')) == ()


def test_weaker_only_in_a_later_period(write_pack):
    """A value that falls below the floor from some later day on is found too."""
    early = ENTRY.format(value=20) + "valid_to = 2030-12-31\n"
    late = ENTRY.format(value=25) + "valid_from = 2031-01-01\n"
    rules = (early + late).replace("[reply.working_days]", "[[reply.working_days]]")

    assert [fault for fault in faults(BUILT_IN, write_pack(rules)) if "低于国家底线" in fault]


def test_missing_profile_is_told(write_pack):
    """An agency that does not give its name, address or reconsideration body is not complete."""
    found = faults(BUILT_IN, write_pack(profile=""))

    assert {"agency.name", "agency.address", "redress.body"} <= {
        fault.split()[1].split("：")[0] for fault in found
    }
    assert not [fault for fault in found if "agency.fax" in fault]


@pytest.mark.parametrize(
    "word", ["review", "deadline", "reporting", "static", "signin", "intake", "api", "national"]
)
def test_reserved_words_are_no_agencies(write_pack, word):
    """An agency may not take the first word of an address of the system."""
    assert [fault for fault in faults(BUILT_IN, write_pack(pack_id=word)) if "保留字" in fault]


def test_id_fits_an_address_and_a_subject(write_pack):
    """An id with a dot or a capital letter would break the bus subject and the address."""
    found = faults(BUILT_IN, write_pack(pack_id="San.ya"))

    assert [fault for fault in found if "只能用小写字母" in fault]


def test_head_without_dates_is_told(write_pack):
    """A head that does not say from when it is in force is not read."""
    found = faults(BUILT_IN, write_pack(head='id = "{id}"\ntitle = "测试"\n'))

    assert [fault for fault in found if "pack.toml：缺项或类型不对" in fault]


def test_overlapping_packs_are_told(write_pack):
    """Two packs of one agency on one day contradict each other."""
    write_pack(folder="one")

    assert [fault for fault in faults(BUILT_IN, write_pack(folder="two")) if "有效期重叠" in fault]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("more/rules.toml", "more：目录中没有 pack.toml，其余文件不会被读到"),
        ("ceshi/more/rules.toml", "ceshi/more/rules.toml：规则包不读下级目录"),
        ("rules.toml", "rules.toml：规则文件须放在规则包自己的目录中"),
    ],
)
def test_a_file_that_is_not_read_is_told(write_pack, file, sentence):
    """Rules that lie where no pack is read from are not dropped in silence."""
    root = write_pack()
    place = root / file
    place.parent.mkdir(exist_ok=True)
    place.write_text(ENTRY.format(value=15), "utf-8")

    assert [fault for fault in faults(BUILT_IN, root) if sentence in fault]


def test_floor_must_be_there(write_pack):
    """Without a national pack nothing can be judged."""
    assert [fault for fault in faults(write_pack()) if "没有国家规则包" in fault]


def test_citations_name_known_rules():
    """Every rule id in a pack has the form of the survey's ids."""
    packs = [read(folder) for folder in folders(BUILT_IN)]
    rules = {entry.rule for pack in packs for versions in pack.entries.values() for entry in versions} - {""}

    assert len(rules) > 40
    assert all(rule[:2] in {"TA", "TB", "TF", "QG", "QM", "QR"} and rule[2].isdigit() for rule in rules)


@pytest.mark.parametrize(("rules", "code"), [("", 0), (ENTRY.format(value=30), 1)])
def test_command_prints_the_faults(write_pack, rules, code):
    """`python -m shared.policy lint` ends non-zero exactly when a pack has a fault."""
    command = [sys.executable, "-m", "shared.policy", "lint", str(write_pack(rules))]

    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == code
    assert ("低于国家底线" in done.stdout) == bool(code)


def test_command_lists_what_must_be_confirmed(write_pack):
    """A value that the agency must still confirm is no fault: it is listed, and the answer carries the mark."""
    rules = ENTRY.format(value=15) + 'confirmed = false\nnote = "暂拟"\n'
    root = write_pack(rules)
    command = [sys.executable, "-m", "shared.policy", "lint", str(root)]

    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 0
    assert "待确认 ceshi reply.working_days：15（暂拟）" in done.stdout
    policy = Policy("ceshi", date(2025, 3, 3), library=PackLibrary((BUILT_IN, root)))
    assert not policy["reply.working_days"].confirmed
    assert policy["agency.name"].confirmed


def test_what_the_packs_call_unconfirmed_is_marked():
    """Of the built-in packs every value whose note leaves something for the agency to confirm carries the mark."""
    packs = [read(folder) for folder in folders(BUILT_IN)]
    entries = [
        (f"{pack.head.id} {key}", entry)
        for pack in packs
        for key, versions in pack.entries.items()
        for entry in versions
    ]
    open_questions = ("待机关确认", "须由机关确认", "须由机关核对", "机构确认")

    marked = {name for name, entry in entries if not entry.confirmed}

    assert marked == {name for name, entry in entries if any(words in entry.note for words in open_questions)}
    assert {"qionghai agency.document_code", "tongliao redress.body", "tongliao redress.court"} <= marked
