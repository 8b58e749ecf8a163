"""Words for pages: escaping, signs, rows to be shown."""
