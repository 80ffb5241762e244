"""What is played: games, profiles, file formats and market models.

At its centre are :mod:`~selten.games.normal_form`, :mod:`~selten.games.extensive_form` and
:mod:`~selten.games.profile`, which holds the one definition of Nash. Folders: ``files`` (formats) and ``interop``
(objects of other packages), ``specs`` (markets as they are written down), ``consumers`` (who buys) and ``prices``
(games of prices that are too large for a matrix).
"""
