"""Which branches of templates the recorded pages draw: what none of them draws can go missing without a line less."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.template import Context
from django.template.base import NodeList, VariableDoesNotExist
from django.template.defaulttags import IfNode
from django.template.loader import get_template

TEMPLATES = Path(settings.BASE_DIR) / "templates"
ELSEWHERE = (
    "/mail/",
    "/messages/",
    "record/print/",
    "asks/print/",
    "allauth/",
    "account/",
    "mfa/",
    "socialaccount/",
)
"""Letters and files have records of their own; how one signs in is walked through by a browser."""
Branch = tuple[int, int]


@contextmanager
def noted() -> Iterator[set[Branch]]:
    """The branches that are drawn within the block, each by its node and its place in it."""
    drawn: set[Branch] = set()
    usual = IfNode.render

    def render(node: IfNode, context: Context) -> str:
        for place, (condition, branch) in enumerate(node.conditions_nodelists):
            if condition is None or _holds(condition, context):
                drawn.add((id(node), place))
                return branch.render(context)
        return ""

    IfNode.render = render  # type: ignore[method-assign]
    try:
        yield drawn
    finally:
        IfNode.render = usual  # type: ignore[method-assign]


def _holds(condition: object, context: Context) -> bool:
    try:
        return bool(condition.eval(context))  # type: ignore[attr-defined]
    except VariableDoesNotExist:
        return False


def not_among(drawn: set[Branch]) -> list[str]:
    """Where a branch stands that says something and was not drawn: template, line, condition, place."""
    found = []
    for file in sorted(TEMPLATES.rglob("*.html")):
        name = str(file.relative_to(TEMPLATES))
        if any(part in f"/{name}" for part in ELSEWHERE):
            continue
        for node in _ifs(get_template(name).template.nodelist):
            for place, (_, branch) in enumerate(node.conditions_nodelists):
                if (id(node), place) not in drawn and _says(branch):
                    found.append(f"{name}:{node.token.lineno} {node.token.contents} ({place + 1})")
    return found


def _ifs(nodes: NodeList) -> Iterator[IfNode]:
    for node in nodes.get_nodes_by_type(IfNode):
        assert isinstance(node, IfNode)
        yield node


def _says(nodes: NodeList) -> bool:
    """Whether it has words or elements of its own; an attribute or a class alone is for the browser tests."""
    text = " ".join(str(getattr(node, "s", "")) for node in nodes)
    return "<" in text or ("=" not in text and len(text.split()) > 1)
