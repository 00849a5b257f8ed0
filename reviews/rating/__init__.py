"""Tough and fair: whoever took part rates the review, and what of it is shown tells of nobody what they answered."""
