"""Optional packages: imported where they are used, and where they are missing a message with the line to run."""

from importlib import import_module
from typing import Any

from selten.games.errors import InputError


def require(package: str, extra: str) -> Any:
    """The imported package.

    Parameters
    ----------
    package : str
        Its import name, dots allowed.
    extra : str
        The extra of selten that installs it.

    Raises
    ------
    InputError
        If it is not installed: "needs z3: run pip install 'selten[prove]'".

    Examples
    --------
    >>> require("json", "none").dumps([1])
    '[1]'
    """
    try:
        return import_module(package)
    except ImportError as error:
        missing = error.name or package
        raise InputError(f"needs {missing}, which is not installed: run pip install 'selten[{extra}]'") from None


def type_name(value: object) -> str:
    """How messages call an object that is not what was asked for.

    Examples
    --------
    >>> type_name([1, 2]), type_name(None)
    ('an object of type list', 'None')
    """
    return "None" if value is None else f"an object of type {type(value).__name__}"
