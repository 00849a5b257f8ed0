"""Forms of a RACI matrix. The letters themselves are cells of the grid, read by governance.raci.typed."""

from typing import Any

from django import forms

from governance.forms.fields import line, words
from governance.forms.verb_form import VerbForm
from governance.models import RaciMatrix, RaciVersion
from governance.people import people_offered
from governance.raci.content import Content, GridLine
from governance.raci.sheet import laid_in, read_grid
from governance.raci.templates import TEMPLATES
from governance.raci.typed import differing, laid_over, read_cells
from governance.raci.verbs.agreeing import agree_matrix, send_back_matrix, take_back_matrix
from governance.raci.verbs.recording import draft_matrix, record_matrix
from governance.raci.versions import content, latest, standing
from governance.sheets.table import SheetNotUnderstood
from partners.access import Permission
from partners.verb import Refused

_SHEET = "XLSX or CSV: people in the first row, an activity in each row below, one letter where they meet."


class NewMatrix(VerbForm):
    success_message = "Begun as a draft. Put the letters, then propose it to the other side."
    title = line(
        "What it is about",
        missing="Say what the grid is about.",
        limit=120,
        placeholder="Database operations",
    )
    template = forms.ChoiceField(label="From a template", required=False)
    copy_of = forms.ModelChoiceField(
        RaciMatrix.objects.none(), label="As another grid is", required=False, empty_label="None"
    )
    sheet = forms.FileField(label="From a sheet", required=False, help_text=_SHEET)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        template, copied = self.fields["template"], self.fields["copy_of"]
        assert isinstance(template, forms.ChoiceField)
        assert isinstance(copied, forms.ModelChoiceField)
        template.choices = [("", "None"), *((each.slug, each.title) for each in TEMPLATES)]
        visible = RaciMatrix.objects.visible_to(self.by).exclude(state=RaciMatrix.State.SUPERSEDED)
        copied.queryset = visible.filter(partner=self.partner)

    def act(self) -> RaciMatrix:
        said = self.cleaned_data
        begun = [name for name in ("template", "copy_of", "sheet") if said.get(name)]
        if len(begun) > 1:
            raise Refused(
                "Choose one thing to begin with: a template, another grid or a sheet.", field=begun[1]
            )
        lines, origin = getattr(self, f"_from_{begun[0]}")(said[begun[0]]) if begun else ((), "")
        return draft_matrix(
            self.partner, title=said["title"], lines=lines, origin=origin, **self.who_and_when
        )

    def _from_template(self, slug: str) -> tuple[Content, str]:
        template = next(each for each in TEMPLATES if each.slug == slug)
        return template.lines, f"from the template “{template.title}”"

    def _from_copy_of(self, matrix: RaciMatrix) -> tuple[Content, str]:
        """Its activities, with the letters of those who still take part."""
        here = {person.pk for person in people_offered(Permission.KEEP_PROMISES, self.partner)}
        lines = tuple(
            GridLine(0, each.title, {who: letter for who, letter in each.letters.items() if who in here})
            for each in standing(matrix)
        )
        return lines, f"from “{matrix.title}”"

    def _from_sheet(self, sheet: Any) -> tuple[Content, str]:
        people = people_offered(Permission.KEEP_PROMISES, self.partner)
        try:
            return read_grid(sheet.read(), sheet.name, people), "from a sheet"
        except SheetNotUnderstood as unclear:
            raise Refused(str(unclear), field="sheet") from unclear


class MatrixForm(VerbForm):
    """Base of what happens to one matrix."""

    def __init__(self, *args: Any, matrix: RaciMatrix, **options: Any) -> None:
        self.matrix = matrix
        options.setdefault("initial", {}).setdefault("version", matrix.version)
        super().__init__(*args, partner=matrix.partner, **options)

    @property
    def facts(self) -> dict[str, Any]:
        return {**self.who_and_when, "version": self.cleaned_data.get("version")}


class Recording(MatrixForm):
    """The whole grid as it was typed. What differs from what was on the screen is laid over what stands now, so that
    nobody's change is lost by that of another.
    """

    seen = forms.ModelChoiceField(RaciVersion.objects.none(), required=False, widget=forms.HiddenInput)
    """The version that was on the screen."""
    do = forms.ChoiceField(
        choices=[("draft", "draft"), ("propose", "propose"), ("sheet", "sheet")], required=False
    )
    sheet = forms.FileField(label="Bring a sheet", required=False, help_text=_SHEET)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        seen = self.fields["seen"]
        assert isinstance(seen, forms.ModelChoiceField)
        seen.queryset = self.matrix.versions.all()

    @property
    def typed(self) -> Content:
        """The grid with what was typed in it."""
        stands = latest(self.matrix)
        if not self.is_bound:
            return stands
        cells = read_cells(self.data)
        found = self.fields["seen"]
        try:
            seen = found.clean(self.data.get("seen"))
        except forms.ValidationError:
            seen = None
        return laid_over(stands, differing(content(seen) if seen else stands, cells))

    def brought(self) -> Content | None:
        """What was typed with what the sheet says in it; None where it cannot be read, with the reason at its field."""
        self.full_clean()
        sheet = self.cleaned_data.get("sheet")
        if sheet is None:
            self.add_error("sheet", "Choose the file first.")
            return None
        try:
            people = people_offered(Permission.KEEP_PROMISES, self.partner)
            return laid_in(self.typed, read_grid(sheet.read(), sheet.name, people))
        except SheetNotUnderstood as unclear:
            self.add_error("sheet", str(unclear))
            return None

    def act(self) -> RaciVersion:
        propose = self.cleaned_data["do"] == "propose"
        self.success_message = (
            "Proposed. The other side is asked for its yes, and sees what changed."
            if propose
            else "Saved as a draft. Both sides see it; nothing is asked of anybody yet."
        )
        return record_matrix(self.matrix, lines=self.typed, propose=propose, **self.facts)


class MatrixAgreement(MatrixForm):
    success_message = "Agreed by both. This version is in force from now on."

    def act(self) -> RaciVersion:
        return agree_matrix(self.matrix, **self.facts)


class MatrixReturn(MatrixForm):
    success_message = "Sent back. The side that proposed it reads why."
    words = words("What should be otherwise", missing="Say in a line what should be otherwise.", rows=2)

    def act(self) -> RaciVersion:
        return send_back_matrix(self.matrix, words=self.cleaned_data["words"], **self.facts)


class MatrixWithdrawal(MatrixForm):
    success_message = "Taken back. What both sides agreed to stays as it is."

    def act(self) -> RaciVersion:
        return take_back_matrix(self.matrix, **self.facts)
