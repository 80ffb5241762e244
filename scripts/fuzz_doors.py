"""The doors by which input comes into selten, each as a maker of spoiled cases from a seeded generator."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import fuzz_corpus as corpus
from fuzz_mutations import LABELS, NUMBERS, TOKENS, spoil_bytes, spoil_data, spoil_text, write

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Case:
    """One call: the files that it finds (``-`` is standard input), and its arguments."""

    files: dict[str, bytes]
    arguments: tuple[str, ...]


Door = Callable[[Random], Case]


def encode(text: str) -> bytes:
    """A text as bytes, surrogates included (which are then no UTF-8)."""
    return text.encode("utf-8", "surrogatepass")


def spoiled(text: str, random: Random) -> bytes:
    """A text after none to four mutations of tokens, and sometimes of bytes; rarely nothing but noise."""
    if random.random() < 0.02:
        return random.randbytes(random.randint(0, 60))
    for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3, 4))):
        text = spoil_text(text, random)
    data = encode(text)
    return spoil_bytes(data, random) if random.random() < 0.15 else data


def spoiled_data(data: Any, random: Random, form: Callable[[Any], str] = write) -> bytes:
    """Data after none to three mutations of its tree, then rarely of its text; the form is JSON unless said."""
    for _ in range(random.choice((0, 1, 1, 1, 1, 2, 3))):
        data = spoil_data(data, random)
    text = form(data)
    return encode(text) if random.random() < 0.8 else spoiled(text, random)


def game_call(name: str, random: Random) -> tuple[str, ...]:
    """Mostly the reader and a writer, sometimes a solver."""
    draw, seconds = random.random(), random.choice(("0.1", "0.1", "0.1", "1"))
    if draw < 0.8:
        return ("convert", name, "-o", f"out.{random.choice(('nfg', 'efg', 'json'))}", "--json")
    if draw < 0.9 or name.endswith("jsonl"):
        return ("solve", name, "--json", "--time-limit", seconds)
    wish = random.choice(("--one", "--one", "--solver=selten-pure", "--subgame-perfect", "--solver=selten-enumerate"))
    return ("solve", name, wish, "--time-limit", seconds, *(("--json",) if random.random() < 0.7 else ()))


def on_file(name: str, data: bytes, call: Callable[[str, Random], tuple[str, ...]], random: Random) -> Case:
    """The call on a file, or now and then on standard input."""
    name = STDIN if random.random() < 0.1 else name
    return Case({name: data}, call(name, random))


def nfg(random: Random) -> Case:
    """Normal forms of Gambit."""
    return on_file("game.nfg", spoiled(random.choice(corpus.game_texts(".nfg")), random), game_call, random)


def efg(random: Random) -> Case:
    """Trees of Gambit."""
    return on_file("game.efg", spoiled(random.choice(corpus.game_texts(".efg")), random), game_call, random)


def game_json(random: Random) -> Case:
    """Games in JSON."""
    return on_file("game.json", spoiled_data(random.choice(corpus.game_data()), random), game_call, random)


def jsonl(random: Random) -> Case:
    """One game a line, some of them spoiled."""
    lines = [spoiled_data(random.choice(corpus.game_data()), random) for _ in range(random.randint(1, 4))]
    data = random.choice((b"\n", b"\n", b"\n\n", b"\r\n", b"\r", b"\xe2\x80\xa8")).join(lines)
    call = ("solve", "games.jsonl", "--time-limit", "0.1", *random.choice(((), ("--json",), ("--one",))))
    return Case({"games.jsonl": data}, call)


def profile(random: Random) -> Case:
    """Profiles of a game, with claims."""
    claim = spoiled_data(random.choice(corpus.PROFILES), random)
    return certify("game.json", encode(write(corpus.LABELLED)), claim)


def answer(random: Random) -> Case:
    """What ``selten solve`` prints, spoiled, or held against a spoiled game."""
    name, text, found = random.choice(corpus.answers())
    if random.random() < 0.1:
        return certify(name, spoiled(text, random), encode(found))
    return certify(name, encode(text), spoiled_data(json.loads(found), random))


def assessment(random: Random) -> Case:
    """Assessments of a tree."""
    text = corpus.game_texts(".efg")[len(corpus.GAMES)]
    return certify("game.efg", encode(text), spoiled_data(corpus.ASSESSMENT, random))


def proper(random: Random) -> Case:
    """Certificates of properness."""
    name, text, found = random.choice(corpus.proven())
    return certify(name, encode(text), spoiled_data(json.loads(found), random))


def certify(name: str, text: bytes, claim: bytes) -> Case:
    """The call that checks a claim."""
    return Case({name: text, "claim.json": claim}, ("certify", name, "claim.json", "--json"))


def bundling(random: Random) -> Case:
    """SPECs of bundling markets, as JSON and TOML; most become a game of prices, few are solved whole."""
    suffix, form = random.choice((("json", write), ("toml", corpus.as_toml)))
    market = spoiled_data(random.choice(corpus.markets()), random, form)
    name = f"market.{suffix}"
    grid = random.choice(("1", "1", "2", "3"))
    call = ["convert", name, "-o", "out.nfg", "--json", "--stage", "pricing:001,100", "--grid", grid]
    if random.random() < 0.005:
        call = ["bundling", name, "--json", "--time-limit", "1"]
    return Case({name: market, "survey.csv": encode(corpus.SURVEYS[0])}, tuple(call))


def survey(random: Random) -> Case:
    """CSV files of valuations."""
    market = encode('{"valuations": {"csv": "survey.csv"}, "complementarity": 0}')
    call = ("convert", "market.json", "-o", "out.json", "--json", "--stage", "pricing:001,100", "--grid", "2")
    data = spoiled(random.choice(corpus.SURVEYS), random)
    return Case({"market.json": market, "survey.csv": data}, call)


def bundled(random: Random) -> Case:
    """What ``selten bundling`` prints, spoiled; half the time nothing but its price distributions."""
    name, text, found = random.choice(corpus.bundled()[1:] if random.random() < 0.95 else corpus.bundled())
    data = json.loads(found)
    if "price_distributions" in data and random.random() < 0.5:
        data = {"price_distributions": data["price_distributions"]}
    return certify(name, encode(text), spoiled_data(data, random))


def prior(random: Random) -> Case:
    """Priors, as JSON and TOML; few have their welfare bracketed."""
    suffix, form = random.choice((("json", write), ("toml", corpus.as_toml)))
    data = spoiled_data(random.choice(corpus.PRIORS), random, form)

    def call(name: str, random: Random) -> tuple[str, ...]:
        welfare = ("--welfare", "--time-limit", "0.3") if random.random() < 0.01 else ()
        return ("discrimination", name, "--json", *welfare)

    return on_file(f"prior.{suffix}", data, call, random)


def informed(random: Random) -> Case:
    """Answers about information, structures and multipliers, spoiled."""
    name, text, found = random.choice(corpus.informed())
    data = json.loads(found)
    if "witnesses" in data and random.random() < 0.9:
        data["witnesses"] = random.sample(data["witnesses"], min(len(data["witnesses"]), 2))
    return certify(name, encode(text), spoiled_data(data, random))


def disclosure(random: Random) -> Case:
    """SPECs of disclosure games, as JSON and TOML; few with areas."""
    suffix, form = random.choice((("json", write), ("toml", corpus.as_toml)))
    data = spoiled_data(random.choice(corpus.DISCLOSURES), random, form)

    def call(name: str, random: Random) -> tuple[str, ...]:
        area = ("--area", "--time-limit", "0.3") if random.random() < 0.01 else ()
        return ("disclosure", name, *area, *(("--json",) if random.random() < 0.7 else ()))

    return on_file(f"market.{suffix}", data, call, random)


def sweep(random: Random) -> Case:
    """Studies, as JSON and TOML, worked on in another process that is ended when its time is up."""
    suffix, form = random.choice((("json", write), ("toml", corpus.as_toml)))
    data = spoiled_data(random.choice(corpus.STUDIES), random, form)
    out = random.choice(("rows.csv", "rows.csv", "rows.csv", "rows.parquet"))
    call = ("sweep", f"study.{suffix}", "-o", out, "--workers", "1", "--time-limit", "3", "--json")
    return Case({f"study.{suffix}": data}, call)


def rows(random: Random) -> Case:
    """Games as .gam files and as tables of rows in .csv."""
    suffix = random.choice((".gam", ".csv"))
    data = spoiled(random.choice(corpus.game_texts(suffix)), random)
    return on_file(f"game{suffix}", data, game_call, random)


def report(random: Random) -> Case:
    """Pages of games, markets, priors and disclosure cases; of tables of any kind."""
    texts = {
        "game.nfg": random.choice(corpus.game_texts(".nfg")),
        "game.efg": random.choice(corpus.game_texts(".efg")),
        "prior.json": write(random.choice(corpus.PRIORS)),
        "market.json": write(random.choice(corpus.DISCLOSURES)),
        "rows.csv": random.choice((*corpus.SURVEYS, *corpus.game_texts(".csv"))),
    }
    name = random.choice(list(texts))
    return Case({name: spoiled(texts[name], random)}, ("report", name, "-o", "page.html", "--time-limit", "0.2"))


STAGES = ("offering", "pricing:001,100", "pricing:011,100", "two-stage", "two-stage:000,001", "sequential")
STAGES_OF_PRIORS = ("information", "no-information")


def stages(random: Random) -> Case:
    """Stages of markets, by odd names and grids."""
    pairs = (("market.json", corpus.markets()[-1], STAGES), ("prior.json", corpus.PRIORS[1], STAGES_OF_PRIORS))
    name, data, known = random.choice(pairs)
    stage = random.choice((*known, *known, spoil_text(random.choice(known), random), random.choice(LABELS)))
    grid = random.choice(("1", "1", "2", "3", "1000000000", "9" * 30, str(random.choice(NUMBERS)), None))
    call = ["convert", name, "-o", random.choice(("out.efg", "out.nfg", "out.json")), f"--stage={stage}", "--json"]
    return Case({name: encode(write(data))}, (*call, *((f"--grid={grid}",) if grid else ())))


CALLS = (
    ("solve", "game.nfg", "--json", "--time-limit", "1", "--seed", "0"),
    ("solve", "game.nfg", "--one", "--json", "--solver", "selten-one"),
    ("certify", "game.nfg", "claim.json", "--json"),
    ("convert", "game.nfg", "-o", "out.efg", "--json"),
    ("disclosure", "market.json", "--json"),
    ("discrimination", "prior.json", "--json"),
    ("reproduce", "nothing"),
    ("--version",),
)


def options(random: Random) -> Case:
    """Command lines with words deleted, doubled, replaced and exchanged."""
    call = list(random.choice(CALLS))
    for _ in range(random.randint(1, 3)):
        k = random.randrange(len(call)) if call else 0
        match random.randrange(5):
            case 0:
                del call[k : k + 1]
            case 1:
                call[k:k] = call[k : k + 1]
            case 2:
                call[k : k + 1] = [random.choice((*LABELS, *TOKENS, "-", "--", "-o", "--help", ".", "/", "no/such"))]
            case 3:
                call[k : k + 1] = [str(random.choice(NUMBERS))]
            case _:
                random.shuffle(call)
    # what starts long runs by itself is no input to be refused
    call = [word for word in call if word not in ("reproduce", "")] if "nothing" not in call else call
    files = {"game.nfg": corpus.game_texts(".nfg")[0], "claim.json": write(corpus.PROFILES[0])}
    files |= {"market.json": write(corpus.DISCLOSURES[0]), "prior.json": write(corpus.PRIORS[1])}
    return Case({name: encode(text) for name, text in files.items()}, tuple(call))


DOORS: dict[str, tuple[Door, int]] = {
    "nfg": (nfg, 14),
    "efg": (efg, 14),
    "json": (game_json, 12),
    "jsonl": (jsonl, 4),
    "profile": (profile, 6),
    "answer": (answer, 6),
    "assessment": (assessment, 5),
    "proper": (proper, 5),
    "bundling": (bundling, 10),
    "survey": (survey, 6),
    "price-distributions": (bundled, 2),
    "prior": (prior, 7),
    "information": (informed, 3),
    "disclosure": (disclosure, 7),
    "stages": (stages, 3),
    "options": (options, 3),
    "rows": (rows, 3),
    "sweep": (sweep, 3),
    "report": (report, 1),
}
"""Each door with its weight among the inputs."""


def case(number: int, seed: int, door: str | None = None) -> tuple[str, Case]:
    """The input with this number: the same for ever, whatever else is tried."""
    random = Random(f"{seed} {number}")
    drawn = random.choices(list(DOORS), [weight for _, weight in DOORS.values()])[0]
    name = door or drawn
    return name, DOORS[name][0](random)
