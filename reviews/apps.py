from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "The monthly rhythm"

    def ready(self) -> None:
        from partners.history.row_history import name_values
        from reviews import chairs_by_mail
        from reviews.agenda import ended_partnerships
        from reviews.agenda.verbs import coming, forums
        from reviews.sections import section_numbered

        ended_partnerships.connect()
        coming.connect()
        forums.connect()
        chairs_by_mail.connect()
        name_values(
            "reviews.AgendaItem.section", lambda number: section_numbered(number).title or str(number)
        )
