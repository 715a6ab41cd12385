"""Commands that are given what they cannot take: the documented exit code, a Chinese sentence, nothing written."""

import re
from pathlib import Path

import pytest

from support.servers.third_bureau import CITY, PACK, ThirdBureauStack
from support.typed import typed

CHINESE = re.compile(r"[\u4e00-\u9fff].*[。）]\s*$", re.DOTALL)
LINE = '{{"id":"{}","applicant_kind":"natural_person","received_on":"{}","closed_on":null,"outcome":null}}\n'
FILES = {
    "words.jsonl": "不是 JSON\n".encode(),
    "null.jsonl": b"\0\0\0\n",
    "bytes.jsonl": bytes(range(256)),
    "wide.jsonl": LINE.format("a", "2024-01-02").encode("utf-16"),
    "list.jsonl": b"[1, 2]\n",
    "deep.jsonl": b"[" * 4000 + b"\n",
    "long.jsonl": b'{"id":"' + b"x" * 100_000 + b'"}\n',
    "null-id.jsonl": LINE.format("a\\u0000b", "2024-01-02").encode(),
    "half-id.jsonl": LINE.format("\\ud800", "2024-01-02").encode(),
    "future.jsonl": LINE.format("a", "2999-01-01").encode(),
    "leap.jsonl": LINE.format("a", "2023-02-29").encode(),
    "early.jsonl": LINE.format("a", "2007-01-01").encode(),
    "class.jsonl": LINE.format("a", "2024-01-02").replace("natural_person", "😀").encode(),
    "wrong.toml": b"number = 1\n",
    "null.toml": b"\0",
    "bytes.toml": bytes(range(256)),
    "leap.csv": b"day,kind\n2023-02-29,holiday\n",
    "notice.txt": b"x",
    "null-pack/pack.toml": b"\0",
    "bytes-pack/pack.toml": b"\xff\xfe",
    "emoji-pack/pack.toml": 'id = "😀"\n'.encode(),
    "outside/pack.toml": b'format = 2\nid = "../x"\ntitle = "x"\nvalid_from = 2019-05-15\n[sources]\n',
}
IMPORT = [f"ledger import {name} --agency yunling" for name in FILES if name.endswith(".jsonl")]
NOTICE = [f"calendar load {name} --by ops" for name in FILES if name.endswith((".toml", ".csv", ".txt"))]
NOTICE = [words for words in NOTICE if "pack.toml" not in words]
REPLAY = "audit replay --agency yunling --case 2025-0001 --as-of"
CASES = [
    *((words, 1) for words in IMPORT),
    ("ledger import leap.jsonl --agency nobody", 1),
    ("ledger import leap.jsonl --agency 😀", 1),
    ("ledger import missing.jsonl --agency yunling", 1),
    ("ledger import emoji-pack --agency yunling", 1),
    ("ledger import leap.jsonl", 2),
    ("ledger import", 2),
    ("ledger export", 2),
    *((words, 64) for words in NOTICE),
    ("calendar load missing.toml --by ops", 64),
    ("calendar load wrong.toml", 64),
    ("calendar load wrong.toml --by a/b", 64),
    *((f"agency add {name}", 1) for name in ("null-pack", "bytes-pack", "emoji-pack", "outside", "missing")),
    ("agency add", 2),
    ("agency 😀", 2),
    ("report annual --agency yunling --year 1999", 64),
    ("report annual --agency yunling --year ２０２５", 64),
    ("report annual --agency yunling --year 99999999999999999999", 64),
    ("report annual --agency 😀 --year 2025", 64),
    ("report annual --agency yunling --year 2025 --xlsx missing/x.xlsx", 64),
    ("report annual --year 2025", 64),
    (f"{REPLAY} 2025-02-29T09:00", 64),
    (f"{REPLAY} 9999-12-31T23:59:59-23:59", 64),
    (f"{REPLAY} now", 64),
    (f"{REPLAY.replace('2025-0001', '😀')} 2025-02-28T09:00", 64),
    (f"{REPLAY.replace('2025-0001', '2025-999999')} 2025-02-28T09:00", 66),
    (f"{REPLAY.replace('yunling', 'nobody')} 2025-02-28T09:00", 64),
    ("deadline explain --agency yunling --received 2023-02-29", 64),
    ("deadline explain --agency yunling --received 2998-12-31", 2),
    ("deadline explain --agency yunling --received 2025-03-03 --pause ..", 64),
    ("deadline explain --agency 😀 --received 2025-03-03", 64),
    ("nonsense", 2),
    ("up --port abc", 2),
    ("up --unheard-of", 2),
]


@pytest.fixture(scope="module")
def place(third_bureau: ThirdBureauStack) -> Path:
    """The stack's folder with all hostile files in it."""
    for name, content in FILES.items():
        file = third_bureau.place / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
    return third_bureau.place


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(("words", "code"), CASES)
def test_what_cannot_be_taken_is_refused_in_a_sentence(third_bureau: ThirdBureauStack, words: str, code: int):
    """Code as documented, no traceback, a Chinese sentence on standard error, standard output empty."""
    result = typed(third_bureau.place, *words.split(" "))

    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert CHINESE.search(result.stderr), result.stderr


async def _imported(third_bureau: ThirdBureauStack) -> int:
    rows = await third_bureau.events("intake")
    return sum(row.type == "past-request-imported" for row in rows)


@pytest.fixture(scope="module", autouse=True)
async def imported(third_bureau: ThirdBureauStack) -> int:
    """The number of records that the bureau had before; other tests import into it, too."""
    return await _imported(third_bureau)


async def test_nothing_of_it_was_written(third_bureau: ThirdBureauStack, place: Path, imported: int):
    """After all of them the bureau has no further imported record, and the stack no pack but the bureau's and its city's."""
    assert place == third_bureau.place
    assert await _imported(third_bureau) == imported
    assert {pack.name for pack in third_bureau.folder.packs.iterdir()} == {CITY.name, PACK.name}
