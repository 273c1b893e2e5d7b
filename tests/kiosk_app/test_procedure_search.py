"""Finding a procedure at the kiosk: what is found by what, what keys make, and the whole way to a number and a slip."""

import unicodedata
from typing import Any

from playwright.sync_api import Page, expect

from tests.kiosk_app.procedure_scenes import open_procedure, open_search, press
from tests.kiosk_app.screen_kit import PROCEDURES, AgentDouble, device, hall, opening, with_hours, without_hub

FIND = """async (asked) => {
  const { make_index, find } = await import("/static/js/finding.js");
  const index = make_index(await (await fetch("/api/procedures")).json());
  return asked.map((text) => find(index, text).map(({ procedure, rank }) => [procedure.name, rank]));
}"""
ELSEWHERE = """async (asked) => {
  const { done_elsewhere, make_index } = await import("/static/js/finding.js");
  const index = make_index(await (await fetch("/api/procedures")).json());
  return asked.map((text) => done_elsewhere(index, text));
}"""
SPEAK = """async (code) => (await import("/static/js/texts.js")).speak_language(code)"""
TYPE = """async (asked) => {
  const { typed } = await import("/kiosk/procedures/telex.js");
  return asked.map((keys) => [...keys].reduce(typed, ""));
}"""

FIRST_FOUND = {
    "sổ đỏ": "Cấp đổi Giấy chứng nhận quyền sử dụng đất",
    "so do": "Cấp đổi Giấy chứng nhận quyền sử dụng đất",
    "sao y": "Chứng thực bản sao từ bản chính",
    "công chứng": "Chứng thực bản sao từ bản chính",
    "giay doc than": "Cấp Giấy xác nhận tình trạng hôn nhân",
    "hộ khẩu": "Đăng ký thường trú",
    "đkks": "Đăng ký khai sinh",
    "DKKS": "Đăng ký khai sinh",
    "khai tử": "Đăng ký khai tử",
    "khai tu": "Đăng ký khai tử",
    "hoà giải": "Hòa giải tranh chấp đất đai",
    "  tam   tru ": "Đăng ký tạm trú",
    "khai sinh lưu động": "Đăng ký khai sinh lưu động",
    "2.001019": "Chứng thực di chúc",
    "ket hon nuoc ngoai": "Đăng ký kết hôn có yếu tố nước ngoài",
    "kahi sinh": "Đăng ký khai sinh",
    "khaisinh": "Đăng ký khai sinh",
    "thuongf tru": "Đăng ký thường trú",
    "business": "Đăng ký thành lập hộ kinh doanh",
    "land": "Cấp đổi Giấy chứng nhận quyền sử dụng đất",
    "lpg": "Cấp Giấy chứng nhận đủ điều kiện cửa hàng bán lẻ LPG chai",
}
"""What people type, and the procedure that must come first; written from the rules of search, not from the program."""

KEYS = {
    "ddawng kys": "đăng ký",
    "ddaang": "đâng",
    "hoaf giair": "hòa giải",
    "hoafn": "hoàn",
    "nguwowif": "người",
    "dduwowcj": "được",
    "quyeenf": "quyền",
    "giaays": "giấy",
    "thuys": "thúy",
    "xaay duwngj": "xây dựng",
    "thuwowngf trus": "thường trú",
    "dangd": "đang",
    "ass": "as",
    "aaa": "aa",
    "ddd": "dd",
    "asz": "a",
    "khai sinh": "khai sinh",
    "chung thuc": "chung thuc",
    "dkks": "dkks",
    "281": "281",
}


def fold(text: str) -> str:
    """The folding that searching rests on, once more and in other words."""
    bare = text.casefold().replace("đ", "d").replace("ð", "d")
    letters = [letter for letter in unicodedata.normalize("NFD", bare) if not unicodedata.combining(letter)]
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


def with_a_slip(folded: str) -> str:
    """One letter of the longest word left out."""
    longest = max(folded.split(), key=len)
    return folded.replace(longest, longest[:2] + longest[3:], 1)


