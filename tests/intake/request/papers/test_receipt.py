"""The receipt as PDF."""

from dataclasses import replace


def test_receipt_tells_number_code_due_and_tracking(press, receipt, words_of):
    """A receipt fits one page and names number, query code, applicant, date, request, due date, tracking, office."""
    pages = words_of(press.render(receipt.document()))

    assert len(pages) == 1
    for part in (
        "政府信息公开申请登记回执",
        receipt.request_number,
        receipt.query_code,
        receipt.applicant_name,
        "2025年3月3日",
        receipt.content,
        receipt.due_statement,
        receipt.tracking,
        receipt.agency.contact.address,
    ):
        assert part in pages[0]


def test_receipt_speaks_the_agencys_words(press, receipt, words_of):
    """Where the agency says 政务信息 the receipt says so."""
    words = "".join(words_of(press.render(replace(receipt, information_label="政务信息").document())))

    assert "政务信息公开申请登记回执" in words


def test_long_request_is_printed_whole(press, receipt, words_of):
    """A request of two thousand characters runs over pages without loss."""
    pages = words_of(press.render(replace(receipt, content="统计" * 1000, exercise=True).document()))

    assert sum(page.count("统计") for page in pages) >= 1000
    assert all("演练文书" in page for page in pages)
