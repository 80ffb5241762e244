"""The one error that wrong input raises.

Every message is one sentence that names the place (file, line or field), the value got and what is allowed, so that
the command line can print it as it is and leave with exit status 2.
"""

from collections.abc import Iterator
from contextlib import contextmanager


class InputError(ValueError):
    """Input that cannot be used: the message names the field, the value got and what is allowed."""


@contextmanager
def naming(place: str, *others: str) -> Iterator[None]:
    """Put the place before the message of an :class:`InputError` that begins neither with it nor with one of others.

    Raises
    ------
    InputError
        That of the body, with its place.

    Examples
    --------
    >>> with naming("answer.json", "game.nfg"):
    ...     raise InputError("payoffs: got 'x'; allowed: a number")
    Traceback (most recent call last):
    selten.games.errors.InputError: answer.json: payoffs: got 'x'; allowed: a number
    """
    try:
        yield
    except InputError as error:
        if str(error).startswith((f"{place}:", *others)):
            raise
        raise InputError(f"{place}: {error}") from None