def test_whatever_people_type_finds_what_they_mean(page: Page) -> None:
    names = [one.name for one in PROCEDURES.procedures]
    first = page.evaluate(FIND, list(FIRST_FOUND))
    found = {text: (hits[0][0] if hits else "") for text, hits in zip(FIRST_FOUND, first, strict=True)}
    assert {text: name for text, name in found.items() if not name.startswith(FIRST_FOUND[text])} == {}
    by_name = page.evaluate(FIND, [*names, *(fold(name) for name in names)])
    assert [hits[0][0] for hits in by_name] == names * 2
    initials = ["".join(word[0] for word in fold(name).split())[:6] for name in names]
    by_initials = page.evaluate(FIND, initials)
    lost = [name for name, hits in zip(names, by_initials, strict=True) if name not in [hit[0] for hit in hits]]
    lost.remove("Tách hộ")  # Two letters begin words of others.
    assert lost == []
    by_slip = page.evaluate(FIND, [with_a_slip(fold(name)) for name in names])
    # Three slips make another word of the list, which then finds what it says.
    lost = [name for name, hits in zip(names, by_slip, strict=True) if name not in [hit[0] for hit in hits]]
    assert len(lost) <= 3
    assert all(by_slip)
    words = [word for synonym in PROCEDURES.synonyms for word in synonym.words]
    found_by = dict(zip(words, page.evaluate(FIND, words), strict=True))
    told_by = dict(zip(words, page.evaluate(ELSEWHERE, words), strict=True))
    for synonym in PROCEDURES.synonyms:
        by_words = [found_by[word] for word in synonym.words]
        if synonym.meaning.startswith("!"):
            assert not any(by_words), synonym
            assert {f"!{told_by[word]}" for word in synonym.words} == {synonym.meaning}
        else:
            assert [hits[0][0] for hits in by_words if fold(synonym.meaning) not in fold(hits[0][0])] == [], synonym
    assert page.evaluate(FIND, ["qqqq", "", "  ", "?"]) == [[], [], [], []]


def test_the_better_a_text_fits_the_earlier_it_comes(page: Page) -> None:
    (khai_tu, tru) = page.evaluate(FIND, ["dang ky khai tu", "tru"])
    assert khai_tu[0][0] == "Đăng ký khai tử"
    ranks = [rank for _, rank in khai_tu]
    assert ranks == sorted(ranks)
    assert ranks[0] < ranks[1]
    whole_words = [name for name, _ in tru if "tru" in fold(name).split()]
    begun = [name for name, _ in tru if name not in whole_words]
    assert begun
    assert [name for name, _ in tru] == whole_words + begun


def test_keys_make_vietnamese_letters(page: Page) -> None:
    made = dict(zip(KEYS, page.evaluate(TYPE, list(KEYS)), strict=True))
    assert {keys: text for keys, text in made.items() if unicodedata.normalize("NFC", KEYS[keys]) != text} == {}


def slip(state: str, name: str = "slip-1") -> dict[str, Any]:
    return device(slip={"id": name, "state": state})


def type_initials(page: Page) -> None:
    """With a slip on the way, and a look at the figures."""
    open_search(page)
    press(page, "qqq")
    expect(page.locator(".nothing")).to_contain_text("Không tìm thấy thủ tục nào cho “qqq”")
    page.tap("#rub-out")
    expect(page.locator("#typed")).to_have_text("qq")
    page.tap("#clear")
    press(page, "cccd")
    expect(page.locator(".elsewhere")).to_contain_text("Thẻ căn cước không làm tại đây")
    page.tap("#clear")
    page.tap("#figures")
    press(page, "2")
    page.tap("#figures")
    page.tap("#rub-out")
    press(page, "dkks")


