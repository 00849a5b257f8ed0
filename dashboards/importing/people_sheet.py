"""A list of people on its way in: the file, what its owner has said about it, and whom it would invite."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from governance.sheets.columns import Vocabulary, guess_by_contents, guess_columns, plain_header
from governance.sheets.reading import Book
from governance.sheets.sides import Sides
from governance.sheets.table import SheetRow, Table
from partners.access import Role
from partners.models import Partner, Side

MOST_PEOPLE = 200
"""So many are invited by one list: each of them gets a mail."""
LONGEST_NAME, LONGEST_ADDRESS = 120, 254


class PersonColumn(StrEnum):
    """What a column of a list of people may hold."""

    NAME = "name"
    EMAIL = "email"
    ROLE = "role"
    SIDE = "side"


COLUMN_LABELS = {
    PersonColumn.NAME: "The name",
    PersonColumn.EMAIL: "The e-mail address",
    PersonColumn.ROLE: "The part they take",
    PersonColumn.SIDE: "Which side",
}
# Header words, folded. English as lists of people use it, German and French as a courtesy.
PEOPLE: Vocabulary[PersonColumn] = Vocabulary(
    {
        PersonColumn.EMAIL: """
            e mail, email, mail, e mail address, email address, address, mail address, adresse e mail, courriel,
            e mail adresse, mailadresse, adresse
        """,
        PersonColumn.NAME: """
            name, full name, person, who, display name, participant, contact, member, vollstandiger name, nom,
            nom complet, kontakt, ansprechpartner, teilnehmer
        """,
        PersonColumn.ROLE: """
            role, part, function, part in it, responsibility, rolle, funktion, fonction
        """,
        PersonColumn.SIDE: """
            side, company, organisation, organization, employer, works for, party, firma, unternehmen, seite, societe,
            entreprise
        """,
    },
    fewest=1,
)
_ROLE_WORDS = {
    Role.EXECUTIVE_SPONSOR: "sponsor, executive, exec sponsor, schirmherr",
    Role.RELATIONSHIP_MANAGER: "manager, vendor manager, partner manager, account owner",
    Role.PARTNER_LEAD: "lead, account manager, delivery lead, engagement manager",
    Role.CONTRIBUTOR: "member, team, team member, participant, contributor, mitarbeiter",
    Role.OBSERVER: "viewer, guest, reader, read only, beobachter",
    Role.EXECUTIVE_READER: "board, executive",
}


def roles_of(side: Side) -> list[Role]:
    """The parts that people of a side can take."""
    of_the_other = Role.PARTNER_LEAD if side is Side.OURS else Role.RELATIONSHIP_MANAGER
    return [role for role in Role if role is not of_the_other]


@dataclass(frozen=True)
class PersonRow:
    """A line of the list; `problem` is why it invites nobody, `is_known` that they are here or invited already."""

    line: int
    full_name: str
    email: str
    role: Role
    problem: str = ""
    is_known: bool = False


@dataclass(frozen=True)
class PeopleSheet:
    """`said`: sheet (its name), header (line or None), columns (kind → position), roles (words → role), rest (the role
    of whoever has none there).
    """

    book: Book
    said: Mapping[str, Any]
    partner: Partner
    side: Side
    """Whose people are invited: those of whoever brings the list."""
    speaking: Sides
    here: Collection[str]
    """The addresses of whoever takes part already."""
    invited: Collection[str]
    """The addresses of whoever is invited and not in yet."""
    refused: Callable[[str], str] = lambda email: ""
    """Why an address cannot be one of that side's, in a sentence; empty where it can."""

    @cached_property
    def file(self) -> Table:
        return self.book.sheet(self.said.get("sheet"), liking=lambda table: len(table.rows))

    @cached_property
    def table(self) -> Table:
        return self.file.headed_by(self.said["header"]) if "header" in self.said else self.file

    @cached_property
    def columns(self) -> dict[PersonColumn, int]:
        """Where each kind of column is: as said, else as guessed from the header and from what stands beneath it."""
        if "columns" in self.said:
            places = self.said["columns"].items()
            return {PersonColumn(kind): place for kind, place in places if place < self.table.width}
        named = guess_columns(self.table.column_names, PEOPLE) if self.table.header else {}
        return guess_by_contents(self.table, named, {PersonColumn.EMAIL: _are_addresses})

    @property
    def rest(self) -> Role:
        """The part of whoever has none in the list."""
        said = self.said.get("rest", "")
        return Role(said) if said in roles_of(self.side) else Role.CONTRIBUTOR

    @cached_property
    def roles(self) -> dict[str, Role]:
        """Their words → the part they mean: as said, else as guessed."""
        said = self.said.get("roles", {})
        return {
            words: Role(said[words]) if said.get(words) in roles_of(self.side) else guess
            for words, guess in ((words, self._guessed(words)) for words in self.words_for_roles)
        }

    @cached_property
    def words_for_roles(self) -> list[str]:
        """What the list calls the parts, the most frequent first."""
        place = self.columns.get(PersonColumn.ROLE)
        counts = Counter(text for row in self.table.rows if (text := row.text(place)))
        return [words for words, _ in counts.most_common()]

    def _guessed(self, words: str) -> Role:
        plain = plain_header(words)
        for role in roles_of(self.side):
            if plain in map(plain_header, (role.value, role.label, *_ROLE_WORDS[role].split(","))):
                return role
        return self.rest

    @cached_property
    def rows(self) -> list[PersonRow]:
        read, seen = [], set[str]()
        for row in self.table.rows:
            person = self._read(row, seen)
            seen.add(person.email)
            read.append(person)
        return read

    def _read(self, row: SheetRow, seen: Collection[str]) -> PersonRow:
        email = row.text(self.columns.get(PersonColumn.EMAIL)).strip().removeprefix("mailto:").lower()
        name = " ".join(row.text(self.columns.get(PersonColumn.NAME)).split())
        role = self.roles.get(row.text(self.columns.get(PersonColumn.ROLE)), self.rest)
        is_known = email in self.here or email in self.invited
        return PersonRow(
            row.line, name, email, role, "" if is_known else self._problem(row, name, email, seen), is_known
        )

    def _problem(self, row: SheetRow, name: str, email: str, seen: Collection[str]) -> str:
        side = self.speaking.of(row.text(self.columns.get(PersonColumn.SIDE)))
        if side == self.side.other:
            return f"People of {self.partner.name_of(self.side.other)} are invited by their own side."
        if not email:
            return "There is no e-mail address in it."
        if not _is_address(email):
            return f"“{email[:60]}” is no e-mail address."
        if refusal := self.refused(email):
            return refusal
        if email in seen:
            return "The same address stands above already."
        if not name:
            return "There is no name in it."
        if len(name) > LONGEST_NAME:
            return f"The name is longer than {LONGEST_NAME} characters."
        return ""


