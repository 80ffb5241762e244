"""What is done of a sweep, on disk: part files in a folder beside the output, and one result made of them.

A part holds the rows of the cases ``start`` to ``stop`` (not included) in a file of that name: one line of JSON (the
study's hash, the cases, the hash of what follows), then a Parquet file. It gets its name when all of it is on the disk.
A file that is torn all the same, or of other rows, is taken away and its cases are done again. Parts may have any
size; together they hold each case once.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from selten.games.errors import InputError
from selten.sweep.columns import Column
from selten.sweep.rows import place_file, schema

Span = tuple[int, int]

_ABOUT = "study.json"
_SUFFIX = ".part"


def packed(rows: Sequence[dict[str, Any]], columns: Sequence[Column], study: str, span: Span) -> bytes:
    """Rows as the bytes of a part file.

    Parameters
    ----------
    study : str
        The hash of all that decides the rows.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    form = schema(columns)
    arrays = [pa.array([row.get(field.name) for row in rows], field.type) for field in form]
    table = pa.Table.from_arrays(arrays, schema=form)
    body = BytesIO()
    pq.write_table(table, body, compression="zstd")
    found = body.getvalue()
    head = {"study": study, "start": span[0], "stop": span[1], "sha256": sha256(found).hexdigest()}
    return json.dumps(head).encode() + b"\n" + found


def unpacked(data: bytes, study: str, span: Span) -> Any:
    """The rows of a part file as a table; None if it is torn or of something else."""
    import pyarrow.parquet as pq

    head, _, body = data.partition(b"\n")
    expected = {"study": study, "start": span[0], "stop": span[1], "sha256": sha256(body).hexdigest()}
    try:
        right = json.loads(head) == expected
    except ValueError:
        return None
    if not right:
        return None
    table = pq.read_table(BytesIO(body))
    return table if len(table) == span[1] - span[0] else None


@dataclass(slots=True)
class Parts:
    """The folder of parts of one sweep.

    Parameters
    ----------
    folder : Path
    study : str
        The hash of all that decides the rows.
    cases : int
        How many there are in all.
    """

    folder: Path
    study: str
    cases: int

    def begin(self) -> list[Span]:
        """Make the folder, or look through what lies in it; the spans that are done, ascending.

        Raises
        ------
        InputError
            If the parts of another study lie there.
        """
        about = self.folder / _ABOUT
        self.folder.mkdir(parents=True, exist_ok=True)
        if about.exists():
            try:
                known = json.loads(about.read_text(encoding="utf-8")).get("study")
            except (ValueError, AttributeError):
                known = None
            if known != self.study:
                raise InputError(
                    f"{self.folder}: got the parts of another study, seed or version; "
                    "allowed: the study as it was, or --restart to begin anew"
                )
        else:
            place_file(about, json.dumps({"study": self.study, "cases": self.cases}).encode())
        return self._spans()

    def _spans(self) -> list[Span]:
        """The spans of the good parts; whatever else calls itself a part, or is half written, goes."""
        done: list[Span] = []
        for path in self.folder.glob("*.writing"):
            path.unlink()
        for path in sorted(self.folder.glob(f"*{_SUFFIX}")):
            span = _span(path)
            after = done[-1][1] if done else 0
            if span is None or not after <= span[0] < span[1] <= self.cases or not self._good(path, span):
                path.unlink()
            else:
                done.append(span)
        return done

    def _good(self, path: Path, span: Span) -> bool:
        return unpacked(path.read_bytes(), self.study, span) is not None

    def keep(self, span: Span, data: bytes) -> None:
        """Bring a part to the disk."""
        place_file(self.folder / _name(span), data)

    def tables(self) -> Iterator[Any]:
        """The rows of all parts, in the order of the cases, one part at a time.

        Raises
        ------
        InputError
            If a part is not what it was when it was written.
        """
        for path in sorted(self.folder.glob(f"*{_SUFFIX}")):
            span = _span(path)
            table = None if span is None else unpacked(path.read_bytes(), self.study, span)
            if table is None:
                raise InputError(f"{path}: got a damaged file; allowed: the same command again, which mends it")
            yield table

    def remove(self) -> None:
        """Take the folder away; under another name first, so that half of it is never taken for parts."""
        gone = self.folder.with_name(f"{self.folder.name}.done")
        shutil.rmtree(gone, ignore_errors=True)
        self.folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def missing(done: Sequence[Span], cases: int) -> list[Span]:
    """What is not done, as spans.

    Examples
    --------
    >>> missing([(2, 5), (5, 6)], 8), missing([(0, 8)], 8)
    ([(0, 2), (6, 8)], [])
    """
    found, after = [], 0
    for start, stop in [*done, (cases, cases)]:
        if start > after:
            found.append((after, start))
        after = stop
    return found


def _name(span: Span) -> str:
    return f"{span[0]:010}-{span[1]:010}{_SUFFIX}"


def _span(path: Path) -> Span | None:
    start, _, stop = path.name.removesuffix(_SUFFIX).partition("-")
    return (int(start), int(stop)) if start.isdecimal() and stop.isdecimal() else None


def kept_cases(folder: Path) -> tuple[int, int]:
    """How many cases the parts in a folder hold, by their names, and how many there are in all.

    Examples
    --------
    >>> kept_cases(Path("nowhere.parts"))
    (0, 0)
    """
    try:
        cases = int(json.loads((folder / _ABOUT).read_text(encoding="utf-8"))["cases"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, 0
    spans = [_span(path) for path in folder.glob(f"*{_SUFFIX}")]
    return sum(stop - start for start, stop in filter(None, spans)), cases
