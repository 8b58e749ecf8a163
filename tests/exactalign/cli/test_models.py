"""Models as options and as files: what is read, and each refusal with its place, word for word."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from exactalign import LogForm, log
from exactalign.cli import models
from exactalign.cli.models import Model, golden_rewards, read_model
from exactalign.exceptions import ExactAlignError, InputError, NotExactError, OutcomeError, TooLarge


def options(
    p: str | None = "1/2,1/2", reward: str | None = None, q: str | None = None, labels: str | None = None
) -> Model:
    return read_model(p, reward, q, labels, None)


def shown(model: Model) -> tuple[list[Any], list[Fraction], list[LogForm]]:
    return list(model.labels), list(model.reference.probabilities), [form for _, form in model.reward.items()]


def test_a_model_of_options() -> None:
    assert shown(options("1/5, 0.8", " log 6,-1/2 ")) == (
        [0, 1],
        [Fraction(1, 5), Fraction(4, 5)],
        [log(6), LogForm("-1/2")],
    )
    assert shown(options("1/2,1/2", q="1/3,2/3"))[2] == [log(Fraction(1, 3)), log(Fraction(2, 3))]
    assert shown(options(reward="1,2", labels=" yes ,no"))[0] == ["yes", "no"]
    assert shown(options(reward="1,2", labels="0,1"))[0] == [0, 1]
    assert shown(options(reward="1,2", labels="1,0"))[0] == ["1", "0"]
    assert shown(options(reward="1,2", labels=" ,x"))[0] == [" ", "x"]


HALF = "1/2,1/2"
REFUSED_OPTIONS: list[tuple[dict[str, str | None], type[ExactAlignError], str]] = [
    ({"p": None}, InputError, "no model is given: use --p with --reward or --q, or --input FILE"),
    ({"p": HALF}, InputError, "neither --reward nor --q is given: give exactly one of them"),
    ({"reward": "1,2", "q": HALF}, InputError, "--reward and --q are both given: give exactly one of them"),
    ({"reward": "1"}, OutcomeError, "--reward has 1 entry but --p has 2"),
    ({"q": "1/3,1/3,1/3"}, OutcomeError, "--q has 3 entries but --p has 2"),
    ({"reward": "1,2", "labels": "a"}, OutcomeError, "--labels has 1 entry but --p has 2"),
    ({"reward": "1,2", "labels": "a,a"}, OutcomeError,
     "--labels entry 2 is 'a', as number 1 is: every outcome needs a name of its own"),
    ({"reward": "1,2", "labels": "a,"}, InputError, "--labels entry 2 is empty: give every outcome a name"),
    ({"reward": "1,2", "labels": "a,\ud800"}, InputError, "--labels entry 2 is no Unicode text"),
    ({"p": "1, ", "reward": "1,2"}, InputError, '--p entry 2 is empty: give a number such as "1/5"'),
    ({"reward": "1, "}, InputError, '--reward entry 2 is empty: give a reward such as "log 6" or "1/2"'),
    ({"q": "1, "}, InputError, '--q entry 2 is empty: give a number such as "1/5"'),
]  # fmt: skip


@pytest.mark.parametrize(("given", "kind", "message"), REFUSED_OPTIONS)
def test_options_that_are_no_model(given: dict[str, str | None], kind: type[ExactAlignError], message: str) -> None:
    with pytest.raises(kind) as caught:
        options(**given)
    assert (type(caught.value), str(caught.value)) == (kind, message)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"p": "1/2,x", "reward": "1,2"}, "--p entry 2"),
        ({"reward": "1,log"}, "--reward entry 2"),
        ({"q": "1,y"}, "--q entry 2"),
        ({"p": "1/2,1/3", "reward": "1,2"}, "--p: "),
        ({"q": "1/2,1/3"}, "--q: "),
        ({"q": "1,0"}, "--q: "),
    ],
)
def test_what_is_wrong_with_a_number_is_said_at_its_place(given: dict[str, str], place: str) -> None:
    with pytest.raises(ExactAlignError) as caught:
        options(**given)
    assert str(caught.value).startswith(place)
    assert "from_weights" not in str(caught.value)


@pytest.mark.parametrize("name", ["p", "reward", "q", "labels"])
def test_a_file_holds_the_whole_model(name: str) -> None:
    given = {"p": None, "reward": None, "q": None, "labels": None, "file": "model.csv", name: "1"}
    with pytest.raises(InputError) as caught:
        read_model(**given)
    assert str(caught.value) == f"--{name} and --input are both given: the file holds the whole model"


def of_file(path: Path, text: str) -> Model:
    path.write_text(text, encoding="utf-8")
    return read_model(None, None, None, None, str(path))


CSV = " Outcome ,P,reward\na,1/2,log 6\nb,0.5,0\n"
SAME = (["a", "b"], [Fraction(1, 2)] * 2, [log(6), LogForm(0)])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m.csv", CSV),
        ("m.txt", CSV),
        ("m.CSV", CSV),
        ("m.json", '[{"outcome": "a", "p": "1/2", "reward": "log 6"}, {"outcome": "b", "p": "0.5", "reward": 0}]'),
        ("m.JSON", '{"outcome": ["a", "b"], "p": ["1/2", "1/2"], "reward": ["log 6", "0"]}'),
        ("m.txt", ' {"outcome": ["a", "b"], "p": ["1/2", "1/2"], "reward": ["log 6", "0"]}'),
        ("m", '\n[{"p": "1/2", "outcome": "a", "reward": "log 6"}, {"outcome": "b", "p": "0.5", "reward": 0}]'),
    ],
)
def test_a_model_of_a_file(tmp_path: Path, name: str, text: str) -> None:
    assert shown(of_file(tmp_path / name, text)) == SAME


def test_other_models_of_files(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    assert shown(of_file(path, '{"p": [1, 0], "q": ["1/2", "1/2"]}'))[0] == [0, 1]
    assert shown(of_file(path, '{"p": [1, 0], "reward": [1, -2], "outcome": [7, "x"]}'))[::2] == (
        [7, "x"], [LogForm(1), LogForm(-2)],
    )  # fmt: skip
    long = "9" * 5000
    found = of_file(path, f'{{"p": [1, 0], "reward": [{long}, 0]}}')
    assert shown(found)[2][0] == LogForm.parse(long)
    assert shown(of_file(tmp_path / "m.csv", "p,q\n1,1/2\n0,1/2\n"))[2] == [log("1/2")] * 2


REFUSED_CSV = [
    ("", InputError, "F is empty: give a header with the columns outcome, p, reward, and a row for each outcome"),
    ("p,reward\n1\n", InputError, "F: line 2 has 1 cell but the header has 2"),
    ("p,x\n", InputError, "F: unknown column 'x': the columns are outcome, p, and reward or q"),
    ("p,p,q\n", InputError, "F: column 'p' is there twice"),
    ("outcome,q\n", InputError, "F: there is no column p: the columns are outcome, p, and reward or q"),
    ("p,q,reward\n", InputError, "F: there is both reward and q: give exactly one of them"),
    ("p,outcome\n", InputError, "F: there is neither reward nor q: give exactly one of them"),
    ("p,q\n ,1\n", InputError, 'F: p in row 1 is empty: give a number such as "1/5"'),
    ("p,q\n1,1\n0, \n", InputError, 'F: q in row 2 is empty: give a number such as "1/5"'),
    ("p,reward\n1,1\n0, \n", InputError, 'F: reward in row 2 is empty: give a reward such as "log 6" or "1/2"'),
    ("outcome,p,reward\na,1,1\n,0,1\n", InputError, "F: outcome in row 2 is empty: give every outcome a name"),
    ("outcome,p,reward\na,1,1\nb,0,1\na,0,0\n", OutcomeError,
     "F: outcome in row 3 is 'a', as number 1 is: every outcome needs a name of its own"),
]  # fmt: skip
REFUSED_JSON = [
    ("[]", InputError, 'F: give a list of objects {"outcome", "p", "reward"}, one for each outcome'),
    ("7", InputError, 'F: give a list of objects {"outcome", "p", "reward"}, one for each outcome'),
    ('[{"p": 1, "q": 1}, 7]', InputError,
     'F: entry 2 is a number: give an object {"outcome", "p", "reward"}'),
    ('[{"p": 1, "q": 1}, {"p": 0, "reward": 1}]', InputError, "F: entry 2 has other keys than entry 1"),
    ('[{"p": 1, "q": 1}, {"p": 0, "x": 1}]', InputError,
     "F: entry 2: unknown key 'x': the keys are outcome, p, and reward or q"),
    ('[{"q": 1}]', InputError, "F: entry 1: there is no key p: the keys are outcome, p, and reward or q"),
    ('{"p": 1, "q": [1]}', InputError, "F: p is a number: give a list"),
    ('{"p": [1], "q": [1, 0]}', OutcomeError, "F: q has 2 entries but p has 1"),
    ('{"p": [1, 0], "q": [1]}', OutcomeError, "F: q has 1 entry but p has 2"),
    ('{"p": [NaN], "q": [1]}', InputError, "F: NaN is no number"),
    ('{"p": [1], "p": [1]}', InputError, 'F: an object gives the key "p" twice'),
    ('{\n"p": [1,]}', InputError, None),
    ("[" * 200_000, InputError, "F: the JSON is nested too deeply"),
    ('{"p": [0.5], "q": [1]}', InputError,
     'F: p in row 1 is the JSON number 0.5: write the string "0.5" to mean it exactly'),
    ('{"p": [1], "reward": [1e3]}', InputError,
     'F: reward in row 1 is the JSON number 1e3: write the string "1e3" to mean it exactly'),
    ('{"p": [true], "q": [1]}', InputError,
     'F: p in row 1 is true: give a string such as "1/5", or a whole number'),
    ('{"p": [1], "reward": [false]}', InputError,
     'F: reward in row 1 is false: give a string such as "1/5", or a whole number'),
    ('{"p": [null], "q": [1]}', InputError,
     'F: p in row 1 is null: give a string such as "1/5", or a whole number'),
    ('{"p": [[]], "q": [1]}', InputError,
     'F: p in row 1 is a list: give a string such as "1/5", or a whole number'),
    ('{"p": [1], "reward": [{}]}', InputError,
     'F: reward in row 1 is an object: give a string such as "1/5", or a whole number'),
    ('{"p": [1], "q": [1], "outcome": [true]}', InputError,
     "F: outcome in row 1 is true: give a string or a whole number"),
    ('{"p": [1], "q": [1], "outcome": [0.5]}', InputError,
     "F: outcome in row 1 is the number 0.5: give a string or a whole number"),
    ('{"p": "x", "q": [1]}', InputError, "F: p is a string: give a list"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("suffix", "text", "kind", "message"),
    [("csv", *one) for one in REFUSED_CSV] + [("json", *one) for one in REFUSED_JSON],
)
def test_files_that_are_no_model(
    tmp_path: Path, suffix: str, text: str, kind: type[ExactAlignError], message: str | None
) -> None:
    path = tmp_path / f"m.{suffix}"
    with pytest.raises(kind) as caught:
        of_file(path, text)
    said = str(caught.value).replace(str(path), "F")
    if message is None:
        with pytest.raises(json.JSONDecodeError) as wrong:
            json.loads(text)
        error = wrong.value
        message = f"F: malformed JSON in line {error.lineno}, column {error.colno}: {error.msg}"
    assert (type(caught.value), said) == (kind, message)


def test_what_is_wrong_with_the_laws_of_a_file_is_said_with_their_names(tmp_path: Path) -> None:
    for text, place in (('{"p": [1, 1], "q": [1, 0]}', "p"), ('{"p": [1, 0], "q": [1, 1]}', "q")):
        with pytest.raises(ExactAlignError) as caught:
            of_file(tmp_path / "m.json", text)
        assert str(caught.value).startswith(f"{tmp_path / 'm.json'}: {place}: ")


def test_models_that_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (models.MAX_OUTCOMES, models.MAX_MODEL_FILE) == (250_000, 32_000_000)
    monkeypatch.setattr(models, "MAX_OUTCOMES", 2)
    assert len(options(reward="1,2").labels) == 2
    advice = "put outcomes of equal reward together, or build the model in Python"
    with pytest.raises(TooLarge) as caught:
        options("1,0,0", "1,2,3")
    assert str(caught.value) == f"--p: the model has 3 outcomes, over the limit of 2: {advice}"
    with pytest.raises(TooLarge) as caught:
        of_file(tmp_path / "m.json", '{"p": [1, 0, 0], "q": [1, 0, 0]}')
    assert str(caught.value).startswith(f"{tmp_path / 'm.json'}: the model has 3 outcomes")


def test_golden_rewards() -> None:
    model = options(reward="1,2", labels="a,b")
    assert dict(golden_rewards("log 2, 0", model).items()) == {"a": log(2), "b": LogForm(0)}
    for text, message in (
        ("1", "--golden has 1 entry but there are 2 outcomes"),
        ("1,2,3", "--golden has 3 entries but there are 2 outcomes"),
        ("1, ", '--golden entry 2 is empty: give a reward such as "log 6" or "1/2"'),
    ):
        with pytest.raises(ExactAlignError) as caught:
            golden_rewards(text, model)
        assert str(caught.value) == message


def test_an_error_keeps_its_kind_and_has_no_advice_for_python() -> None:
    def refused() -> None:
        raise NotExactError("no (from_weights normalises exactly)")

    with pytest.raises(NotExactError, match=r"^here: no$"):
        models.placed("here", refused)


@pytest.mark.parametrize("empty", ["", " "])
def test_an_empty_list_is_told_by_the_name_of_its_option(empty: str) -> None:
    for p, reward, q, name in ((empty, "0,1", None, "p"), ("1/2,1/2", empty, None, "reward"), ("1", None, empty, "q")):
        with pytest.raises(InputError, match=f"^--{name} is empty: give a number for each outcome"):
            read_model(p, reward, q, None, None)
