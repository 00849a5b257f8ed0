"""Forms of a RACI matrix. The letters themselves are cells of the grid, read by governance.raci.grid."""

from typing import Any

from governance.forms.fields import line
from governance.forms.verb_form import VerbForm
from governance.models import Activity, RaciMatrix
from governance.raci.grid import read_cells
from governance.raci.verbs import add_activity, agree_matrix, draft_matrix, fill_in, remove_activity


class NewMatrix(VerbForm):
    success_message = "Begun. Add the activities, then put the letters."
    title = line(
        "What it is about",
        missing="Say what the grid is about.",
        limit=120,
        placeholder="Database operations",
    )

    def act(self) -> RaciMatrix:
        return draft_matrix(self.partner, title=self.cleaned_data["title"], **self.who_and_when)


class MatrixForm(VerbForm):
    """Base of what happens to one matrix."""

    def __init__(self, *args: Any, matrix: RaciMatrix, **options: Any) -> None:
        self.matrix = matrix
        options.setdefault("initial", {}).setdefault("version", matrix.version)
        super().__init__(*args, partner=matrix.partner, **options)

    @property
    def facts(self) -> dict[str, Any]:
        return {**self.who_and_when, "version": self.cleaned_data.get("version")}


class NewActivity(MatrixForm):
    success_message = "Added."
    title = line("Another activity", missing="Say what is to be done, in one line.", limit=160)

    def act(self) -> Activity:
        return add_activity(self.matrix, title=self.cleaned_data["title"], **self.who_and_when)


class Letters(MatrixForm):
    """The cells of the grid that were sent, one or all of them."""

    success_message = "The letters are saved. Both sides are asked to agree to the grid as it stands."

    @property
    def typed(self) -> dict[tuple[int, int], str]:
        return read_cells(self.data)

    def act(self) -> int:
        return fill_in(self.matrix, letters=self.typed, **self.facts)


class MatrixAgreement(MatrixForm):
    success_message = "Your side agrees to this grid."

    def act(self) -> RaciMatrix:
        return agree_matrix(self.matrix, **self.facts)


class ActivityRemoval(MatrixForm):
    success_message = "The row is gone. It stays in the history."

    def __init__(self, *args: Any, activity: Activity, **options: Any) -> None:
        self.activity = activity
        super().__init__(*args, **options)

    def act(self) -> None:
        remove_activity(self.activity, **self.who_and_when)
