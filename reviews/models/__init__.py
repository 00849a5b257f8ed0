from reviews.models.decisions import Supersession
from reviews.models.guests import AgendaPaper, Excerpt, ItemGuest, SideNews
from reviews.models.packs import PackDelivery, ReviewPack
from reviews.models.ratings import Rated, SideRating
from reviews.models.reviews import AgendaAnswer, AgendaInHand, AgendaItem, Attendance, Review
from reviews.models.room import Minute, RoomMove, SideStatement
from reviews.models.seals import Seal

__all__ = [
    "AgendaAnswer",
    "AgendaInHand",
    "AgendaItem",
    "AgendaPaper",
    "Attendance",
    "Excerpt",
    "ItemGuest",
    "Minute",
    "PackDelivery",
    "Rated",
    "Review",
    "ReviewPack",
    "RoomMove",
    "Seal",
    "SideNews",
    "SideRating",
    "SideStatement",
    "Supersession",
]
