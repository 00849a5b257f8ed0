"""The demo: a fictional enterprise, told through fourteen months by calling the same verbs as the screens."""
