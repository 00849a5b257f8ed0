from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("partners", "0007_links_name_their_columns")]

    operations = [
        migrations.AddField(
            model_name="incomingmail",
            name="reason",
            field=models.CharField(blank=True, default="", help_text="Why it could not be read, in our words: nothing of the mail.", max_length=120),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="incomingmail",
            name="fate",
            field=models.CharField(choices=[("done", "done as it says"), ("partly", "done in part, asked back"), ("asked_back", "asked back"), ("over", "too late, asked to sign in"), ("automatic", "automatic, left alone"), ("nowhere", "answers no reminder"), ("stranger", "unknown sender"), ("forged", "forged sender"), ("passed_on", "passed on and acknowledged"), ("broken", "set aside")], max_length=10),
        ),
    ]
