"""The business brief of a recommendation that was backed: written, printed and sent within the side that backs it."""
