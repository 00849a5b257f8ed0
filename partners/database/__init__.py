"""The database made ready after every migration: roles, rights, policies and the chain."""
