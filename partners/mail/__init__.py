"""Mail: written with what it tells of, delivered afterwards, and its links and replies."""
