"""Auditing samples: what best-of-N does to the outputs of a file, beside the optimal policy of the same KL.

`read_samples` reads files, `PromptModel` answers about one prompt, `audit` and `overall` make the rows that
`exactalign audit` prints.
"""

from exactalign.audit.files import COLUMNS, parse_samples, read_samples
from exactalign.audit.prompts import ExactAnswer, PromptModel
from exactalign.audit.report import ALL, AuditRow, CommonTilt, audit, audit_prompt, overall, rows_of
from exactalign.audit.samples import PromptSamples

__all__ = [
    "ALL",
    "COLUMNS",
    "AuditRow",
    "CommonTilt",
    "ExactAnswer",
    "PromptModel",
    "PromptSamples",
    "audit",
    "audit_prompt",
    "overall",
    "parse_samples",
    "read_samples",
    "rows_of",
]
