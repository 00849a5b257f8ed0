"""Every setting that comes from the environment, declared once with what it means.

`manage.py explain_settings` prints this list; settings.py reads it. A value that cannot be
understood stops the start with a sentence that names the variable.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from environs import Env, EnvError, ValidationError, validate

env = Env()

UNNAMED_ENTERPRISE = "The enterprise"
"""What our own organisation is called until somebody names it."""


class SettingNotUnderstood(Exception):
    """A variable holds something that cannot be used; the message says which and what is expected."""


@dataclass(frozen=True)
class Variable:
    """One environment variable: its meaning, the shape expected, and what holds without it."""

    name: str
    meaning: str
    read: Callable[..., Any]
    default: Any

    def value(self) -> Any:
        """Returns the parsed value; an empty variable is one that nobody set, as make and compose files hand them on.
        Raises SettingNotUnderstood.
        """
        if not os.environ.get(self.name, "").strip():
            return self.default
        try:
            return self.read(self.name, self.default)
        except (EnvError, ValueError) as problem:
            raise SettingNotUnderstood(
                f"{self.name} could not be understood: {problem}. {self.meaning}"
            ) from problem


def _safe_address(address: str) -> None:
    """Passwords travel to it: without TLS only where they leave no machine. Raises ValidationError."""
    scheme, host = urlsplit(address).scheme, urlsplit(address).hostname or ""
    if scheme not in ("http", "https") or not host:
        raise ValidationError("it is no address that begins with https://")
    if scheme == "http" and not _is_loopback(host):
        raise ValidationError(
            "over http:// everybody on the way reads passwords; begin it with https://, or use 127.0.0.1"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


_declared = (
    Variable("DATABASE_URL", "PostgreSQL of the owner, who migrates: postgres://user:password@host:port/name.",
             env.str, ""),
    Variable("DATABASE_SERVING_URL", "PostgreSQL login of the serving role. Without it the owner's login is used "
             "and takes the serving role on connecting.", env.str, ""),
    Variable("TANDEM_DATABASE_ROLE", "'serving' for web and workers, 'owner' for migrations; manage.py chooses.",
             env.str, "serving"),
    Variable("REDIS_URL", "Redis for the queue, the cache and rate limits. Without it they live in memory and in "
             "the database.", env.str, ""),
    Variable("SECRET_KEY", "The secret that signs sessions and links; at least 50 random characters.",
             partial(env.str, validate=validate.Length(min=50, error="it is shorter than {min} characters")), ""),
    Variable("DEBUG", "true shows developers' error pages. Never in production.", env.bool, False),
    Variable("BASE_URL", "The address people use, such as https://tandem.example.com; mails link to it. "
             "http:// is for 127.0.0.1 and localhost alone.", partial(env.str, validate=_safe_address),
             "http://127.0.0.1:8000"),
    Variable("ALLOWED_HOSTS", "Host names answered, separated by commas. The host of BASE_URL always is.", env.list,
             []),
    Variable("ENTERPRISE_NAME", "The name of your own organisation, as partners read it, until an administrator "
             "gives it one on the settings page.", env.str, UNNAMED_ENTERPRISE),
    Variable("OUR_DOMAINS", "The mail domains of your own organisation, separated by commas: nobody is invited to a "
             "partner's side with an address of one. A domain that your people alone use counts without being named.",
             env.list, []),
    Variable("SHARED_DOMAINS", "Mail domains at which anybody gets an address, and which are therefore nobody's.",
             env.list, ["gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com",
                        "icloud.com", "gmx.net", "gmx.de", "web.de", "proton.me", "aol.com"]),
    Variable("TIME_ZONE", "The time zone of people who have set none, such as Europe/Berlin.", env.str, "UTC"),
    Variable("DEMO", "true marks an installation whose people are invented: their mails can be opened.", env.bool,
             False),
    Variable("EMAIL_URL", "The mail server: smtp://user:password@host:587/?tls=True. Without it mails are kept, not "
             "sent.", env.str, ""),
    Variable("EMAIL_FROM", "The sender of every mail.", env.str, "Tandem <tandem@localhost>"),
    Variable("REPLY_ADDRESS", "Where replies to reminders are read from, such as reply@tandem.example.com; a mail to "
             "reply+anything@ must reach the same mailbox. Without it nobody is asked to reply.", env.str, ""),
    Variable("REPLY_IMAP_URL", "The mailbox that replies come to, read every minute: "
             "imaps://user:password@host:993/INBOX, with % and @ in the password written as %25 and %40. It must be "
             "read by Tandem alone.", env.str, ""),
    Variable("REPLY_TRUSTED_SERVER", "How your mail server names itself in the Authentication-Results it writes, such "
             "as mx.example.com; a reply it found forged is then not believed.", env.str, ""),
    Variable("INBOUND_PROVIDER", "Where replies come by a webhook to /mail/inbound/ in place of a mailbox, who sends "
             "them: postmark, mailgun, mailjet or sparkpost, or mime for the bytes of the mail itself.",
             partial(env.str, validate=validate.OneOf(["", "postmark", "mailgun", "mailjet", "sparkpost", "mime"])),
             ""),
    Variable("INBOUND_SECRET", "What the webhook must present as HTTP basic authentication: user:password. Without it "
             "there is no webhook.", env.str, ""),
    Variable("INBOUND_SIGNING_KEY", "The key that Mailgun signs its webhooks with.", env.str, ""),
    Variable("TANDEM_VAR", "The folder for uploaded files, packs and logs.", env.str, "var"),
    Variable("TANDEM_TEST_DATABASE", "The name of the database the tests make; set it to run several at once.",
             env.str, "test_tandem"),
    Variable("TRUSTED_PROXIES", "How many proxies of yours stand before the web; their X-Forwarded-For is believed. "
             "With too few, everybody shares one address when sign-ins are counted.", env.int, 0),
    Variable("REQUIRE_SECOND_FACTOR", "true asks everybody with a role across all partnerships for a second factor. "
             "Without it: true, except in the demo.", env.bool, None),
    Variable("OIDC_ISSUER", "OpenID Connect: the address of the identity provider of your own people, such as "
             "https://login.example.com/realm.", env.str, ""),
    Variable("OIDC_CLIENT_ID", "What the provider calls Tandem.", env.str, ""),
    Variable("OIDC_CLIENT_SECRET", "The secret it gave Tandem.", env.str, ""),
    Variable("OIDC_TRUSTS_ADDRESSES", "true believes the addresses of a provider that does not say whether it has "
             "verified them. Without it one must be marked so (email_verified: true).", env.bool, False),
    Variable("SAML_ENTITY_ID", "SAML: what the identity provider of your own people calls itself.", env.str, ""),
    Variable("SAML_METADATA_URL", "Where it describes itself. Without it, SAML_SSO_URL and SAML_CERTIFICATE.",
             env.str, ""),
    Variable("SAML_SSO_URL", "Where it signs people in.", env.str, ""),
    Variable("SAML_CERTIFICATE", "The certificate it signs with, base64 without its frame.", env.str, ""),
    Variable("SSO_NAME", "What the button to it says after “Sign in with”.", env.str, "your organisation"),
    Variable("SSO_ONLY", "true lets your own people come in by the identity provider alone.", env.bool, False),
    Variable("SSO_SECOND_FACTOR", "true says that the provider asks for a second factor itself.", env.bool, False),
    Variable("BREACHED_PASSWORDS", "Passwords known from breaches, none of which may be chosen: a file of SHA-1 hashes "
             "in order, one a line, or the address of a service that answers ranges of them.", env.str, ""),
    Variable("SESSION_IDLE_HOURS", "A sign-in that nobody used for so long ends.", env.int, 72),
    Variable("SESSION_LASTS_HOURS", "A sign-in ends after so long, used or not.", env.int, 14 * 24),
    Variable("BACKUP_TO", "Where back-ups go: a folder, better one of another machine, or s3://bucket/beginning. With "
             "it they are made by themselves; without it nobody makes any.", env.str, ""),
    Variable("BACKUP_AT", "When, each day in TIME_ZONE: 02:00, or several times with commas between them.",
             env.list, ["02:00"]),
    Variable("BACKUP_KEEP", "How many are kept; older ones go once a new one is whole.",
             partial(env.int, validate=validate.Range(min=1)), 14),
    Variable("BACKUP_KEY", "The key that encrypts back-ups: at least 32 random characters, kept where the back-ups are "
             "not. Without it they are not encrypted.", env.str, ""),
    Variable("BACKUP_S3_ENDPOINT", "The address of storage that is S3-compatible but not Amazon's.", env.str, ""),
    Variable("BACKUP_S3_REGION", "Its region, where it has one.", env.str, ""),
    Variable("BACKUP_S3_ACCESS_KEY", "The name it knows Tandem by.", env.str, ""),
    Variable("BACKUP_S3_SECRET_KEY", "The secret that goes with it.", env.str, ""),
    Variable("DATABASE_POOL", "Connections each web process keeps open, 0 for none.", env.int, 0),
    Variable("DATABASE_PATIENCE", "Seconds a request waits for one of them before it is told to come back.",
             partial(env.int, validate=validate.Range(min=1)), 5),
)  # fmt: skip

VARIABLES = {variable.name: variable for variable in _declared}


def setting(name: str) -> Any:
    """The value of a declared variable. Raises SettingNotUnderstood."""
    return VARIABLES[name].value()
