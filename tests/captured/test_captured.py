"""How the texts of the year are read, masked, put in order, kept and compared."""

import pytest

from captured.collection import Collection, Look
from captured.masks import masked
from captured.order import settled, settled_replay, settled_trail
from captured.stored import differences, gist, texts_of
from captured.visible_text import main_lines, page_lines

PAGE = """<html><head><title>申请</title><style>p {}</style></head><body><nav>栏目</nav>
<main><h1>申请 <span>办理中</span></h1><dl><div><dt>收到日期</dt><dd><p>3月4日</p></dd></div></dl>
<form><input type="hidden" name="csrf" value="x"><label>理由</label><input name="reason" value="无" title="写明">
<input type="radio" checked> 是<select><option>甲<option selected>乙</option></select><button>提交</button></form>
<script>never()</script></main></body></html>"""
BY_PEOPLE = ["2025年5月7日 09:30 申请人", "撤回", "第 1 步，受理第4号"]
STOPPED = "2025年5月7日 09:30 系统（期限）|停止计时|第 {} 步，期限第2号，由第 1 步引起"
CLOSED = "2025年5月7日 09:30 系统（办理）|应予终止|第 {} 步，办理第2号，由第 1 步引起"
OF_ACCEPTANCE = {
    "受理": ["申请人", "撤回", "", "受理 | 已撤回"],
    "期限": ["系统（期限）", "停止计时", "由第 1 步引起", "期限 | 已停止"],
    "办理": ["系统（办理）", "应予终止", "由第 1 步引起", "办理 | 应予终止"],
    "分办": ["经办人", "分办", "由第 {办理} 步引起", "办理 | 已分办"],
}
"""Steps of a replay: who, what, the step that caused it, and the line of the state that it moves."""
ASSIGNED = ["2025年5月8日 09:30 经办人", "分办", "第 4 步，办理第3号"]


def test_page_is_read_as_it_is_seen():
    """Blocks are lines, cells stand side by side, controls show what stands in them, and the frame is left out of the main part."""
    lines = main_lines(PAGE)

    assert lines == [
        "申请",
        "申请 办理中",
        "收到日期 | 3月4日",
        "理由 ‹写明› [无] [x] 是 [甲 *乙 /] [提交]",
    ]
    assert "栏目" in page_lines(PAGE)


@pytest.mark.parametrize(
    ("seen", "kept"),
    [
        ("查询码 QBUC-SCP3-MHYR", "查询码 ‹query code›"),
        ("2025年3月4日 09:31:07 收到", "2025年3月4日 ‹time› 收到"),
        ("2025-03-04T01:31:07.5+00:00", "2025-03-04 ‹time›"),
        ("2025年3月4日 09:05 送到", "2025年3月4日 09:05 送到"),
        ("办公 14:30-17:30", "办公 14:30-17:30"),
        ("期限第17号，登记编号 2025-0017", "期限第‹n›号，登记编号 2025-0017"),
        ("http://127.0.0.1:8080/ 密码 hush", "http://127.0.0.1:‹port›/ 密码 ‹password›"),
    ],
)
def test_what_changes_from_run_to_run_is_masked(seen: str, kept: str):
    """Codes, instants, places in the log, ports and passwords are masked; dates, numbers and moments of the story stay."""
    assert masked([seen], {"hush": "‹password›"}) == [kept]


def test_trail_stands_in_one_order():
    """What two services did at the same moment stands by their names, whichever came first, and the steps are counted anew."""
    first, second = (
        ["全程记录", *BY_PEOPLE, *one.format(2).split("|"), *other.format(3).split("|"), *ASSIGNED]
        for one, other in ((STOPPED, CLOSED), (CLOSED, STOPPED))
    )

    assert first != second
    assert settled_trail(first) == settled_trail(second) == second


def replay(*order: str, changed: str = "", to: str = ""):
    """The pages of a replay whose steps were recorded in this order; words of every page may be others."""
    state = {"受理": "受理 | 已收到", "办理": "办理 | 尚未立案", "期限": "期限 | 计时中"}
    places: dict[str, str] = {}
    pages = [
        [
            "第 0 步，共 4 步",
            "这一步",
            "此时还没有收到。",
            "查看某一时刻",
            "此时的状态",
            *state.values(),
            "依据的事件：无",
        ]
    ]
    for number, name in enumerate(order, 1):
        who, what, cause, moved = OF_ACCEPTANCE[name]
        service = "办理" if name == "分办" else name
        label = moved.partition(" | ")[0]
        places |= {service: f"{service}第{number}号"}
        state = {each: line.removesuffix(" | 有变化") for each, line in state.items()}
        state |= {label: f"{moved} | 有变化"}
        caused = [cause.format(办理=order.index("办理") + 1)] if cause else []
        happened = [f"2025年5月7日 09:30 {who}", what, *caused, places[service]]
        below = ["查看某一时刻", "此时的状态", *state.values(), "依据的事件：" + "，".join(places.values())]
        pages.append([f"第 {number} 步，共 4 步", "这一步", *happened, *below])
    return [[line.replace(changed, to) if changed else line for line in page] for page in pages]


def kept(pages: list[list[str]]) -> list[list[str]]:
    """What is kept of a replay."""
    return [masked(page, {}) for page in settled_replay(pages)]


