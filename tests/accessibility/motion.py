"""What moves on a page that somebody wants still."""

from playwright.sync_api import Page

RUNNING = """() => document.getAnimations().filter(({ playState }) => playState === "running").map(({ effect }) =>
  `${effect.target?.tagName ?? ""}.${effect.target?.getAttribute("class") ?? ""}${effect.pseudoElement ?? ""}`)"""


def moving(page: Page) -> list[str]:
    """Every part of a page that moves although less motion was asked for, which this asks for."""
    page.emulate_media(reduced_motion="reduce")
    found: list[str] = page.evaluate(RUNNING)
    return found
