"""Speed, as ratios to a floor measured in the same run: a one-file Django page on the same server and database."""
