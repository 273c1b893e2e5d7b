"""What axe-core finds on a page, as a list that should be empty."""

from functools import cache

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

RUN = """async ([source, options]) => {
  if (!window.axe) (0, eval)(source);
  const { violations } = await axe.run(document, { resultTypes: ["violations"], preload: false, ...options });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) =>
    `${id}: ${node.target.join(" ")}: ${[...node.any, ...node.all, ...node.none][0]?.message ?? ""}`));
}"""

BY_SIGHT = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]}}
"""Rules about how a page looks: large letters and other colours change nothing that the others read."""


@cache
def _source() -> str:
    return str(AXE_FILE_PATH.read_text(encoding="utf-8"))


def violations(page: Page, *, only_by_sight: bool = False) -> list[str]:
    """Each rule that is broken, where, and why, with axe's usual rules; it is injected past the page's own policy."""
    found: list[str] = page.evaluate(RUN, [_source(), BY_SIGHT if only_by_sight else {}])
    return found