def test_from_a_few_letters_to_the_slip_and_the_number(page: Page, agent: AgentDouble) -> None:
    type_initials(page)
    page.tap('[data-row="1.001193"]')
    facts = page.locator(".facts")
    expect(facts).to_contain_text("Giấy chứng sinh (bản chính)")
    expect(facts).to_contain_text("Quầy 2")
    page.clock.run_for(600)
    agent.hold.clear()
    page.tap("#print-slip")
    expect(page.locator("[data-slip=printing]")).to_be_visible()
    expect(page.locator("#print-slip")).to_have_count(0)
    agent.hold.set()
    for state in ("failed", "confirmed"):
        agent.tell("agent", slip(state, f"slip-{1 + (state == 'confirmed')}"))
        expect(page.locator(f"[data-slip={state}]")).to_be_visible()
        if state == "failed":
            page.tap("#print-slip")
            agent.wait_for(lambda: len(agent.slips) == 2)
    assert agent.slips[1] == {"field": "ho_tich", "name": "Đăng ký khai sinh", "language": "vi"}
    page.tap("#back")
    expect(page.locator("#typed")).to_have_text("dkks")
    expect(page.locator(".in-which-language")).to_have_count(0)
    page.evaluate(SPEAK, "en")
    expect(page.locator(".in-which-language")).to_contain_text("Listed in Vietnamese")
    page.evaluate(SPEAK, "vi")
    page.clock.run_for(600)
    page.tap('[data-row="1.001193"]')
    page.clock.run_for(600)
    page.tap(".tool-priority")
    page.clock.run_for(600)
    page.tap("#take")
    expect(page.locator(".slip-number")).to_have_text("A001")
    assert [(wish["field"], wish["ticket_class"]) for wish in agent.wishes] == [("ho_tich", "class_0")]
    agent.tell_job("confirmed")
    page.tap("#done")
    page.tap("#find")
    expect(page.locator("#typed")).not_to_contain_text("dkks")


def test_fields_lead_to_their_lists_leaf_by_leaf_and_nobody_finds_what_another_typed(
    page: Page, agent: AgentDouble
) -> None:
    open_search(page)
    page.tap("[data-row=ho_tich]")
    expect(page.locator(".turn-where")).to_have_text("1–8 / 24")
    names = []
    for where in ("9–16 / 24", "17–24 / 24"):
        names += page.locator(".row b").all_text_contents()
        page.clock.run_for(600)
        page.tap("#chevron-right")
        expect(page.locator(".turn-where")).to_have_text(where)
    names += page.locator(".row b").all_text_contents()
    assert names == [one.name for one in PROCEDURES.procedures if one.field == "ho_tich"]
    expect(page.locator("#chevron-right")).to_be_disabled()
    page.clock.run_for(600)
    page.tap("#chevron-left")
    page.clock.run_for(600)
    page.tap("#back")
    page.clock.run_for(600)
    press(page, "con nuoi")
    page.clock.run_for(41_000)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.clock.run_for(20_000)
    expect(page.locator(".cards")).to_be_visible()
    page.tap("#find")
    expect(page.locator("[data-row=ho_tich]")).to_be_visible()
    agent.tell_scan("ticket", label="A007", state="waiting", people_ahead=3)
    expect(page.locator("h1")).to_contain_text("A007")


def test_without_the_hub_the_list_is_there_and_without_a_list_there_is_no_search(
    page: Page, agent: AgentDouble
) -> None:
    agent.tell("agent", without_hub(printer={"is_online": True, "paper": "out", "cover": "closed"}))
    open_procedure(page)
    expect(page.locator("[data-slip=trouble]")).to_be_visible()
    expect(page.locator("#print-slip, .card-waiting")).to_have_count(0)
    page.tap("#take")
    expect(page.locator(".slip-number")).to_have_text(agent.own_label)
    agent.tell("agent", device(procedures=""))
    page.reload()
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator("#find")).to_have_count(0)
    view = hall()
    view["fields"][0]["is_stopped"] = True
    agent.tell("kiosk", view)
    agent.tell("agent", device())
    open_procedure(page)
    expect(page.locator(".take-not")).to_contain_text("tạm ngừng nhận số")
    expect(page.locator("#take")).to_have_count(0)
    agent.tell("kiosk", with_hours(hall(), opening("2099-11-25T07:30", "2099-11-25T11:30")))
    page.reload()
    expect(page.locator(".closed")).to_be_visible()
    open_procedure(page)
    expect(page.locator(".take-not")).to_contain_text("nhận số từ 7:30")


def test_a_keyboard_that_was_plugged_in_writes_and_a_scanner_that_types_does_not(page: Page) -> None:
    open_search(page)
    page.keyboard.type("khaisinhh", delay=120)
    page.keyboard.press("Backspace")
    expect(page.locator("[data-row]").first).to_contain_text("Đăng ký khai sinh")
    page.evaluate("""() => {
      for (const key of "TL1:2026") dispatchEvent(new KeyboardEvent("keydown", { key }));
    }""")
    page.clock.run_for(1000)
    expect(page.locator("#typed")).to_have_text("khaíinh")
