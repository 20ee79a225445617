#!/usr/bin/env bash
# Runs every audit notebook as a script over the demo's snapshot and exports it to offline HTML.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${NETRA_DEMO_DATA:-demo-data}
out=build/notebooks
test -e "$data/snapshots/audit.duckdb" || .venv/bin/netra demo --data "$data"
mkdir -p "$out"
for notebook in notebooks/[0-9]*.py; do
  name=$(basename "$notebook" .py)
  .venv/bin/python "$notebook" -- --data "$data" > /dev/null
  .venv/bin/python notebooks/export.py "$notebook" "$out/$name.html" -- --data "$data"
  if grep -nEi '<script|(src|href|url)[[:space:]]*[=(]["'"'"' ]*https?:' "$out/$name.html"; then
    echo "$out/$name.html loads something from elsewhere" >&2
    exit 1
  fi
  echo "$out/$name.html"
done
