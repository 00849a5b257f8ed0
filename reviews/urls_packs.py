from django.urls import path
from django.urls.resolvers import URLPattern

from reviews.record.views import excerpts, packs, records

_review = "partnerships/<slug:partner>/reviews/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{_review}seal/", records.seal, name="reviews_seal"),
    path(f"{_review}record/", records.record, name="reviews_record"),
    path(f"{_review}record/reply/", records.reply, name="reviews_reply"),
    path(f"{_review}record/items/<int:sealed_item>/", excerpts.excerpt, name="reviews_excerpt"),
    path(f"{_review}packs/again/", packs.again, name="reviews_pack_again"),
    path(f"{_review}packs/sending/", packs.send, name="reviews_send"),
    path(f"{_review}packs/<slug:edition>.pdf", packs.download, name="reviews_pack_download"),
]
