"""The menu that exports what a page shows."""

from django import template

from governance.exporting import ExportMenu
from governance.exporting import export_menu as menu_of

register = template.Library()


@register.inclusion_tag("components/export_menu.html")
def export_menu(
    route: str, *args: str, query: str = "", count: int | None = None, title: str = ""
) -> dict[str, ExportMenu]:
    """`query` is what the page is narrowed to; `count`, how many rows that are, or `title` says how much it is."""
    return {"export": menu_of(route, *args, query=query, count=count, title=title)}
