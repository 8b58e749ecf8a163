"""Long work: files, interruptions, workers, sweeps."""
