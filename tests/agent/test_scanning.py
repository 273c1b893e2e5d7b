"""What scanners read: told apart strictly, quickly, once, and without anything of who it was."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.agent.scanning import (
    DEBOUNCE_S,
    IdentityScan,
    LinkScan,
    ReceiptScan,
    Scan,
    ScanRules,
    Scans,
    TicketScan,
    UnknownScan,
    classify,
)

NUMBER = "001085012345"
CARD = f"{NUMBER}|123456789|Nguyễn Thị Ánh|02031985|Nữ|Số 7 phố Lụa, Hà Nội|19042021"
RULES = ScanRules(receipt=r"(?:\d{3}\.\d{2}\.\d{2}\.)?H\d{2}-\d{6}-\d{4,5}", leads_to="tra_ket_qua")
RECEIPT = "000.00.16.H46-241122-0001"
HASHED = ScanRules(receipt=".*", identity="hash")


@pytest.mark.parametrize("label", ["A105", "105", "AB-0105", "A-K2-07", "AB-KIOSK1-100", "A1000"])
def test_a_tickets_code_names_the_ticket(label: str) -> None:
    scan = classify(f"TL1:2026-11-22-{label}", RULES)
    assert scan == TicketScan(f"2026-11-22-{label}", label)
    assert isinstance(scan, TicketScan)
    assert scan.code == f"TL1:2026-11-22-{label}"


@pytest.mark.parametrize("start", ["HTTPS://SO.PHUONG-MAU.GOV.VN/T/", "http://192.168.1.10:8080/t/", "http://[::1]/t/"])
def test_a_tickets_link_names_its_token(start: str) -> None:
    token = "abcdefghijklmnopqrstuvwxy7"
    for written in (token, token.upper()):
        scan = classify(start + written, RULES)
        assert scan == LinkScan(token)
        assert isinstance(scan, LinkScan)
        assert scan.code == f"/t/{token}"


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/t/" + "a" * 25,
        "https://example.org/t/" + "a" * 27,
        "https://example.org/t/" + "1" * 26,
        "https://example.org/x/t/" + "a" * 26,
        "ftp://example.org/t/" + "a" * 26,
        "TL1:2026-11-22-",
        "TL1:2026-11-31-A105",
        "TL1:2026-11-22-a105",
        "tl1:2026-11-22-A105",
        "TL2:2026-11-22-A105",
        "TL1:2026-11-22-A105 ",
        "xTL1:2026-11-22-A105",
        "TL1:2026-11-22-A105\n",
        "TL1:２０２６-11-22-A105",
        "TL1:2026-11-22-A-K2-07-9",
        f"TL1:2026-11-22-{'A' * 13}",
        "https://example.org/TL1:2026-11-22-A105",
        "",
        "x" * 100_000,
        f"{NUMBER}|123456789|Nguyễn",
        f"{NUMBER}|12345678|a|b|c|d|e",
        f"{NUMBER}7|123456789|a|b|c|d|e",
        f"{RECEIPT}\n",
        f"{RECEIPT}00",
    ],
)
def test_what_is_nearly_something_is_unknown(text: str) -> None:
    assert classify(text, RULES) == UnknownScan()


@pytest.mark.parametrize(
    "text", [CARD, CARD.replace("123456789", ""), f"{CARD}|x", f"{CARD}|x|y", f"{CARD}{CARD}", NUMBER]
)
def test_an_identity_card_is_known_and_forgotten(text: str) -> None:
    assert classify(text, RULES) == IdentityScan()
    assert classify(text, ScanRules(receipt=".*")) == IdentityScan(), "no expression takes a card"


def test_a_digest_is_the_same_all_day_and_at_every_kiosk_and_another_tomorrow() -> None:
    scan = classify(CARD, HASHED, "2026-11-22")
    assert isinstance(scan, IdentityScan)
    assert scan == classify(NUMBER, HASHED, "2026-11-22") != classify(CARD, HASHED, "2026-11-23")
    assert len(scan.digest or "") == 64


@pytest.mark.parametrize(("rules", "day"), [(RULES, "2026-11-22"), (HASHED, "")])
def test_no_digest_is_made_where_none_is_needed(rules: ScanRules, day: str) -> None:
    assert classify(CARD, rules, day) == IdentityScan(None)


def test_a_receipt_fits_the_whole_expression() -> None:
    assert classify(RECEIPT, RULES) == classify("H46-241122-00012", RULES) == ReceiptScan()
    assert classify(RECEIPT, ScanRules()) == UnknownScan(), "a centre without an expression has no receipts"
    assert classify("9" * 65, ScanRules(receipt=r"\d*")) == UnknownScan(), "a long reading is not tried"


@given(st.text(max_size=600))
def test_any_reading_is_something(text: str) -> None:
    assert isinstance(classify(text, RULES), Scan)


@given(
    st.text(alphabet="0123456789|AĐ ", min_size=1),
    st.sampled_from([RULES, HASHED]),
)
def test_nothing_of_a_reading_is_shown(tail: str, rules: ScanRules) -> None:
    scans = Scans(rules, lambda: "2026-11-22")
    seen = scans.read(CARD + tail, 1.0)
    for shown in (repr(seen), str(seen), repr(scans), repr(vars(scans))):
        assert NUMBER not in shown
        assert "Nguyễn" not in shown


def test_a_code_that_stays_under_the_scanner_counts_once() -> None:
    scans = Scans(RULES)
    assert scans.read(RECEIPT, 10.0) == ReceiptScan()
    assert scans.read(CARD, 10.5) == IdentityScan()
    assert scans.read(RECEIPT, 10.0 + DEBOUNCE_S - 0.1) is None
    assert scans.read(RECEIPT, 10.0 + DEBOUNCE_S * 1.9) is None, "it was never away"
    assert scans.read(RECEIPT, 10.0 + DEBOUNCE_S * 2.9) == ReceiptScan()


@pytest.mark.parametrize(
    "expression",
    ["(", "(a+)+", "(a|aa)*b", "(?:a+){9}", ".*.*.*.*x", "a?" * 30, r"(a+)\1", "(?x)(a+) +", "(?P<a>x)"],
)
def test_an_expression_that_may_take_for_ever_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"expression"):
        ScanRules(receipt=expression)


@pytest.mark.parametrize("expression", [r"[^]x+*()]+-\(\d+\)+", "[a-z]*.*[0-9]*x", r"(?:a|b|c)?\d{6}(?:-\d+)?"])
def test_what_is_allowed_is_quick_at_its_worst(expression: str) -> None:
    rules = ScanRules(receipt=expression)
    since_s = time.process_time()
    for text in ("a" * 64, "0" * 64, "-" * 64):
        assert classify(text, rules) == UnknownScan()
    assert time.process_time() - since_s < 1
