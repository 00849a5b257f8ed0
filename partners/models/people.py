from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from partners.access import InternalRole
from partners.finding import in_order
from partners.isolation.rowsecurity import RowAccess
from partners.models.base import tracked


class Side(models.TextChoices):
    """The two sides of every partnership. Nothing in the product treats one unlike the other."""

    OURS = "ours", "ours"
    THEIRS = "theirs", "theirs"

    @property
    def other(self) -> "Side":
        return Side.THEIRS if self is Side.OURS else Side.OURS


class UserManager(BaseUserManager["User"]):
    """People, made with an e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person; without a password they can only enter by a link. The address is kept in lower case."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").lower())

    def visible_to(self, user: "User") -> "models.QuerySet[User]":
        """The people `user` may know of: oneself, and everyone in a partnership one can see."""
        if user.internal_role:
            return self.all() if user.internal_role != InternalRole.NONE else self.none()
        memberships: Any = self.model._meta.get_field("memberships").related_model
        members = memberships.objects.visible_to(user).values("person")
        return self.filter(models.Q(pk=user.pk) | models.Q(pk__in=members))


@tracked(exclude=("password", "last_login", "session_epoch"))
class User(AbstractBaseUser):
    """A person. Who employs them decides their side; memberships decide what they see."""

    row_access = RowAccess.PEOPLE

    email = models.EmailField("e-mail address", unique=True)
    full_name = models.CharField(max_length=120)
    employer = models.ForeignKey(
        "partners.Partner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        help_text="The partner this person works for; empty for our own people.",
    )
    internal_role = models.CharField(
        max_length=20, choices=InternalRole.choices, default=InternalRole.NONE, blank=True
    )
    job_title = models.CharField(max_length=120, blank=True)
    business_function = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="Two letters; decides their holidays.")
    time_zone = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    invented = models.BooleanField(default=False, editable=False)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower"),
            models.CheckConstraint(
                condition=models.Q(employer=None) | models.Q(internal_role=""),
                name="user_partner_people_hold_no_internal_role",
            ),
        ]
        ordering = [in_order("full_name"), "full_name"]

    def __str__(self) -> str:
        return self.full_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must know to go on: the password's, and how often all sessions were ended."""
        return f"{super()._get_session_auth_hash(secret)}{self.session_epoch}"  # type: ignore[misc]  # Django's own hook

    @property
    def side(self) -> Side:
        return Side.OURS if self.employer_id is None else Side.THEIRS

    @cached_property
    def roles(self) -> dict[int, str]:
        """Partner id → role, of the partnerships this person takes part in now. Read once per request."""
        return dict(self.memberships.current().values_list("partner_id", "role"))

    @property
    def first_name(self) -> str:
        return self.full_name.split(" ")[0]

    @property
    def initials(self) -> str:
        """Up to two capitals of the name, for the round badge."""
        words = self.full_name.replace("-", " ").split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
