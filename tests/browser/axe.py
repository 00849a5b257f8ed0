"""What axe finds wrong with a page."""

from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_RUN = """
options => axe.run(options).then(found => found.violations.map(
    broken => ({id: broken.id, first: broken.nodes[0].target})
))
"""


def violations(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
    """Each broken rule and where it is broken first; by every rule, or by `rules` alone.

    Axe describes only what is broken, and not the thousand places that are well: that took twice as long as to look.
    A page that is looked at twice is given axe once, and says of what it found only what is told here.
    """
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [f"{broken['id']} at {broken['first']}" for broken in page.evaluate(_RUN, options)]
