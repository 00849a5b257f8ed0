"""Outcome intents: drafted, agreed, checked in on, and left to a free hand."""
