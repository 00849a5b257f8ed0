"""Which rows of a sheet add up others: "Total", or figures beneath the last row that are the sum of those above."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from governance.sheets.numbers import NumberNotUnderstood, decimal_mark, is_hole, rounded, understand_number
from governance.sheets.table import SheetRow
from partners.normalize import fold

ADDS_UP_OTHERS = "It adds up other rows and says nothing of its own."
"""Why such a row is set aside."""

_WORDS = """
    total, totals, the total, total sum, sum total, sum, sums, subtotal, sub total, grand total, overall total,
    running total,
    summe, summen, gesamt, gesamtsumme, endsumme, zwischensumme, teilsumme, insgesamt, gesamtergebnis, ergebnis gesamt,
    totaux, total général, sous total, somme, somme totale,
    totale, totali, totale generale, totale parziale, subtotale, somma, totale complessivo,
    suma, suma total, suma parcial, total general, total parcial, totales, soma, total geral, totais,
    totaal, eindtotaal, subtotaal, totalt, delsumma, delsum, i alt, yhteensä, razem, suma częściowa, celkem,
    součet, összesen, toplam, genel toplam, ara toplam, итого, всего, σύνολο, 合计, 总计, 小计, 合計, 総計, 小計, σ
"""
TOTAL_WORDS = frozenset(" ".join(fold(word).split()) for word in _WORDS.split(","))
"""What stands before a sum, in the tongues that sheets come in."""
FEWEST_ADDED = 2


def is_total_word(label: str) -> bool:
    """Whether a label says nothing but that its row is a sum: "Sub-total:", not "Total cost of ownership report"."""
    letters = "".join(letter if letter.isalnum() else " " for letter in fold(label))
    return " ".join(letters.split()) in TOTAL_WORDS


def total_lines(
    rows: Sequence[SheetRow],
    *,
    labels: Sequence[int],
    amounts: Sequence[int],
    beside: Sequence[int] = (),
    mark: str | None = None,
) -> frozenset[int]:
    """The lines that add up others. `labels` are the columns that say what a row is, `amounts` those of numbers.

    A label counts that is a word for a sum and nothing else; where every row has one, it is a name that happens to be
    such a word. The last row counts without a label, and with nothing in the columns `beside` them, where each of its
    numbers is the sum of those above.
    """
    called = {row.line for row in rows if any(map(is_total_word, _labels(row, labels)))}
    if called and len(called) == len(rows):
        return frozenset()
    if rows and rows[-1].line not in called and not any(map(rows[-1].text, (*labels, *beside))):
        above = [row for row in rows[:-1] if row.line not in called]
        if _is_sum(rows[-1], above, amounts, mark):
            called.add(rows[-1].line)
    return frozenset(called)


def _labels(row: SheetRow, labels: Iterable[int]) -> list[str]:
    """What the row is called; where it has no label, the first thing that stands in it."""
    named = list(filter(None, map(row.text, labels)))
    return named or list(filter(None, map(row.text, range(len(row.cells)))))[:1]


def _is_sum(last: SheetRow, above: Sequence[SheetRow], amounts: Sequence[int], mark: str | None) -> bool:
    filled = [at for at in amounts if last.text(at)]
    if not filled:
        return False
    written = (row.text(at) for at in filled for row in (*above, last))
    point = mark or decimal_mark(written) or "."
    return all(_adds_up(last.text(at), [row.text(at) for row in above], point) for at in filled)


def _adds_up(total: str, parts: Sequence[str], mark: str) -> bool:
    try:
        added = [understand_number(part, mark=mark).value for part in parts if not is_hole(part)]
        return len(added) >= FEWEST_ADDED and understand_number(total, mark=mark).value == rounded(
            sum(added, Decimal(0))
        )
    except NumberNotUnderstood:
        return False
