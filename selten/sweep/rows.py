"""Rows in files: Parquet or CSV, chosen by the ending, with the same columns and what the rows come from.

A Parquet file holds its origin (the study, its hash, seed, versions) in its metadata under the key ``selten``; a CSV
file has it in a file of its own beside it, ``rows.csv.json``. In CSV an empty field is null, true and false are words.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from selten.games.errors import InputError
from selten.sweep.columns import Column

Origin = Mapping[str, Any]

ENDINGS = (".parquet", ".csv")
GROUP = 1 << 16
"""Rows in a row group of Parquet: the bytes of a file depend on the rows alone, not on how they were computed."""

KEY = b"selten"


def schema(columns: Sequence[Column]) -> Any:
    """The schema of the columns for pyarrow."""
    import pyarrow as pa

    types = {"whole": pa.int64(), "float": pa.float64(), "text": pa.string(), "bool": pa.bool_()}
    return pa.schema([pa.field(column.name, types[column.kind]) for column in columns])


def ending(path: str | os.PathLike[str]) -> str:
    """The ending of a file of rows.

    Raises
    ------
    InputError
        If it is no known one.

    Examples
    --------
    >>> ending("rows.csv")
    '.csv'
    >>> ending("rows.xlsx")
    Traceback (most recent call last):
    selten.games.errors.InputError: rows.xlsx: got the ending '.xlsx'; allowed: .parquet, .csv
    """
    found = Path(path).suffix
    if found not in ENDINGS:
        raise InputError(f"{os.fspath(path)}: got the ending {found!r}; allowed: {', '.join(ENDINGS)}")
    return found


def write_rows(path: Path, tables: Iterable[Any], columns: Sequence[Column], origin: Origin) -> None:
    """Write tables of rows one after another to one file, which appears whole or not at all.

    Parameters
    ----------
    tables : iterable of pyarrow.Table
        With the schema of the columns; read one at a time.
    origin : mapping
        What the rows come from, as JSON has it.
    """
    temporary = path.with_name(f"{path.name}.writing")
    text = json.dumps(origin)
    try:
        (_write_csv if ending(path) == ".csv" else _write_parquet)(temporary, tables, schema(columns), text)
        if ending(path) == ".csv":
            place_file(origin_path(path), (text + "\n").encode())
        settle(temporary, path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def read_rows(path: str | os.PathLike[str], *, columns: Sequence[str] | None = None) -> Any:
    """The rows of a file that :func:`write_rows` or ``selten sweep`` wrote, as a pyarrow table; only some columns.

    ``table.to_pandas()`` makes a pandas table of it; ``table.to_pylist()`` a list of rows. The types are those of the
    Parquet file, for CSV too (from the file beside it where it is there, else as they look).

    Raises
    ------
    InputError
        If the ending is unknown or the file cannot be read.
    """
    import pyarrow as pa

    try:
        if ending(path) == ".parquet":
            import pyarrow.parquet as pq

            return pq.read_table(path, columns=None if columns is None else list(columns))
        return _read_csv(Path(path), columns)
    except (OSError, pa.ArrowInvalid) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"{os.fspath(path)}: cannot be read ({reason}); allowed: rows of selten sweep") from None


def read_origin(path: str | os.PathLike[str]) -> dict[str, Any] | None:
    """What the rows of a file come from; None if it does not say."""
    try:
        if ending(path) == ".csv":
            text = origin_path(Path(path)).read_bytes()
        else:
            import pyarrow.parquet as pq

            text = (pq.read_schema(path).metadata or {}).get(KEY, b"null")
        found = json.loads(text)
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def origin_path(path: Path) -> Path:
    """The file beside a CSV file that says what its rows come from.

    Examples
    --------
    >>> origin_path(Path("rows.csv")).name
    'rows.csv.json'
    """
    return path.with_name(f"{path.name}.json")


def place_file(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, whenever the machine stops."""
    temporary = path.with_name(f"{path.name}.writing")
    temporary.write_bytes(data)
    settle(temporary, path)


def settle(temporary: Path, path: Path) -> None:
    """Bring a written file to the disk and give it its name."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _write_parquet(path: Path, tables: Iterable[Any], form: Any, origin: str) -> None:
    import pyarrow.parquet as pq

    form = form.with_metadata({KEY: origin})
    with pq.ParquetWriter(path, form, compression="zstd") as writer:
        for table in regrouped(tables):
            writer.write_table(table.cast(form).replace_schema_metadata(form.metadata), row_group_size=GROUP)


def _write_csv(path: Path, tables: Iterable[Any], form: Any, _: str) -> None:
    from pyarrow import csv

    with csv.CSVWriter(path, form, write_options=csv.WriteOptions(quoting_style="needed")) as writer:
        for table in regrouped(tables):
            writer.write_table(table)


def regrouped(tables: Iterable[Any]) -> Iterator[Any]:
    """The same rows in tables of equal size, each in one piece."""
    import pyarrow as pa

    waiting: list[Any] = []
    rows = 0
    for table in tables:
        waiting.append(table)
        rows += len(table)
        if rows >= GROUP:
            joined = pa.concat_tables(waiting)
            while len(joined) >= GROUP:
                yield joined.slice(0, GROUP).combine_chunks()
                joined = joined.slice(GROUP)
            waiting, rows = [joined], len(joined)
    if rows:
        yield pa.concat_tables(waiting).combine_chunks()


def _read_csv(path: Path, columns: Sequence[str] | None) -> Any:
    from pyarrow import csv

    types = ((read_origin(path) or {}).get("columns")) or {}
    form = schema([Column(name, kind) for name, kind in types.items()])
    convert = csv.ConvertOptions(
        column_types=form,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        include_columns=list(columns or ()),
    )
    return csv.read_csv(path, convert_options=convert)
