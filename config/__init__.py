"""Settings and the YAML files an office edits; only the entry points read them."""
