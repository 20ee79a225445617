#!/bin/bash
# Installs the browser that `pytest -m browser` drives: Debian's Chromium, and a font with which
# screenshots look the same everywhere. A second call does nothing.
set -euo pipefail

wanted=()
command -v chromium >/dev/null || wanted+=(chromium)
dpkg-query -W -f='${Status}' fonts-dejavu-core 2>/dev/null | grep -q 'ok installed' || wanted+=(fonts-dejavu-core)
[ ${#wanted[@]} -eq 0 ] && exit 0
[ "$(id -u)" -eq 0 ] || { echo "browser: not root; ask an administrator: apt-get install ${wanted[*]}" >&2; exit 1; }
echo "browser: apt-get install ${wanted[*]}" >&2
apt-get -qq update
DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${wanted[@]}" >/dev/null
