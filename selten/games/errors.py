"""The one error that wrong input raises.

Every message is one sentence that names the place (file, line or field), the value got and what is allowed, so that
the command line can print it as it is and leave with exit status 2.
"""


class InputError(ValueError):
    """Input that cannot be used: the message names the field, the value got and what is allowed."""
