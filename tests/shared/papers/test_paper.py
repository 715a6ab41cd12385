"""A paper as PDF: complete, literal, archivable, the same every time."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from shared.papers.press import Document, DocumentFailed, Press
from support.intake.papers import furthest_right

LITERAL = r"#set page(1pt) $x^2$ *强* _下_ @标 <label> \ `码` = 标题 // 注 /* 注 */ [x] {y} #panic() '单' ~"


def test_reply_is_the_same_bytes_for_the_same_input(press, reply):
    """Another press sets the same reply to the same bytes, so that an audit can compare hashes."""
    first = press.render(reply.document())
    press.render(replace(reply, applicant_name="别人😀").document())
    second = Press().render(reply.document())

    assert first == second
    assert first.sha256 == hashlib.sha256(first.pdf).hexdigest()
    assert first.renderer.startswith("typst ")


def test_reply_carries_its_own_date(press, reply):
    """The time in the file is noon of the day of issue in China, not the clock's."""
    document = press.render(replace(reply, issued_on=date(2019, 5, 15)).document())

    assert b"D:20190515040000Z" in document.pdf


def test_reply_claims_archive_and_access_standards(press, reply):
    """The file declares PDF/A-2a and PDF/UA-1 and is tagged in Chinese."""
    pdf = press.render(reply.document()).pdf

    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang(zh-CN)" in pdf.replace(b" ", b"")


def test_typst_syntax_is_printed_not_read(press, reply_to, words_of):
    """What looks like markup in the applicant's words is printed as it was typed."""
    words = "".join(words_of(press.render(reply_to(content=LITERAL).document())))

    assert "".join(LITERAL.split()) in words


def test_rare_names_are_printed(press, reply_to, words_of):
    """Rare characters of names are drawn, not replaced."""
    words = "".join(words_of(press.render(reply_to(applicant="㛃堃喆犇骉").document())))

    assert "㛃堃喆犇骉：" in words


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("表情😀完", "表情〔U+1F600〕完"),
        ("家👨‍👩‍👧完", "家〔U+1F468〕〔U+1F469〕〔U+1F467〕完"),
        ("铃\x07\x00完", "铃〔U+0007〕〔U+0000〕完"),
        ("反\u202e完", "反〔U+202E〕完"),
        ("半\ud800完", "半〔U+D800〕完"),
        ("蒙ᠮᠣ完", "蒙〔U+182E〕〔U+1823〕完"),
        ("零\u200b\ufeff宽完", "零宽完"),
        ("换\r\n行\r完", "换行完"),
        ("\U0010fffd完", "〔U+10FFFD〕完"),
        ("\\u{41}完", "\\u{41}完"),
    ],
)
def test_what_cannot_be_drawn_is_shown_by_number(press, reply_to, words_of, typed, printed):
    """A sign that no face draws, or that hides itself, appears as its Unicode number; zero-width signs go."""
    words = "".join(words_of(press.render(reply_to(applicant=typed, content=typed).document())))

    assert printed + "：" in words
    assert printed + "”" in words


def test_long_words_run_over_pages_without_loss(press, reply_to, words_of):
    """Four thousand characters and an endless address are printed to the last one, with page numbers."""
    content = "统计数据" * 1000 + "https://example.org/" + "a1" * 400
    document = press.render(reply_to(content=content).document())
    pages = words_of(document)

    assert document.pages == len(pages) > 5
    assert all(page.endswith(f"—{number}—") for number, page in enumerate(pages, start=1))
    assert content in "".join(page.removesuffix(f"—{number}—") for number, page in enumerate(pages, start=1))


def test_the_foot_never_lies_alone_on_a_page(press, reply_to, words_of):
    """However long the letter is, the last page holds more than the 版记."""
    lasts = [
        words_of(press.render(reply_to(content="统计数据" * 7 * lines).document()))[-1] for lines in range(24)
    ]

    assert not [page for page in lasts if page.startswith("公开方式")]


def test_exercise_says_so_on_every_page(press, reply, words_of):
    """A reply of an exercise is marked 演练 on each page; a real one nowhere."""
    exercise = words_of(press.render(replace(reply, exercise=True).document()))
    real = words_of(press.render(reply.document()))

    assert len(exercise) > 1
    assert all("演练文书" in page for page in exercise)
    assert not any("演练" in page for page in real)


def test_many_threads_share_a_press(press, reply_to):
    """Replies set by eight threads at once equal those set one by one."""
    replies = [reply_to(applicant=f"申请人{number}") for number in range(16)]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda reply: press.render(reply.document()), replies))

    assert together == [press.render(reply.document()) for reply in replies]


def test_a_fault_of_the_template_never_tells_the_words(press, reply):
    """When data and template disagree the error names the template and no word of the applicant."""
    with pytest.raises(DocumentFailed) as failure:
        press.render(
            Document(
                template="paper", data={"applicant_name": reply.applicant_name}, dated_on=reply.issued_on
            )
        )

    assert "paper" in str(failure.value)
    assert reply.applicant_name not in str(failure.value)


def test_an_endless_address_stays_on_the_page(press, reply_to):
    """A run of signs without a blank is broken before it leaves the text area, 26 mm from the edge."""
    document = press.render(reply_to(content="https://example.org/" + "a1" * 200).document())

    assert furthest_right(document) < 210 - 25


def test_a_signature_never_stands_alone(press, reply, words_of):
    """Without redress the last words of the decision lie on the page of the signature."""
    lines = "\n".join(f"第{number}段。" for number in range(5, 9))
    for above in range(12):
        letter = replace(reply.letter, finding="查明。\n" * above, decision=lines, materials=())
        last = words_of(press.render(replace(reply, letter=letter, redress="").document()))[-1]
        assert "第8段。" in last
