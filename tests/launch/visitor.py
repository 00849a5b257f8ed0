"""Somebody without a browser: signs in over HTTP and reads pages, as the address says."""

import re
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def sign_in(self, email: str, password: str) -> int:
        """The status of the page one lands on."""
        _, page = self.read("/accounts/login/")
        token = TOKEN.search(page)
        assert token, page
        fields = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
        status, page = self._ask(Request(f"{self._address}/accounts/login/", urlencode(fields).encode()))
        assert "Sign out" in page or status != 200, "still at the door"
        return status

    def read(self, path: str) -> tuple[int, str]:
        return self._ask(Request(f"{self._address}{path}"))

    def _ask(self, request: Request) -> tuple[int, str]:
        request.add_header("Referer", self._address)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refusal:
            return refusal.code, refusal.read().decode()
