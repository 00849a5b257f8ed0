"""Fields of forms for what people write: a text, and a code that stands for something."""

from typing import Any

from django import forms

from partners.lengths import TOO_LONG
from partners.untrusted_text import MARK, unmarked


class TextField(forms.CharField):
    """Free text: it loses what nobody types. A browser is told no length: it would cut what is pasted in silence."""

    default_error_messages = {"max_length": TOO_LONG}

    def to_python(self, value: Any) -> Any:
        return super().to_python(unmarked(value) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class CodeField(forms.CharField):
    """What stands for something: an address, a country, a code. With something illegible in it, it stands for nothing,
    and above all for nothing else."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if isinstance(text, str) and MARK in text:
            raise forms.ValidationError(f"Something here cannot be read: type it anew, without “{MARK}”.")
        return text
