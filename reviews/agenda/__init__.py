"""The agenda: prepared by itself, answered beforehand, planned, moved and cancelled."""
