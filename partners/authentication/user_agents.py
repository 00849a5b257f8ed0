"""Names a browser the way its owner would."""

import ua_parser


def browser_name(user_agent: str) -> str:
    """Such as "Firefox on Windows"; what gives itself no name is "an unknown browser"."""
    told = ua_parser.parse(user_agent)
    browser = told.user_agent.family if told.user_agent else "an unknown browser"
    return f"{browser} on {told.os.family}" if told.os else browser
