from django.db import models


class Partner(models.Model):
    name = models.CharField(max_length=80)

    class Meta:
        app_label = "floor"


class Person(models.Model):
    name = models.CharField(max_length=80)

    class Meta:
        app_label = "floor"


class Item(models.Model):
    partner = models.ForeignKey(Partner, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=20)
    due_on = models.DateField()

    class Meta:
        app_label = "floor"
        indexes = [models.Index(fields=["status", "due_on"], name="item_status_due")]
