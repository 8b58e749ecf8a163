"""Exact tables, and other people's checked."""
