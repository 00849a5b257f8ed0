"""The people one side promised the other, by name: who came and when, and which roles nobody has."""
