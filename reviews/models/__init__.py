from reviews.models.packs import PackDelivery, ReviewPack
from reviews.models.reviews import AgendaAnswer, AgendaItem, Attendance, Review, Section
from reviews.models.room import Minute, RoomMove, SideStatement
from reviews.models.seals import Seal

__all__ = [
    "AgendaAnswer",
    "AgendaItem",
    "Attendance",
    "Minute",
    "PackDelivery",
    "Review",
    "ReviewPack",
    "RoomMove",
    "Seal",
    "Section",
    "SideStatement",
]
