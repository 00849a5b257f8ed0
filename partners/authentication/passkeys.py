from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy


class RemovePasskey(RemoveWebAuthnView):
    """Takes off one of one's passkeys, unless it is the last factor of somebody whose role needs one."""

    success_url = reverse_lazy("settings_sign_in")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, "Your role needs a second factor. Set up another one first.")
            return redirect(self.success_url)
        return super().form_valid(form)
