"""`proofs-check verify`: certificates, checked by the kernel alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exactalign.cli import colours
from exactalign.cli.options import OutputOption, TextFormatOption
from exactalign.cli.output import TextFormat, check_target, chosen_format, emit
from exactalign.cli.program import BAD_INPUT, DONE, NO
from exactalign.cli.progress import PROGRESS
from exactalign.cli.signatures import command
from proofs_check.cli.claims import check_apart

if TYPE_CHECKING:
    from proofs_check.kernel import Ruling


def verify(
    directory: Annotated[str, typer.Argument(metavar="DIR", help="A directory of certificates, or one file.")],
    trace: Annotated[bool, typer.Option("--trace", help="Show each step.")] = False,
    form: TextFormatOption = None,
    output: OutputOption = None,
) -> None:
    """Check certificates with the kernel alone, which imports nothing of the rest.

    The kernel is one file of the standard library's Python: python proofs_check/kernel.py DIR says the same of them.

    Of a directory the manifest is checked as well: a certificate that is missing, not the one that is listed (stale)
    or not listed (foreign) is an error. So is a claim with neither a certificate nor a reason why it has none, and a
    fact that is left out and there. How many facts were not written is said for each reason.

    Exit status 1: a certificate is invalid, or the manifest says that something was left out because the kernel
    rejects it. A malformed one makes it 2, and so does a manifest that is not met.

    JSON keys: counts, certificates, manifest, left_out. counts has the numbers of valid, invalid and malformed ones;
    certificates lists {"file", "status", "reason", "steps"}, reason being what a valid one proves, steps empty without
    --trace; manifest lists what is missing, stale or foreign; left_out has the number of facts without a certificate
    for each reason.

    \b
    Examples:
      proofs-check certify certificates A-ex2-marginal && proofs-check verify certificates --trace
      proofs-check certify certificates A-ex2-marginal && proofs-check verify certificates --format json
    """
    import json

    from proofs_check import kernel
    from proofs_check.engine.manifests import is_failure, what_was_left_out

    files = _certificates(directory)
    check_target(output, read=map(str, files))
    check_apart(output, directory)
    chosen = chosen_format(form, output, TextFormat.TABLE)
    PROGRESS.begin("certificates", len(files))
    outcomes = []
    for file in files:
        outcomes.append(kernel.check(file))
        PROGRESS.advance(last=file.stem)
    counts = {word: sum(o.status == word for o in outcomes) for word in ("valid", "invalid", "malformed")}
    unmet, out = list[str](), dict[str, int]()
    if Path(directory).is_dir():
        out, problems = what_was_left_out(Path(directory))
        unmet = kernel.manifest_problems(Path(directory)) + problems
    checked = list(zip(files, outcomes, strict=True))
    if chosen is TextFormat.JSON:
        listed = [
            {"file": str(file), "status": o.status, "reason": o.reason, "steps": o.steps if trace else []}
            for file, o in checked
        ]
        content = {"counts": counts, "certificates": listed, "manifest": unmet, "left_out": out}
        # half a character in the file of a stranger cannot be written, but as JSON escapes it
        readable = json.dumps(content, ensure_ascii=False, indent=1)
        text = readable.encode(errors="backslashreplace").decode()
    else:
        lines = [f"malformed {problem}" for problem in unmet]
        lines += [f"left out  {number}: {reason}" for reason, number in out.items()]
        shown = counts | {"malformed": counts["malformed"] + len(unmet)}  # as the kernel counts
        tally = ", ".join(f"{count} {word}" for word, count in shown.items())
        left = f"; {sum(out.values())} left out" if out else ""
        text = "\n".join([*_verified(checked, trace), *(ascii(line)[1:-1] for line in lines), f"{tally}{left}"])
    emit(text, output, paint=colours.words("^(?P<word>valid|invalid|malformed) "))
    wrong = counts["invalid"] or any(map(is_failure, out))
    raise typer.Exit(BAD_INPUT if counts["malformed"] or unmet else NO if wrong else DONE)


def _verified(checked: "list[tuple[Path, Ruling]]", trace: bool) -> Iterator[str]:
    """What the kernel prints of every file, in ASCII as it does."""
    for file, outcome in checked:
        steps = [f"    {step}" for step in outcome.steps if trace]
        yield from (ascii(line)[1:-1] for line in (f"{outcome.status:9} {file}: {outcome.reason}", *steps))


def _certificates(directory: str) -> list[Path]:
    path = Path(directory)
    if not directory:
        raise typer.BadParameter("it is empty: give a directory", param_hint="DIR")
    if not path.exists():
        raise typer.BadParameter(f"{directory} does not exist", param_hint="DIR")
    from proofs_check.kernel import files_in

    files = files_in(path) if path.is_dir() else [path]
    if not files:
        from proofs_check.engine.manifests import what_was_left_out
        from proofs_check.kernel import MANIFEST, manifest_problems

        missing, (out, _) = manifest_problems(path), what_was_left_out(path)
        told = "; ".join(f"{number} {reason}" for reason, number in out.items())
        why = f": its manifest says what was left out, {told}" if told else " (*.json)"
        if (path / MANIFEST).is_file() and missing:
            why = f": {missing[0]}{f', and {len(missing) - 1} more' * (len(missing) > 1)}"
        raise typer.BadParameter(f"{directory} holds no certificates{why}", param_hint="DIR")
    return files


app = command("verify", verify)
