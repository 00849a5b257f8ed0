"""What axe finds wrong with a page."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
    """Each broken rule and where it is broken first; by every rule, or by `rules` alone.

    Axe describes only what is broken, and not the thousand places that are well: that took twice as long as to look.
    """
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{broken['id']} at {broken['nodes'][0]['target']}" for broken in found]
