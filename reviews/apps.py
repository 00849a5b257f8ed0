from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "The monthly rhythm"

    def ready(self) -> None:
        from reviews.agenda import ends

        ends.connect()
