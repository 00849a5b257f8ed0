"""The words by which a German text prescribes the how, as `english.py` has those of an English one.

Products and methods are the same. `{technik}`, `{rolle}` and `{zahl}` are German; the other slots mean what they mean
there.
"""

from governance.outcomes.prescribing.kinds import How, listed

TECHNIKEN = listed(
    "Cloud, KI, künstliche[nr]? Intelligenz, neuronale[ns]? Netz(e|en|es)?, maschinelle[ns]? Lernen(s)?, Roboter[ns]?",
    "Sprachmodell(e|en|s)?, Chatbots?, Blockchain, Microservices, Drohnen, Tablets, RFID, Data Lakes?, Open Source",
)

ROLLEN = listed(
    "Entwickler(n|innen)?, Programmierer(n|innen)?, Berater(n|innen)?, Architekt(en|innen)?, Tester(n|innen)?",
    "Ingenieure?n?, Spezialisten, Experten, Fachkräften?, Analysten, Administratoren, Vollzeitkräften?, VZÄ, FTE",
    "Datenwissenschaftler(n|innen)?, Projektleiter(n|innen|s)?, Freiberufler(n|innen)?",
)

ZAHLEN = listed(
    "zwei, drei, vier, fünf, sechs, sieben, acht, neun, zehn, elf, zwölf, zwanzig, dreißig, mehrere, weitere"
)

_GEMACHT = (
    "abgelöst|abgebildet|aufgebaut|automatisiert|betrieben|eingestuft|entwickelt|erstellt|ersetzt|gebaut|gehostet|"
    "geschrieben|gesteuert|implementiert|realisiert|umgesetzt|verwaltet|(neu )?zu (bauen|entwickeln|schreiben)"
)
_VERLEGT = "migriert|überführt|umgestellt|umgezogen|verlagert|verlegt|zu (migrieren|überführen|verlagern)"

TOOL_RULES = (
    f"(auf|durch|in|mit|mittels|per|über|via) {{few}}{{tool}} {{few}}({_GEMACHT})",
    f"(auf|in|nach|zu) {{few}}{{tool}} {{few}}({_VERLEGT})",
    "(mithilfe|mit Hilfe|mittels|auf Basis|auf der Basis|unter Einsatz|unter Verwendung) {few}{tool}",
    "(migrieren|überführen|verlagern|wechseln) (Sie )?{some}(auf|in|nach|zu) {few}{tool}",
    "(ersetzen|ersetzt) (Sie )?{some}durch {few}{tool}",
    "(benutzen|führen|nutzen|setzen|verwenden) Sie {few}{tool}",
    "{tool} (ist|sind) (einzuführen|einzusetzen|vorgeschrieben|zu nutzen|zu verwenden)",
)

RULES = {
    How.MEANS: ("(mithilfe|mit Hilfe|mittels|unter Einsatz|unter Verwendung|durch (den )?Einsatz)",),
    How.METHOD: (
        "nach (dem|der) {few}(Methode|Modell|Verfahren|Vorgehensmodell)",
        "agile[nrs]? (Entwicklung|Methoden?|Projekt|Vorgehen|Vorgehensweise)",
        "(Wasserfallmodell|Machbarkeitsstudie|Vorgehensmodell)",
    ),
    How.OVERSIGHT: (
        "(tägliche|wöchentliche)[nrs]? (Abstimmung|Bericht|Besprechung|Regeltermin|Statusbericht|Telefonat)(e|en)?",
        "(Statusberichte?|Lenkungsausschuss)",
        "(Code|Entwürfe|Konzepte|Pläne|Spezifikationen) {some}(abgenommen|freigegeben|genehmigt|geprüft)",
    ),
    How.HEADCOUNT: (
        "(bis zu|höchstens|mindestens|mit|nicht mehr als|von) {zahl} {few}{rolle}",
        "{zahl} {few}{rolle} (arbeiten|sind|sitzen)",
        "(beschäftigen|stellen) Sie {zahl} {few}{rolle}( {some}(ab|bereit|ein))?",
    ),
    How.PEOPLE: (
        "(benennen|benennt|ernennt|setzt|stellt) (Sie )?(den|einen?) {few}(Architekten|Leiter|Projektleiter|{rolle})",
        "(Herr|Frau) \\w+ (führt|leitet|prüft|übernimmt|verantwortet)",
        "(Kompetenzzentrum|Unterauftr(a|ä)g(e|en)?|Subunternehmern?)",
    ),
    How.EFFORT: (
        "(Mann|Personen|Mitarbeiter)(jahren?|monaten?|stunden?|tagen?)",
        "(Stundenzettel|Stundennachweise?|Zeitnachweise?)",
        "(berichtet|erfasst|meldet) {few}Stunden",
    ),
    How.PLACE: (
        "(bei uns|in unseren (Büros|Räumen)) vor Ort",
        "{zahl} Tage (in der|je|pro) Woche (bei uns|in unser(em|en)|vor Ort)",
        "{rolle} (arbeiten|müssen|sind|sitzen) {few}vor Ort",
    ),
}
