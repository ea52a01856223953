# Installs what the machine lacks, from Debian's packages; elsewhere it says what is missing.
# shellcheck shell=bash

readonly PLUGIN_DIRS=(/usr/lib/cni /opt/cni/bin)

# Prints the directory of the CNI plugins.
cni_plugins() {
  local directory
  for directory in "${PLUGIN_DIRS[@]}"; do
    [ -x "$directory/ptp" ] && [ -x "$directory/host-local" ] && echo "$directory" && return
  done
  return 1
}

# Usage: require_commands command=package…  Installs the packages whose commands are not there.
require_commands() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  install_packages "${missing[@]}"
}

require_cni_plugins() {
  cni_plugins >/dev/null || install_packages containernetworking-plugins
}

install_packages() {
  [ $# -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "missing: $* — install them (this is not Debian, so it can't be done for you)"
  [ "$(id -u)" = 0 ] || fail "missing: $* — run as root: apt-get install $*"
  info "installing $*"
  local log
  log=$(mktemp)
  if ! apt_install "$@" >"$log" 2>&1; then
    # The package lists may be absent or older than the archive: get them, then try once more.
    { apt-get update && apt_install "$@"; } >"$log" 2>&1 || {
      tail -n 15 "$log" >&2
      fail "apt-get could not install $*: see above"
    }
  fi
  rm -f "$log"
}

# Installs without starting any service: Debian's containerd would otherwise come up beside ours.
apt_install() {
  local policy=/usr/sbin/policy-rc.d ours='' rc=0
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    ours=yes
  fi
  local had_containerd=''
  ! command -v containerd >/dev/null || had_containerd=yes
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" || rc=$?
  [ -z "$ours" ] || rm -f "$policy"
  if [ -z "$had_containerd" ] && [ -d /run/systemd/system ] && command -v containerd >/dev/null; then
    systemctl disable --quiet containerd || true
  fi
  return $rc
}
