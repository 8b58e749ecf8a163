"""Normal forms, decided identities."""

from exactalign.extras import require_extra

require_extra("claims")
