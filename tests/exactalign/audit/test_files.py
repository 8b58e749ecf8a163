"""Files of samples: what each format holds, and every refusal word for word."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from exactalign.audit import PromptDraws, PromptSamples, SampleFile, parse_samples, read_samples
from exactalign.audit.rows import COLUMNS
from exactalign.exceptions import ExactAlignError, InputError

HALF, TENTH = Fraction(1, 2), Fraction(1, 10)
CSV = "prompt,output,probability,reward,golden_reward\nq,a,0.1,1e-1,2\nq,b,9/10,-1,3\nr,a,1,0,0\n"


def told(text: str, columns: dict[str, str] | None = None, **named: Any) -> str:
    with pytest.raises(ExactAlignError) as error:
        parse_samples(text, "it", columns, **named)
    assert type(error.value) is InputError
    return str(error.value)


ONE = "q,1,1\n"
HEAD = "prompt,probability,reward\n"
NO_OBJECT = 'give one JSON object a line, such as {"prompt": …}'
LACKS = "it has no column"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it has no rows: give a header, and a row for each output of each prompt"),
        ("\n \n", "it has no rows: give a header, and a row for each output of each prompt"),
        (HEAD, "it has no rows: give a row for each output of each prompt"),
        ("[]", "it has no rows: give an object for each output of each prompt"),
        ("prompt, reward ,x,reward\n", "it: column 'reward' is there twice"),
        (HEAD + "q,1\n", "it, line 2: 2 cells, but the header has 3"),
        (HEAD + "q,1,1,1\n", "it, line 2: 4 cells, but the header has 3"),
        (HEAD + 'q,1,"1\n', "it: malformed CSV in line 2: unexpected end of data"),
        (
            HEAD + "q,,1\nq,1\n",
            (
                "it: 2 rows cannot be read (--skip-bad leaves them out): line 2: probability is empty: give a number; "
                "line 3: 2 cells, but the header has 3"
            ),
        ),
        (
            "prompt,probability,logprob,reward\n",
            "it has both columns probability and logprob: give exactly one of them",
        ),
        (
            "prompt,reward,rewards\n",
            "it has columns 'reward' and 'rewards': say which one with --columns reward=NAME",
        ),
        (
            "a,b\n1,2\n",
            f"{LACKS} 'reward': it has a, b; say which one it is, as in --columns \"reward=NAME\"",
        ),
        (
            "a,passed,score\n1,2,3\n",  # the first in the file that is likely
            f"{LACKS} 'reward': it has a, passed, score; say which one it is, as in --columns \"reward=passed\"",
        ),
        (
            "question,reward\n1,2\n",
            f"{LACKS} 'prompt': it has question, reward; say which one it is, as in --columns \"prompt=question\"",
        ),
        (
            ",".join(["a" * 150, "b" * 60]) + "\n1,2\n",
            f"{LACKS} 'reward': it has {'a' * 150}, {'b' * 48}; say which one it is, as in --columns \"reward=NAME\"",
        ),
        ("{", "it, line 1, column 2: malformed JSON: Expecting property name enclosed in double quotes"),
        ("[{]", "it: column 3: malformed JSON: Expecting property name enclosed in double quotes"),
        ("[{},\n {]", "it: line 2, column 3: malformed JSON: Expecting property name enclosed in double quotes"),
        ("[1, 2]", f"it, entry 1: {NO_OBJECT}"),
        ('{"reward": 1} x\n\n', "it, line 1, column 15: malformed JSON: Extra data"),
        ("\n{1}\n", "it, line 2, column 2: malformed JSON: Expecting property name enclosed in double quotes"),
        ("[" * 100_000, "it: the JSON is nested too deeply"),
        ('{"a": 1, "a": 2}', 'it, line 1: an object gives the key "a" twice'),
        ("[{}]", f"{LACKS} 'reward': it has none; say which one it is, as in --columns \"reward=NAME\""),
        (
            '{"a": [{"x": 1}],\n"b": [{"x": 2}]}',
            "it is one JSON object: give a list of objects, or one a line; lists of objects are a, b",
        ),
        (
            '{"a": [], "b": [1],\n"c": 2}',
            "it is one JSON object: give a list of objects, or one a line; none of its keys holds a list of objects",
        ),
        (
            '{"prompt": "q", "reward": 1}\n{"reward": 1}\n{"prompt": null, "reward": 2}\n3\n{"prompt": "q"}',
            (
                "it: 4 rows cannot be read (--skip-bad leaves them out): line 2: there is no key 'prompt'; "
                "line 3: prompt is null: give every row its prompt; "
                f"line 4: {NO_OBJECT}; line 5: there is no key 'reward'"
            ),
        ),
        (
            (
                '[{"prompt": "q", "reward": [1, 2], "output": ["a"]},\n'
                '{"prompt": "q", "reward": [1, 2], "output": "ab"}, {"prompt": "q", "reward": [], "output": []}, '
                '{"prompt": "q", "reward": [1, null], "output": ["a", "b"]}]'
            ),
            (
                "it: 4 rows cannot be read (--skip-bad leaves them out): "
                "entry 1: output is a list of 1 but reward is a list of 2: give one of each for every output; "
                "entry 2: output is no list but reward is a list of 2: give one of each for every output; "
                "entry 3: reward is an empty list: give the reward of every output; "
                "entry 4, output 2: reward is null: give a number"
            ),
        ),
    ],
)
def test_what_cannot_be_read(text: str, message: str) -> None:
    """What is a single JSON value reads as one; what begins with neither brace nor bracket is CSV."""
    assert told(text) == message


def test_a_row_of_one_output_needs_its_prompt() -> None:
    wanted = f"{LACKS} 'prompt': it has reward, id; say which one it is, as in --columns \"prompt=id\""
    assert told('{"reward": 1, "id": 7}') == wanted
    assert told("reward,id\n1,7\n") == wanted
    assert told('{"reward": [1, 0], "id": 7}\n{"reward": 1, "id": 7}') == wanted
    (drawn,) = parse_samples('{"reward": 1, "id": 7}', columns={"prompt": "id"}).draws
    assert drawn == PromptDraws("7", (Fraction(1),))


def test_twenty_rows_are_told_one_by_one() -> None:
    for count, more in ((20, ""), (21, "; and 1 more")):
        lines = "; ".join(f"line {number}: probability is empty: give a number" for number in range(2, 22))
        text = HEAD + "q,,1\n" * count
        assert told(text) == f"it: {count} rows cannot be read (--skip-bad leaves them out): {lines}{more}"
        first = "line 2: probability is empty: give a number"
        assert told(text, skip_bad=True) == f"it has no rows that can be read: {first}"
        found = parse_samples(text + ONE, skip_bad=True)
        assert (found.bad[0], len(found.bad), len(found.prompts)) == (first, count, 1)


def test_columns_by_other_names() -> None:
    assert told(CSV, {"score": "reward"}) == f"unknown column 'score': the columns are {', '.join(COLUMNS)}"
    has = "it has prompt, output, probability, reward, golden_reward"
    assert told(CSV, {"reward": "score"}) == f"it has no column 'score': {has}"
    # A column that is taken for one thing is not found for another.
    text = CSV.replace("golden_reward", "rewards")
    assert told(text) == "it has columns 'reward' and 'rewards': say which one with --columns reward=NAME"
    first = parse_samples(text, columns={"reward": "rewards"}).prompts[0]
    assert (first.rewards, first.golden) == ((2, 3), None)
    both = parse_samples(text, columns={"golden_reward": "rewards"}).prompts[0]
    assert (both.rewards, both.golden) == ((Fraction(1, 10), -1), (2, 3))
    swapped = parse_samples(CSV, columns={"reward": "golden_reward", "golden_reward": "reward"}).prompts[0]
    assert (swapped.rewards, swapped.golden) == ((2, 3), (Fraction(1, 10), -1))
    several = '{"prompts": 1, "outputs": ["a"], "probabilities": ["1/2"], "rewards": [1], "golden_rewards": [5]}'
    (found,) = parse_samples(several, columns={"prompt": "prompts"}).prompts
    assert found == PromptSamples("1", (HALF,), (Fraction(1),), (Fraction(5),))
    logs = '{"prompt": 1, "logprobs": ["-1/2"], "rewards": [1], "golden": [5]}'
    (found,) = parse_samples(logs).prompts
    assert found == PromptSamples("1", (-HALF,), (Fraction(1),), (Fraction(5),), True)


def test_the_formats_hold_the_same() -> None:
    wanted = SampleFile(
        (
            PromptSamples("q", (TENTH, 1 - TENTH), (TENTH, Fraction(-1)), (Fraction(2), Fraction(3))),
            PromptSamples("r", (Fraction(1),), (Fraction(0),), (Fraction(0),)),
        )
    )
    rows = [
        '{"prompt": "q", "output": "a", "probability": 0.1, "reward": 1e-1, "golden_reward": 2}',
        '{"prompt": "q", "output": "b", "probability": "9/10", "reward": -1, "golden_reward": 3}',
        '{"prompt": "r", "output": "a", "probability": 1, "reward": 0, "golden_reward": 0}',
    ]
    nested = (
        '{"prompt": "q", "more": 1, "all": [{"output": "a", "probability": 0.1, "reward": 0.1, "golden_reward": 2}, '
        '{"output": "b", "probability": 0.9, "reward": -1, "golden_reward": 3}]}'
    )
    for text in (
        CSV,
        CSV.replace(",", "\t"),
        CSV.replace("\n", "\n\n"),
        "\n".join(rows),
        "\n\n" + "\r\n \n".join(rows) + "\n\n",
        f"[{', '.join(rows)}]",
        "\n [" + ",\n".join(rows) + "]",
        '{"model": "m", "list": [1], "rows":\n[' + ",\n".join(rows) + "]}",
        nested + '\n{"prompt": "r", "output": "a", "all": [], "probability": 1, "reward": 0, "golden_reward": 0}',
    ):
        assert parse_samples(text) == wanted, text
    assert parse_samples(CSV, is_json=False) == wanted == parse_samples("\n".join(rows), is_json=True)
    assert told(CSV, is_json=True) == "it, line 1, column 1: malformed JSON: Expecting value"
    assert told("\n".join(rows), is_json=False).startswith("it has no column 'reward'")


def test_an_output_s_own_keys_come_before_those_of_the_whole() -> None:
    text = '{"prompt": "q", "golden_reward": 1, "all": [{"reward": 2}, {"reward": 3, "golden_reward": 4}]}'
    (found,) = parse_samples(text).draws
    assert (found.rewards, found.golden) == ((2, 3), (1, 4))
    two = '{"prompt": "q", "a": [{"reward": 2}], "b": [{"reward": 3}]}'
    assert told(two).startswith("it has no column 'reward': it has prompt, a, b;")
    named = parse_samples('{"prompt": "q", "a": [{"score": 2}], "b": [{"x": 3}]}', columns={"reward": "score"})
    assert named.draws[0].rewards == (2,)
    own = parse_samples('{"prompt": "q", "reward": 1, "a": [{"reward": 2}]}')  # its own is there already
    assert own.draws[0].rewards == (1,)


def test_an_output_again() -> None:
    head = "prompt,output,probability,reward\n"
    rows = ["q,a,1/2,1\n", "q,a,0.5,1.0\n", "q,a,1/2,2\n", "q,a,1/4,1\n", "r,a,1/2,1\n"]
    q, r = parse_samples(head + "".join(rows)).prompts
    assert (q.merged, q.repeated, q.masses) == (1, 2, (HALF, HALF, Fraction(1, 4)))
    assert (r.merged, r.repeated) == (0, 0)
    drawn = parse_samples(head + "".join(rows), draws=True).draws
    assert drawn == (
        PromptDraws("q", (Fraction(1),) * 2 + (Fraction(2), Fraction(1))),
        PromptDraws("r", (Fraction(1),)),
    )
    without = parse_samples("prompt,probability,reward\nq,1/2,1\nq,1/2,1\n").prompts[0]
    assert (without.masses, without.merged) == ((HALF, HALF), 0)


def test_outputs_that_are_null_are_not_one_output() -> None:
    rows = [{"prompt": "q", "output": output, "probability": "1/4", "reward": 0} for output in (None, None, "null")]
    (prompt,) = parse_samples("\n".join(map(json.dumps, [*rows, rows[2]]))).prompts
    assert (prompt.masses, prompt.merged, prompt.repeated) == ((Fraction(1, 4),) * 3, 1, 0)


def test_prompts_that_are_the_same_value_are_one() -> None:
    rows = [
        '{"prompt": [{"role": "user", "content": "a"}], "reward": 1}',
        '{"prompt": [{"content": "a", "role": "user"}], "reward": 2}',
        '{"prompt": "user: a", "reward": 3}',
        '{"reward": 4, "prompt": "user: a"}',
    ]
    assert [(p.prompt, p.rewards) for p in parse_samples("\n".join(rows)).draws] == [
        ("user: a", (1, 2)),
        ("user: a", (3, 4)),
    ]


def test_lists_without_a_prompt_are_one_a_row() -> None:
    found = parse_samples('{"reward": [1, 0]}\n\n{"reward": [2]}\n{"reward": [1, null]}', skip_bad=True)
    assert [(p.prompt, p.rewards) for p in found.draws] == [("line 1", (1, 0)), ("line 3", (2,)), ("line 4", (1,))]
    assert found.bad == ("line 4, output 2: reward is null: give a number",)


def test_the_suffix_says_the_format(tmp_path: Path) -> None:
    line = '{"prompt": "q", "reward": 1}'
    for name in ("a.jsonl", "a.NDJSON", "a.json"):
        (tmp_path / name).write_text("\ufeff" + line, encoding="utf-8")
        assert read_samples(tmp_path / name).draws == (PromptDraws("q", (Fraction(1),)),)
        (tmp_path / name).write_text("prompt,reward\nq,1\n", encoding="utf-8")
        with pytest.raises(InputError, match="malformed JSON"):
            read_samples(tmp_path / name)
    for name in ("a.csv", "a"):  # looked at
        for text in (line, "prompt,reward\nq,1\n"):
            (tmp_path / name).write_text(text, encoding="utf-8")
            assert read_samples(str(tmp_path / name)).draws == (PromptDraws("q", (Fraction(1),)),)
    (tmp_path / "a.csv").write_text(CSV + "q,c,,1,1\n", encoding="utf-8")
    found = read_samples(tmp_path / "a.csv", {"reward": "golden_reward", "golden_reward": "reward"}, skip_bad=True)
    assert (found.prompts[0].rewards, len(found.bad)) == ((2, 3), 1)
    assert read_samples(tmp_path / "a.csv", draws=True, skip_bad=True).draws[1].prompt == "r"


def test_files_that_are_not_there_or_no_text(tmp_path: Path) -> None:
    missing, wrong = tmp_path / "missing.csv", tmp_path / "wrong.csv"
    wrong.write_bytes(b"prompt,reward\nq,\xff\n")
    for path, message in (
        (missing, "cannot be read: No such file or directory"),
        (wrong, "is no UTF-8 text: byte 17 is wrong"),
    ):
        with pytest.raises(InputError) as error:
            read_samples(path)
        assert str(error.value) == f"{path} {message}"


def test_nothing_is_left_out_unless_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEAD + "q,,1\n" + ONE, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_samples(path)
    assert str(error.value) == f"{path}, line 2: probability is empty: give a number"


def test_what_is_no_row_needs_no_prompt() -> None:
    """A line that is no object is told as that, also where the file names no prompts."""
    text = '{"reward": [1, 0]}\n3\n'
    assert told(text) == f"it, line 2: {NO_OBJECT}"
    assert [p.prompt for p in parse_samples(text, skip_bad=True).draws] == ["line 1"]


def test_outputs_are_the_same_just_when_their_values_are() -> None:
    row = '{{"prompt": "q", "output": {}, "probability": "1/2", "reward": {}}}'
    same = ['[{"role": "a", "content": "x"}]', '[{"content": "x", "role": "a"}]']
    (found,) = parse_samples("\n".join(row.format(output, 1) for output in same)).prompts
    assert (found.merged, found.masses) == (1, (HALF,))
    (found,) = parse_samples("\n".join(row.format(output, 1) for output in (same[0], '["x"]'))).prompts
    assert (found.merged, found.masses) == (0, (HALF, HALF))


def test_a_list_of_objects_holds_nothing_else() -> None:
    mixed = '[{"reward": 1}, 3]'
    wanted = "it is one JSON object: give a list of objects, or one a line; none of its keys holds a list of objects"
    assert told(f'{{"x": 1,\n"a": {mixed}}}') == wanted
    assert told(f'{{"prompt": "q", "a": {mixed}}}').startswith("it has no column 'reward': it has prompt, a;")
    later = f'{{"prompt": "q", "a": [{{"reward": 1}}]}}\n{{"prompt": "q", "a": {mixed}}}'
    assert told(later) == "it, line 2: there is no key 'reward'"
