"""Normal forms, decided identities."""
