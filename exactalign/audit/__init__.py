"""Auditing samples: what best-of-N does to the outputs of a file, beside the optimal policy of the same KL.

`read_samples` reads files, `PromptModel` answers about one prompt, `audit` and `overall` make the rows that
`exactalign audit` prints; `draws_rows` makes those of draws without probabilities.
"""

from exactalign.audit.draws import DrawsRow, Estimate, draws_rows, draws_together, plug_in, unbiased
from exactalign.audit.files import parse_samples, read_samples
from exactalign.audit.prompts import ExactAnswer, PromptModel
from exactalign.audit.report import ALL, AuditRow, CommonTilt, audit_prompt, overall, rows_of
from exactalign.audit.rows import COLUMNS
from exactalign.audit.samples import PromptDraws, PromptSamples, SampleFile
from exactalign.audit.spreading import audit, known_rows

__all__ = [
    "ALL",
    "COLUMNS",
    "AuditRow",
    "CommonTilt",
    "DrawsRow",
    "Estimate",
    "ExactAnswer",
    "PromptDraws",
    "PromptModel",
    "PromptSamples",
    "SampleFile",
    "audit",
    "audit_prompt",
    "draws_rows",
    "draws_together",
    "known_rows",
    "overall",
    "parse_samples",
    "plug_in",
    "read_samples",
    "rows_of",
    "unbiased",
]
