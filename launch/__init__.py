"""Starts Tandem and its tests where only Python and make are: nothing but the standard library."""
