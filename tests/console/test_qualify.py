"""``run.py devices qualify``: trials on a simulated printer, questions in two languages, a profile in a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.devices import kiosk_of
from config.texts import own_texts
from drivers.printers import NO_ANSWER, NOT_DRAWN, EscposPrinter, JobEnd, Profile, Raster, load_profile, qualification
from drivers.printers.escpos_printer import PrinterTiming
from drivers.printers.profile import CodePage, Presenter, Reliability
from drivers.printers.status import IN_WORDS
from drivers.registry import printer_way
from drivers.simulators import Fault, PrinterSimulator, TcpCable
from hub.console.programs import devices
from tests.drivers.desk import ticket


class Counter:
    """A simulated printer on a port, the papers that came out of it, and somebody who answers for them."""

    def __init__(self, model: str, folder: Path) -> None:
        self.papers: list[Raster] = []
        self.simulator = PrinterSimulator(self.papers.append, model)
        self.server = TcpCable(self.simulator, 0)
        self.server.plug()
        self.url = f"socket://127.0.0.1:{self.server.port}"
        self.centre = folder

    def qualify(self, *answers: str, name: str = "ours", url: str = "") -> Result:
        arguments = ["qualify", url or self.url, "--name", name, "--centre", str(self.centre)]
        return CliRunner().invoke(devices, arguments, input="".join(f"{answer}\n" for answer in answers))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qualification, "QUICK", PrinterTiming(answer_s=0.3, fence_s=0.3))


@pytest.fixture
def counter(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Counter]:
    counter = Counter(getattr(request, "param", "generic"), tmp_path)
    yield counter
    counter.server.unplug()


@pytest.mark.parametrize(
    ("counter", "answers", "truth"),
    [
        (
            "clone",
            ["576", "có", "không", "k", "c", "1", "y", "3", "n"],
            Profile(
                "ours",
                feed_unit=1,
                code_page=CodePage("cp1258", (94,)),
                reliability=Reliability(128, pause_ms=20, fence="status"),
            ),
        ),
        (
            "custom",
            ["576", "y", "1", "y", "0", "y", "eject"],
            Profile(
                "ours",
                feed_unit=1,
                commands="custom",
                cutter="full",
                has_qr=True,
                reliability=Reliability(256, fence="status"),
                presenter=Presenter(if_not_taken="eject"),
            ),
        ),
    ],
    indirect=["counter"],
)
def test_the_written_profile_is_what_the_printer_is(counter: Counter, answers: list[str], truth: Profile) -> None:
    done = counter.qualify(*answers)
    assert done.exit_code == 0, done.output
    profile = load_profile("ours", [counter.centre / "printers"])
    assert profile == truth

    _before, line, entry = done.output.rpartition("[[kiosks]]")
    (counter.centre / "devices.toml").write_text(line + entry, encoding="utf-8")
    kiosk = kiosk_of(counter.centre, "K1", {})
    assert (kiosk.printer, kiosk.profile) == (counter.url, "ours")

    printer = EscposPrinter(printer_way(kiosk.printer), profile)
    tall = Raster(576, b"\x55" * 72 * 700)
    assert printer.print(ticket(tall)).end is JobEnd.CONFIRMED
    assert counter.papers[-1] == tall

    again = counter.qualify()
    assert (again.exit_code, "already" in again.output) == (2, True)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_trouble_of_a_printer_has_words(language: str) -> None:
    codes = {f"devices.error_{code}" for code in (*IN_WORDS, NOT_DRAWN, NO_ANSWER)}
    assert codes - own_texts(language).keys() == set()


def test_every_question_is_asked_in_both_languages(counter: Counter) -> None:
    done = counter.qualify("", "999", "384", "n", "n", "y", "1", "y", "0", "n")
    assert done.exit_code == 0
    for language in ("vi", "en"):
        for code in ("qualify.ask_width", "qualify.ask_cut_full", "qualify.ask_qr", "qualify.step_letters"):
            assert own_texts(language)[code] in done.output
    assert done.output.count("is not one of") == 2, "nothing typed is told like what is no choice"
    assert load_profile("ours", [counter.centre / "printers"]).cutter == "none"


def test_a_printer_in_trouble_is_told_in_both_languages_and_nothing_is_written(counter: Counter) -> None:
    counter.simulator.fault(Fault.PAPER_OUT)
    done = counter.qualify()
    assert done.exit_code == 1
    assert "Hết giấy (paper_out)" in done.stderr
    assert "Out of paper (paper_out)" in done.stderr
    assert not (counter.centre / "printers").exists()
    counter.simulator.fault(Fault.PAPER_OUT, is_on=False)
    nothing_right = counter.qualify("0", "0")
    assert (nothing_right.exit_code, own_texts("vi")["qualify.failed_nothing_clean"] in nothing_right.stderr) == (
        1,
        True,
    )


@pytest.mark.parametrize(
    ("name", "url", "sentence"),
    [
        ("Our Printer", "", "«Our Printer» cannot be a profile's name"),
        ("ours", "printer:9100", "«printer:9100» is not an address such as socket://"),
    ],
)
def test_a_slip_at_the_keyboard_is_one_sentence(counter: Counter, name: str, url: str, sentence: str) -> None:
    done = counter.qualify(name=name, url=url)
    assert (done.exit_code, done.stderr.startswith(sentence)) == (2, True)
    assert not counter.papers
