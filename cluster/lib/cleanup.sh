# Takes away everything that the cluster made, whole or half, alive or dead.
# shellcheck shell=bash

remove_cluster() {
  stop_processes
  remove_network
  remove_mounts
  remove_cgroups
  restore_sysctls
  remove_foreign_files
  rm -rf --one-file-system "$RUN" "$STATE"
}

remove_mounts() {
  local mount
  while read -r mount; do
    umount "$mount" 2>/dev/null || umount --lazy "$mount"
  done < <(our_mounts)
}

# Newest first, so that what lies on top of another mount goes before it.
our_mounts() {
  awk -v state="$STATE/" -v run="$RUN/" 'index($5, state) == 1 || index($5, run) == 1 { print $5 }' /proc/self/mountinfo | tac
}

# Prints the mount point of every cgroup hierarchy: one of version 2, or several of version 1.
cgroup_hierarchies() {
  awk '{ for (i = 7; i <= NF; i++) if ($i == "-") { if ($(i + 1) ~ /^cgroup2?$/) print $5; break } }' /proc/self/mountinfo
}

make_cgroups() {
  local hierarchy controllers
  while read -r hierarchy; do
    mkdir -p "$hierarchy/$CGROUP" 2>/dev/null ||
      fail "cannot make a cgroup in $hierarchy: the cluster needs a machine, or a container, whose cgroups are writable"
    if [ -s "$hierarchy/cgroup.controllers" ]; then # version 2: controllers have to be handed down
      controllers=$(sed 's/\</+/g' "$hierarchy/cgroup.controllers")
      echo "$controllers" >"$hierarchy/cgroup.subtree_control" 2>/dev/null || true
      echo "$controllers" >"$hierarchy/$CGROUP/cgroup.subtree_control" 2>/dev/null || true
    fi
    # All pods together would otherwise weigh no more than one thread of a build that runs beside them.
    echo 16384 2>/dev/null >"$hierarchy/$CGROUP/cpu.shares" || true
    echo 1600 2>/dev/null >"$hierarchy/$CGROUP/cpu.weight" || true
  done < <(cgroup_hierarchies)
}

# A cgroup can't be removed before the kernel has let go of its last process, a moment after that one's end.
remove_cgroups() {
  local hierarchy attempt
  while read -r hierarchy; do
    for attempt in {1..50}; do
      [ -d "$hierarchy/$CGROUP" ] || break
      ((attempt == 1)) || sleep 0.1
      find "$hierarchy/$CGROUP" -depth -type d -exec rmdir {} + 2>/dev/null || true
    done
  done < <(cgroup_hierarchies)
}

# The kubelet sets these for the whole machine.
readonly SYSCTLS=(vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes)

save_sysctls() {
  local name
  for name in "${SYSCTLS[@]}"; do
    [ ! -r "/proc/sys/$name" ] || printf '%s %s\n' "$name" "$(cat "/proc/sys/$name")"
  done >"$STATE/sysctls"
}

restore_sysctls() {
  local name value
  [ -e "$STATE/sysctls" ] || return 0
  while read -r name value; do
    echo "$value" >"/proc/sys/$name" || true
  done <"$STATE/sysctls"
}

# What containerd and the kubelet write at places that cannot be configured.
remove_foreign_files() {
  rm -f /var/lib/cni/results/model-deployment-*
  our_log_links | xargs -r rm -f
  # Only where nothing of anybody else's is in them.
  rmdir /var/lib/cni/results /var/lib/cni /var/log/containers 2>/dev/null || true
}

our_log_links() {
  [ ! -d /var/log/containers ] || find /var/log/containers -maxdepth 1 -type l -lname "$STATE/*"
}