@dataclass(frozen=True)
class PeoplePlan:
    """Whom a list would invite; `left` are lines left out by hand."""

    rows: Sequence[PersonRow]
    left: Collection[int] = field(default_factory=frozenset)

    @cached_property
    def added(self) -> list[PersonRow]:
        return [row for row in self.rows if not row.problem and not row.is_known]

    @property
    def taken(self) -> list[PersonRow]:
        return [row for row in self.added if row.line not in self.left]

    @property
    def known(self) -> list[PersonRow]:
        return [row for row in self.rows if row.is_known]

    @property
    def set_aside(self) -> list[PersonRow]:
        return [row for row in self.rows if row.problem]

    @property
    def is_too_long(self) -> bool:
        return len(self.taken) > MOST_PEOPLE

    @property
    def complaints(self) -> list[tuple[str, list[int]]]:
        """Each reason why rows are set aside, once, with their lines; the most frequent first."""
        lines: dict[str, list[int]] = {}
        for row in self.set_aside:
            lines.setdefault(row.problem, []).append(row.line)
        return sorted(lines.items(), key=lambda reason: (-len(reason[1]), reason[1]))

    @property
    def fingerprint(self) -> str:
        """Whom it would invite, line by line: whoever looked at another plan has to look again."""
        whole = repr([(row.line, row.full_name, row.email, row.role.value) for row in self.added])
        return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32]


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_ADDRESS


def _are_addresses(cells: Sequence[str]) -> bool:
    return sum("@" in cell for cell in cells) * 2 > len(cells)
