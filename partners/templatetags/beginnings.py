"""The menu "New": what whoever reads may begin, in the partnership of the page or in one to be chosen."""

from dataclasses import dataclass

from django import template

from partners.access import Permission, can
from partners.beginnings import Beginning, menu_of
from partners.models import Partner

register = template.Library()


@dataclass(frozen=True)
class Menu:
    """What is offered, each with its address: first what is begun often. `partner` is None where it is to be chosen."""

    partner: Partner | None
    daily: tuple[tuple[Beginning, str], ...]
    others: tuple[tuple[Beginning, str], ...]
    may_start: bool

    @property
    def any(self) -> bool:
        return bool(self.daily or self.others or self.may_start)


@register.simple_tag(takes_context=True)
def what_begins(context: template.Context) -> Menu:
    """The menu for the page at hand."""
    person, partner = context["user"], context.get("partner")
    partner = partner if isinstance(partner, Partner) else None
    offered = list(menu_of(person, partner))
    return Menu(
        partner,
        daily=tuple(each for each in offered if each[0].daily),
        others=tuple(each for each in offered if not each[0].daily),
        may_start=partner is None and can(person, Permission.START_PARTNERSHIP),
    )
