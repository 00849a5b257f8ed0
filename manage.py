#!/usr/bin/env python
"""Django's command line. Commands that change the schema connect as the owner, all others as the serving role."""

import os
import sys

OWNER_COMMANDS = {
    "migrate",
    "makemigrations",
    "createcachetable",
    "flush",
    "dbshell",
    "sqlflush",
    "verify_audit",
    "audit_head",
    "backup",
    "restore",
    "pgtrigger",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if OWNER_COMMANDS.intersection(sys.argv[1:2]):
        os.environ.setdefault("TANDEM_DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