def test_replay_stands_in_one_order():
    """Whichever service recorded first, each page shows its step with the state that it made, and the last page shows all."""
    in_turn = replay("受理", "办理", "期限", "分办")
    raced = [replay("受理", "期限", "办理", "分办"), replay("受理", "办理", "分办", "期限")]

    assert kept(raced[0]) == kept(raced[1]) == kept(in_turn)
    assert settled_replay(in_turn) == in_turn
    assert kept(raced[0])[2][2:6] == [
        "2025年5月7日 ‹time› 系统（办理）",
        "应予终止",
        "由第 1 步引起",
        "办理第‹n›号",
    ]
    assert kept(raced[1])[4][4:6] == ["由第 2 步引起", "办理第‹n›号"]


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        ("停止计时", "暂停计时"),
        ("引起", "所致"),
        ("期限 | 已停止", "期限 | 已逾期"),
        (" | 有变化", " | 已变化"),
        ("受理 | 已收到", "受理 | 已登记"),
        ("此时的状态", "当时的状态"),
        ("共 4 步", "计 4 步"),
        ("此时还没有收到。", "此时没有收到。"),
    ],
)
def test_changed_sentence_of_a_replay_is_found(sentence: str, other: str):
    """Of the step, of the state, of the frame or of the empty page: each is otherwise in what is kept, in any order of recording."""
    stored = kept(replay("受理", "办理", "期限", "分办"))
    now = kept(replay("受理", "期限", "办理", "分办", changed=sentence, to=other))

    found = differences(
        {"replay.txt": "\n".join(map("\n".join, stored))}, {"replay.txt": "\n".join(map("\n".join, now))}
    )
    assert [line for line in found if line.startswith("+") and other.strip(" |") in line]


def test_page_that_shows_more_than_its_step_moved_is_no_replay():
    """A state that loses a line, or names another event than the one that happened, stops the capture."""
    pages = replay("受理", "办理", "期限", "分办")
    lost = [*pages[:3], [line for line in pages[3] if not line.startswith("受理 |")], pages[4]]
    wrong = [*pages[:4], [line.replace("办理第4号，", "办理第2号，") for line in pages[4]]]

    for bad in (lost, wrong):
        assert bad != pages
        with pytest.raises(ValueError, match="not what the steps moved"):
            settled_replay(bad)


def test_equal_things_stand_in_one_order():
    """Requests of a day, clocks of a kind and equal figures stand alike however they came."""
    rows = ["2025-0010 | 2025年3月3日 | 甲", "2025-0009 | 2025年3月3日 | 乙", "2025-0011 | 2025年3月2日 | 丙"]
    clocks = ["‹意见期限 1›", "7月2日", "‹意见期限 2›", "7月1日"]
    chart = ["在办申请的期限状态", "共2件，“暂停”最多，1件。", "计时 | 1", "暂停 | 1", "办理结果"]

    assert settled(rows) == [rows[1], rows[0], rows[2]]
    assert settled(clocks) == ["‹意见期限›", "7月1日", "‹意见期限›", "7月2日"]
    other = [chart[0], chart[1].replace("暂停", "计时"), chart[3], chart[2], chart[4]]
    assert settled(chart) == settled(other)


def test_second_look_is_kept_as_what_changed(tmp_path):
    """A file holds the first look whole, then what each later look has otherwise, by time and by person."""
    seen = Collection()
    for time, person, lines in (
        ("3月4日", "甲", ["登记", "待审查", "受理"]),
        ("3月4日", "乙", ["登记", "待审查", "分办"]),
        ("3月5日", "甲", ["登记", "已审查", "受理"]),
        ("3月5日", "乙", ["登记", "已审查", "受理"]),
    ):
        seen.add("one/case", Look(time, person, lines))

    seen.write(tmp_path)

    assert (tmp_path / "one/case.txt").read_text("utf-8").splitlines() == [
        *("=== 3月4日 甲", "登记", "待审查", "受理"),
        *("=== 3月4日 乙", "-受理", "+分办"),
        *("=== 3月5日 甲", "-待审查", "+已审查"),
        *("=== 3月5日 乙", "(the same)"),
    ]


def test_changed_word_is_named(tmp_path):
    """A word that is otherwise, a file that is new and one that is gone are each printed with their places."""
    (tmp_path / "desk.txt").write_text("待办\n已签\n", "utf-8")
    (tmp_path / "new.txt").write_text("新\n", "utf-8")

    found = list(differences({"desk.txt": "待办\n未签\n", "old.txt": "旧\n"}, texts_of(tmp_path)))

    assert {"--- stored/desk.txt", "-未签", "+已签", "+新", "-旧"} <= set(found)
    assert list(differences(texts_of(tmp_path), texts_of(tmp_path))) == []


def test_change_is_said_once():
    """The same change in many files is one line with its count, whatever figures stand in it."""
    before = {f"{n}.txt": f"=== 3月{n}日\n第{n}号 未签\n" for n in range(3)}
    after = {f"{n}.txt": f"=== 4月{n}日\n第{n + 1}号 已签\n" for n in range(3)}

    assert list(gist(before, after)) == ["-    3 × 第#号 未签", "+    3 × 第#号 已签"]
