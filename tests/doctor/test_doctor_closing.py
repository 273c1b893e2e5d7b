"""What the doctor says of signed closings."""

from pathlib import Path

from config.closing import ClosingPlan, MailPlace, PostPlace
from hub.doctor.closing import DAY_MS, closings, secrets
from hub.doctor.finding import Mark
from hub.service.ports import ClosingStatus, PlaceStatus
from tests.service.kit import MORNING_MS


def test_closings_that_do_not_leave_are_told() -> None:
    said = list(closings(ClosingStatus(), None, [], MORNING_MS))
    assert [finding.mark for finding in said] == [Mark.OK, Mark.WARN]
    assert "Name a place in closing.toml" in said[1].to_do
    places = {
        "usb": PlaceStatus(waiting=1, tries=2, failed_ms=MORNING_MS, why="not mounted"),
        "mail": PlaceStatus(waiting=2, tries=6, failed_ms=MORNING_MS, why="refused"),
        "so": PlaceStatus(waiting=1, tries=1, sent_ms=MORNING_MS - 2 * DAY_MS),
        "share": PlaceStatus(sent_ms=MORNING_MS),
    }
    status = ClosingStatus(day="2026-11-21", places=places, why="the key is gone")
    said = list(closings(status, "00" * 32, [*places, "new"], MORNING_MS))
    assert [finding.mark for finding in said] == [Mark.OK, Mark.WARN, Mark.WARN, Mark.BAD, Mark.BAD, Mark.OK, Mark.OK]
    assert "the last one is of 2026-11-21, signed by" in said[0].seen
    assert said[2].seen == "1 wait, failed 2 times: not mounted"


def test_a_closed_day_without_a_closing_is_wrong() -> None:
    status = ClosingStatus(failed={"2026-11-21": "Row 40 is against the rules"}, why="killed")
    said = [
        one for one in closings(status, None, ["usb"], MORNING_MS, ["2026-11-21", "2026-11-22"]) if one.mark is Mark.BAD
    ]
    assert [one.seen.partition(": ")[2] for one in said] == ["Row 40 is against the rules", "killed"]
    assert "run.py closing 2026-11-21" in said[0].to_do


def test_a_secret_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("s3cret", encoding="utf-8")
    mail = MailPlace(
        name="mail", to=("a@b",), sender="c@d", server="e", user="c", password_file=str(tmp_path / "password")
    )
    post = PostPlace(name="so", url="https://example.vn", token_file=str(tmp_path / "token"))
    (said,) = secrets(ClosingPlan(mail=(mail,), post=(post,)))
    assert (said.mark, said.seen) == (Mark.BAD, f"there is no file {tmp_path / 'password'}")
