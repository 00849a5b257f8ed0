from django.urls import path
from django.urls.resolvers import URLPattern

from dashboards.views import (
    beginnings,
    charter,
    counting,
    desk,
    directory,
    engagements,
    export,
    indicators,
    ledger,
    our_debts,
    partnership,
    performance,
    portfolio,
    readings_import,
    search,
    sheet_imports,
    targets,
    tracker_import,
)
from partners.former_addresses import former

P = "partnerships/<slug:partner>/"
_EXPORT = "export.<str:ending>"

urlpatterns: list[URLPattern] = [
    path("", desk.show, name="desk"),
    path("portfolio/", portfolio.show, name="portfolio"),
    path("our-house/", our_debts.show, name="our_house"),
    path("our-house/function/", our_debts.of_function, name="our_house_room"),
    path("our-house/function/responsible/", our_debts.responsible, name="our_house_responsible"),
    path("ledger/", ledger.across, name="ledger"),
    path(f"{P}ledger/", ledger.of_partnership, name="ledger_partnership"),
    path(f"ledger/{_EXPORT}", export.ledgers, name="ledger_export"),
    path(f"{P}ledger/{_EXPORT}", export.ledger_of_partnership, name="ledger_partnership_export"),
    path("search/", search.show, name="search"),
    path("new/<slug:what>/", beginnings.choose, name="begin"),
    path("how-it-is-counted/", counting.show, name="how_counted"),
    path("partnerships/", directory.show, name="partnerships"),
    path(P, partnership.show, name="partnership"),
    path(f"{P}notes/", partnership.write, name="partnerships_notes"),
    path(f"{P}charter/", charter.edit, name="partnerships_charter"),
    path(f"{P}charter/engagements/new/", engagements.engage, name="partnerships_engagement"),
    path(f"{P}charter/engagements/<int:pk>/", engagements.edit, name="partnerships_engagement_edit"),
    path(f"{P}charter/engagements/<int:pk>/end/", engagements.end, name="partnerships_engagement_end"),
    path(
        f"{P}charter/engagements/<int:pk>/renewal/", engagements.renew, name="partnerships_engagement_renewal"
    ),
    path("performance/", performance.across, name="performance"),
    path(f"{P}performance/", performance.of_partner, name="performance_partner"),
    path(f"performance/{_EXPORT}", export.readings, name="performance_export"),
    path(f"{P}performance/{_EXPORT}", export.readings_of_partner, name="performance_partner_export"),
    path(f"{P}performance/new/", indicators.define, name="performance_define"),
    path(f"{P}performance/targets/", targets.targets, name="performance_targets"),
    path(f"{P}performance/<int:pk>/", indicators.show, name="performance_indicator"),
    path(f"{P}performance/<int:pk>/edit/", indicators.edit, name="performance_edit"),
    path(f"{P}performance/<int:pk>/retirement/", indicators.retire, name="performance_retire"),
    path(f"{P}performance/<int:pk>/readings/", indicators.record, name="performance_record"),
    path(
        f"{P}performance/<int:pk>/readings/<int:reading>/acceptance/",
        indicators.accept,
        name="performance_accept",
    ),
    path(
        f"{P}performance/<int:pk>/readings/<int:reading>/dispute/",
        indicators.dispute,
        name="performance_dispute",
    ),
    path("import/readings/", readings_import.choose, name="performance_import"),
    path("import/readings/<str:token>/", readings_import.describe, name="performance_import_map"),
    path("import/readings/<str:token>/preview/", readings_import.preview, name="performance_import_preview"),
    path(f"{P}import/tracker/", tracker_import.choose, name="tracker_import"),
    path(f"{P}import/tracker/<str:token>/", tracker_import.describe, name="tracker_import_map"),
    path(f"{P}import/tracker/<str:token>/preview/", tracker_import.preview, name="tracker_import_preview"),
    *former(f"{P}import/tracker/<str:token>/", {"look": "preview"}),
    path("import/drafts/<str:token>/removal/", sheet_imports.discard_draft, name="sheet_draft_removal"),
    path(f"{P}imports/", sheet_imports.index, name="sheet_imports"),
    path(f"{P}imports/<int:pk>/", sheet_imports.show, name="sheet_import"),
    path(f"{P}imports/<int:pk>/withdrawal/", sheet_imports.take_back, name="sheet_import_take_back"),
]
