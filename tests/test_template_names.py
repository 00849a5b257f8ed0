"""What a template asks for is given by something: a name nobody gives is drawn as nothing, and nobody is told."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.template import Context, Engine
from pytest_django.fixtures import Settings

from tests.template_names import Asked, asked_for, names_in_python
from tests.watching import WATCH

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
BY_DJANGO = {
    "True", "False", "None", "forloop", "block", "widget_type", "is_multipart", "request_options", "publicKey",
    "allowCredentials", "redirect_field", "unused_code_count", "can_view_codes", "wrap", "last_used_at", "ip",
    "has_usable_password", "reauthentication_alternatives", "can_resend", "request_login_code_url",
    "token_fail", "href",
    "auto",  "auto_id", "css_classes", "errors", "field", "fields", "files", "GET", "POST", "META", "path",
    "get_full_path", "help_text", "hidden_fields", "html_name", "id_for_label", "is_hidden", "label",
    "messages", "tags", "message", "level_tag", "method", "non_field_errors", "required", "user",
    "visible_fields", "widget", "input_type", "subwidgets", "choice_label", "csp_nonce", "htmx",
    "csrf_token", "resolver_match", "url_name", "authenticator", "authenticators", "elements", "attrs",
    "slots", "slot", "origin", "redirect_field_name", "redirect_field_value", "counter", "counter0",
    "first", "last", "revcounter", "parentloop", "super", "items", "values", "keys", "name", "id", "pk",
    "url", "html_show_errors", "initial", "value", "data", "year", "month", "is_authenticated",
    "get_provider", "totp_svg_data_uri", "secret", "unused_codes", "total_count", "code", "types",
    "js_data", "email", "exception", "choices", "use_fieldset", "title", "count", "version", "date",
    "sent_form",
}  # fmt: skip
"""What Django and allauth give their own: of forms, requests, messages, files, days and errors."""


def _every() -> dict[str, Asked]:
    engine = Engine.get_default()
    every = {}
    for file in sorted(TEMPLATES.rglob("*")):
        if file.suffix in (".html", ".txt"):
            name = str(file.relative_to(TEMPLATES))
            every[name] = asked_for(engine.get_template(name))
    return every


def _given_nowhere(every: dict[str, Asked]) -> list[str]:
    known = names_in_python() | BY_DJANGO | {name for asked in every.values() for name in asked.gives}
    return [
        f"{template}: {name}"
        for template, asked in every.items()
        for name in sorted(asked.names)
        if any(_column(bit) not in known and not bit.isdigit() for bit in name.split("."))
    ]


def _column(bit: str) -> str:
    """What a model's field is called whose words, or whose key, Django gives by a name of its own."""
    return (
        bit.removeprefix("get_").removesuffix("_display")
        if bit.endswith("_display")
        else bit.removesuffix("_id")
    )


def test_whatever_a_template_asks_for_is_given_by_something() -> None:
    every = _every()
    assert len(every) > 250
    assert sum(len(asked.names) for asked in every.values()) > 1000
    assert _given_nowhere(every) == []


@pytest.mark.parametrize(
    "planted",
    [
        "{{ nobodys_name }}",
        "{{ outcome.nobodys_name }}",
        "{{ partner.name|default:nobodys_name }}",
        "{% if nobodys_name %}…{% endif %}",
        "{% if partner and not outcome.nobodys_name %}…{% endif %}",
        "{% if partner.name == nobodys_name %}…{% endif %}",
        "{% for line in nobodys_name %}…{% endfor %}",
        '{% include "components/empty.html" with title=nobodys_name %}',
        '{% include "components/empty.html" with title=partner.nobodys_name %}',
        "{% with title=partner.nobodys_name %}…{% endwith %}",
        "{% status nobodys_name 'late' %}",
        "{% url 'partnership' nobodys_name as there %}",
        '{% empty_state "inbox" title=nobodys_name %}…{% endempty_state %}',
        "{% if partner %}{% for a in items %}{% with b=a %}{{ b.nobodys_name }}{% endwith %}{% endfor %}{% endif %}",
    ],
)
def test_a_name_that_nobody_gives_is_found_wherever_it_is_planted(planted: str) -> None:
    asked = asked_for(Engine.get_default().from_string(planted))
    assert [found.rpartition(" ")[2].rpartition(".")[2] for found in _given_nowhere({"planted": asked})] == [
        "nobodys_name"
    ]


@dataclass
class Thing:
    title: str = "Archive"
    inner: "Thing | None" = None

    def how(self, today: str) -> str:
        return today


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        ("{{ thing.has_free_hand }}", "thing.has_free_hand: no has_free_hand in Thing"),
        ("{% if thing.has_free_hand %}…{% endif %}", "thing.has_free_hand: no has_free_hand in Thing"),
        ("{% if thing and not thing.gone %}…{% endif %}", "thing.gone: no gone in Thing"),
        ("{% if thing.title == thing.gone %}…{% endif %}", "thing.gone: no gone in Thing"),
        ("{{ thing.gone|default:'–' }}", "thing.gone: no gone in Thing"),
        ('{% include "components/empty.html" with title=thing.gone %}', "thing.gone: no gone in Thing"),
        ("{% with a=thing.gone %}{{ a }}{% endwith %}", "thing.gone: no gone in Thing"),
        ("{{ thing.how }}", "thing.how: it is a method that wants arguments"),
        ("{% if thing.how %}…{% endif %}", "thing.how: it is a method that wants arguments"),
    ],
)
def test_an_attribute_that_is_not_there_is_noticed_while_a_page_is_drawn(planted: str, told: str) -> None:
    Engine.get_default().from_string(planted).render(Context({"thing": Thing()}))
    found, WATCH.found = WATCH.found, set()
    assert [said.partition(" (")[0] for said in found] == [told]


def test_a_test_that_changes_the_settings_of_templates_leaves_nobody_unwatched(
    settings: Settings,
) -> None:
    settings.TEMPLATES = [*settings.TEMPLATES]
    Engine.get_default().from_string("{{ thing.how }}").render(Context({"thing": Thing()}))
    found, WATCH.found = WATCH.found, set()
    assert [said.partition(" (")[0] for said in found] == ["thing.how: it is a method that wants arguments"]


@pytest.mark.parametrize(
    "fine",
    [
        "{{ thing.title }}",
        "{% if refusal %}…{% endif %}",
        "{{ thing.inner.title }}",
        "{% if thing.inner.title %}…{% endif %}",
        "{{ facts.missing }}",
        "{{ words.missing|default:'' }}",
    ],
)
def test_what_may_be_missing_is_asked_for_freely(fine: str) -> None:
    Engine.get_default().from_string(fine).render(Context({"thing": Thing(), "facts": {}, "words": ""}))
    assert WATCH.found == set()
