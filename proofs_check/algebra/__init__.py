"""Normal forms, and what they need."""
