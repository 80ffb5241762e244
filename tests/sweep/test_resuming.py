"""Nothing lost and nothing doubled: kills, interrupts, torn files, two sweeps at once, other studies."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from selten.games.errors import InputError
from selten.report.provenance import provenance
from selten.sweep import schedule
from selten.sweep.lock import locked
from selten.sweep.run import sweep
from selten.sweep.study import Study, parse_study, read_study

STUDY = """
family = "discrimination"
samples = 60
[spec]
states = [{mass = 1, values = ["= a", "= b"], costs = ["= cost", 0]}]
[parameters]
a = {uniform = [0, 9], digits = 2}
b = {uniform = [0, 9], digits = 2}
cost = {grid = [0, "1/3", 1, 2]}
"""
SLOWLY = "from selten.sweep import schedule; schedule.CHUNK_SECONDS = 0.01; schedule.MOST_CASES = 4"
CALL = "from selten.cli import main; import sys; sys.argv = ['selten', 'sweep', *sys.argv[1:]]; main()"


def study(samples: int = 20, **more: Any) -> Study:
    spec = {"states": [{"mass": 1, "values": ["= v", 3], "costs": [0, 0]}]}
    parameters = {"v": {"uniform": [0, 9], "digits": 2}}
    data = {"family": "discrimination", "spec": spec, "parameters": parameters, "samples": samples}
    return parse_study(data | more, "study", Path())


def arguments(folder: Path, name: str, workers: int = 2) -> list[str]:
    """The command, with chunks of few cases, so that there is something to kill between."""
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    options = ["study.toml", "-o", name, "--no-seconds", "--workers", str(workers)]
    return [sys.executable, "-c", f"if __name__ == '__main__':\n  {SLOWLY}\n  {CALL}", *options]


def run(folder: Path, name: str) -> bytes:
    """The same sweep in this process, from the start or from where it stopped."""
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    one = read_study(folder / "study.toml")
    origin = provenance(one.text, seed=one.seed)
    sweep(one, folder / name, workers=1, seconds=False, provenance=origin)
    return (folder / name).read_bytes()


def interrupted(folder: Path, name: str, after: int, number: int, workers: int = 1) -> tuple[int, str]:
    """Start a sweep and send it a signal when that many parts are there; its status and standard error."""
    process = subprocess.Popen(
        arguments(folder, name, workers), cwd=folder, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    parts = folder / f"{name}.parts"
    while process.poll() is None and (not parts.exists() or len(list(parts.glob("*.part"))) < after):
        time.sleep(0.002)
    process.send_signal(number)
    return process.wait(60), process.communicate()[1]


@pytest.mark.parametrize(("name", "workers"), [("rows.parquet", 1), ("rows.csv", 2)])
def test_killed_and_resumed_is_the_same_file(name: str, workers: int, tmp_path: Path) -> None:
    """The workers end too: they hold the standard error of the sweep, which is read to its end."""
    (tmp_path / "whole").mkdir()
    (tmp_path / "killed").mkdir()
    whole = run(tmp_path / "whole", name)
    status, _ = interrupted(tmp_path / "killed", name, 5, signal.SIGKILL, workers)
    assert status == -signal.SIGKILL
    assert not (tmp_path / "killed" / name).exists()
    assert run(tmp_path / "killed", name) == whole
    assert sorted(p.name for p in (tmp_path / "killed").iterdir()) == sorted(
        p.name for p in (tmp_path / "whole").iterdir()
    )


@pytest.mark.full
def test_killed_at_random_points_many_times(tmp_path: Path) -> None:
    """A sweep that is killed again and again, after a random number of new parts each time, until it is done."""
    generator = random.Random(3)
    (tmp_path / "whole").mkdir()
    whole = run(tmp_path / "whole", "rows.parquet")
    parts, kills = tmp_path / "rows.parquet.parts", 0
    while not (tmp_path / "rows.parquet").exists():
        lying = len(list(parts.glob("*.part"))) if parts.exists() else 0
        interrupted(tmp_path, "rows.parquet", lying + generator.randint(0, 8), signal.SIGKILL, generator.choice([1, 2]))
        kills += 1
        assert kills < 200
    assert kills > 3
    assert (tmp_path / "rows.parquet").read_bytes() == whole


def test_ctrl_c_says_what_is_kept_and_how_to_go_on(tmp_path: Path) -> None:
    status, text = interrupted(tmp_path, "rows.csv", 3, signal.SIGINT)
    assert status == 130
    assert "Traceback" not in text
    kept = sum(_size(path) for path in (tmp_path / "rows.csv.parts").glob("*.part"))
    assert f"{kept} of 240 cases are kept in rows.csv.parts; the same command goes on from there" in text
    assert kept >= 3


def _size(part: Path) -> int:
    start, stop = part.stem.split("-")
    return int(stop) - int(start)


def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "MOST_CASES", 4)
    monkeypatch.setattr(schedule, "FIRST_CASES", dict.fromkeys(schedule.FIRST_CASES, 3))


def stopped(monkeypatch: pytest.MonkeyPatch, output: Path, chunks: int, one: Study) -> Path:
    """Parts of a sweep that went on for so many chunks; their folder."""
    from selten.sweep.parts import Parts

    keep = Parts.keep
    kept: list[tuple[int, int]] = []

    def keep_some(self: Parts, span: tuple[int, int], data: bytes) -> None:
        if len(kept) == chunks:
            raise KeyboardInterrupt
        kept.append(span)
        keep(self, span, data)

    small_chunks(monkeypatch)
    with monkeypatch.context() as patched:
        patched.setattr(Parts, "keep", keep_some)
        with pytest.raises(KeyboardInterrupt):
            sweep(one, output, workers=1, seconds=False)
    return output.with_name(f"{output.name}.parts")


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
        lambda data: data.replace(b'"stop": ', b'"stop": 1'),
        lambda data: data.partition(b"\n")[0],
    ],
    ids=["half", "empty", "one bit", "head", "head only"],
)
def test_torn_parts_are_done_again(damage: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep(study(), tmp_path / "whole.parquet", workers=1, seconds=False)
    parts = stopped(monkeypatch, tmp_path / "rows.parquet", 3, study())
    torn = sorted(parts.glob("*.part"))[1]
    torn.write_bytes(damage(torn.read_bytes()))
    (parts / "0000000000-0000000099.part").write_bytes(b"{}\n")
    (parts / "something.part").write_bytes(b"else")
    (parts / "0000000004-0000000008.part.writing").write_bytes(b"half")
    done = sweep(study(), tmp_path / "rows.parquet", workers=1, seconds=False)
    assert done.computed == 20 - 3 - 4
    assert (tmp_path / "rows.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()


def test_a_changed_study_is_refused_until_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "rows.parquet"
    stopped(monkeypatch, output, 2, study())
    for other, seconds in ((study(seed=5), False), (study(samples=21), False), (study(), True)):
        with pytest.raises(InputError, match=r"rows\.parquet\.parts: got the parts of another study.*--restart"):
            sweep(other, output, workers=1, seconds=seconds)
    assert sweep(study(seed=5), output, workers=1, seconds=False, restart=True).computed == 20


def test_a_changed_file_that_the_study_names_is_another_study(tmp_path: Path) -> None:
    survey = tmp_path / "survey.csv"
    data = {"family": "bundling", "spec": {"valuations": {"csv": "survey.csv"}, "complementarity": "= d"}}
    data |= {"parameters": {"d": {"grid": [0]}}}
    survey.write_text("v1,v2\n1,2\n")
    before = parse_study(data, "study", tmp_path).sha256
    survey.write_text("v1,v2\n1,3\n")
    assert parse_study(data, "study", tmp_path).sha256 != before


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    output = tmp_path / "rows.csv"
    assert sweep(study(), output, workers=1).computed == 20
    before = output.read_bytes()
    assert sweep(study(), output, workers=1).computed == 0
    assert output.read_bytes() == before
    with pytest.raises(InputError, match=r"holds something else; allowed: another name, or --restart"):
        sweep(study(seed=1), output, workers=1)
    assert sweep(study(seed=1), output, workers=1, restart=True).computed == 20
    assert output.read_bytes() != before


def test_killed_between_the_file_and_the_end_of_its_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from selten.sweep.parts import Parts

    output = tmp_path / "rows.parquet"
    with monkeypatch.context() as patched:
        patched.setattr(Parts, "remove", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            sweep(study(), output, workers=1, seconds=False)
    whole = output.read_bytes()
    assert sweep(study(), output, workers=1, seconds=False).computed == 0
    assert output.read_bytes() == whole
    assert list(tmp_path.iterdir()) == [output]


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from selten.sweep import rows

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(rows, "settle", full)
        with pytest.raises(OSError, match="No space"):
            sweep(study(), tmp_path / "rows.parquet", workers=1)
    assert sweep(study(), tmp_path / "rows.parquet", workers=1).done == 20


def test_two_sweeps_at_once_are_refused(tmp_path: Path) -> None:
    parts = tmp_path / "rows.csv.parts"
    parts.mkdir()
    with locked(parts / "lock"), pytest.raises(InputError, match=rf"process id {os.getpid()} on .* works there"):
        sweep(study(), tmp_path / "rows.csv", workers=1)
    assert sweep(study(), tmp_path / "rows.csv", workers=1).done == 20


def test_another_process_holds_the_lock_until_it_is_killed(tmp_path: Path) -> None:
    parts = tmp_path / "rows.csv.parts"
    parts.mkdir()
    hold = "import sys, time; from pathlib import Path; from selten.sweep.lock import locked\n"
    hold += "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", hold, str(parts / "lock")], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(InputError, match=f"process id {holder.pid} "):
        sweep(study(), tmp_path / "rows.csv", workers=1)
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert json.loads((parts / "lock").read_text())["pid"] == holder.pid  # a lock that a dead process left behind
    assert sweep(study(), tmp_path / "rows.csv", workers=1).done == 20


def test_a_time_limit_keeps_what_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_chunks(monkeypatch)
    clock = iter(range(1000))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    done = sweep(study(), tmp_path / "rows.csv", workers=1, seconds=False, time_limit=8)
    assert done.status == "limit"
    assert 0 < done.done < 20
    assert not (tmp_path / "rows.csv").exists()
    monkeypatch.undo()
    assert sweep(study(), tmp_path / "rows.csv", workers=1, seconds=False).computed == 20 - done.done


def test_a_time_limit_ends_a_case_that_has_begun(tmp_path: Path) -> None:
    """One worker, one game that takes minutes: 34,753 equilibria; the next call begins it again."""
    spec = {"family": "01", "rows": 1000, "columns": 2}
    long = parse_study({"family": "random", "spec": spec, "samples": 1, "seed": 1}, "study", Path())
    for _ in range(2):
        done = sweep(long, tmp_path / "rows.csv", workers=1, time_limit=2)
        assert (done.status, done.done) == ("limit", 0)
    assert not list((tmp_path / "rows.csv.parts").glob("*.part"))
