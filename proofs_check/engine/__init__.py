"""How claims are run."""

from exactalign.extras import require_extra

require_extra("claims")
