"""Somebody who follows every link, from the first page on."""

from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import resolve

from partners.models import User

OF_EACH_KIND = 4
"""Pages of one kind that each person opens: the first actions, the first asks …"""


class Links(HTMLParser):
    """What a page leads to, what it fetches, and what a strict policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.leads_to: list[str] = []
        self.fetches: list[str] = []
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        self.leads_to += [
            said[name] for name in ("href", "hx-get") if name in said and tag != "link" and tag != "use"
        ]
        self.fetches += [said["src"]] if "src" in said and tag != "iframe" else []
        self.fetches += [said["href"]] if tag in ("link", "use") and "href" in said else []
        self.refused += [
            f"<{tag} {name}>" for name in said if name == "style" or name.startswith(("on", "hx-on"))
        ]
        if (
            tag in ("script", "style")
            and "src" not in said
            and "nonce" not in said
            and said.get("type") != "application/json"
        ):
            self.refused.append(f"<{tag}> without a nonce")


@dataclass
class Visited:
    """Every page one person came to, by its path: code and headers of the answer, what it says, where it leads."""

    codes: dict[str, int] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    links: dict[str, Links] = field(default_factory=dict)
    routes: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)


def walk(person: User, *, of_each_kind: int = OF_EACH_KIND) -> Visited:
    """All that `person` comes to; no more than `of_each_kind` pages of one route."""
    client, found = Client(), Visited()
    client.force_login(person)
    waiting, opened = deque(["/"]), Counter[str]()
    while waiting:
        path = waiting.popleft()
        route = resolve(urlsplit(path).path).url_name or ""
        if path in found.codes or opened[route] == of_each_kind:
            continue
        opened[route] += 1
        answer = client.get(path)
        found.codes[path], found.headers[path] = answer.status_code, dict(answer.headers)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            page = found.links[path] = Links()
            found.texts[path] = answer.content.decode()
            page.feed(found.texts[path])
            waiting += filter(None, (_inside(path, link) for link in page.leads_to))
        elif 300 <= answer.status_code < 400:
            waiting += filter(None, [_inside(path, answer.headers["Location"])])
    found.routes = set(opened)
    return found


def _inside(page: str, link: str) -> str:
    """The path a link leads to within the product; empty for another host, a mail address, a file of the look."""
    path = urldefrag(urljoin(page, link))[0]
    there = urlsplit(path)
    ours = not there.scheme and not there.netloc and not path.startswith(f"/{settings.STATIC_URL}")
    return path if ours and path.startswith("/") else ""
