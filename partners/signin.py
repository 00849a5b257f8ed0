from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUp(DefaultAccountAdapter):
    """People come in by invitation; nobody registers themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
