"""The papers that ship with the package, section by section."""
