# Starts the cluster's processes so that they outlive the caller, and finds them again, also when a pid file was lost.
# shellcheck shell=bash

# Usage: start NAME command…  Runs it in the cluster's namespace; log in $LOGS/NAME.log, pid and start time in $RUN/NAME.pid.
start() {
  local name=$1
  shift
  (
    cd /
    exec setsid nsenter --net="$NETNS" env -i PATH="$PATH" HOME="$HOME" "$@" </dev/null >"$LOGS/$name.log" 2>&1 9>&-
  ) &
  printf '%s %s\n' "$!" "$(start_time "$!")" >"$RUN/$name.pid"
}

# The 22nd field of /proc/PID/stat tells a process from a later one with the same id; the second field can contain spaces.
start_time() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

running() { # NAME
  local pid began
  read -r pid began 2>/dev/null <"$RUN/$1.pid" && [ -n "$began" ] && [ "$(start_time "$pid")" = "$began" ] && alive "$pid"
}

# Prints the ids of all processes of the cluster: those with a pid file, in its network namespace, in its cgroup, or with its
# paths among their arguments. Each finds what another would miss once a file, a mount or a parent is gone.
our_processes() {
  # Processes that end while they are looked at make find and grep fail: that says nothing about the others.
  {
    with_pid_file
    in_our_namespace || true
    in_our_cgroup || true
    with_our_paths
  } | sort -un | while read -r pid; do
    ! alive "$pid" || echo "$pid"
  done
}

with_pid_file() {
  local file
  for file in "$RUN"/*.pid; do
    if [ -e "$file" ] && running "$(basename "$file" .pid)"; then
      cut -d' ' -f1 "$file"
    fi
  done
}

in_our_namespace() {
  ! namespace_mounted || find -L /proc/[0-9]*/ns/net -maxdepth 0 -samefile "$NETNS" 2>/dev/null | cut -d/ -f3
}

in_our_cgroup() { grep -lE ":/$CGROUP(/|$)" /proc/[0-9]*/cgroup 2>/dev/null | cut -d/ -f3; }

with_our_paths() {
  local file program
  for file in /proc/[0-9]*/cmdline; do
    IFS= read -r -d '' program 2>/dev/null <"$file" || continue
    case ${program##*/} in
      etcd | containerd | containerd-shim* | runc | kube*) ;;
      *) continue ;; # an editor or a pager may well have our files open
    esac
    # shellcheck disable=SC2153 # STATE is of settings.sh
    if tr '\0' ' ' 2>/dev/null <"$file" | grep -qE "($STATE|$RUN)/"; then
      cut -d/ -f3 <<<"$file"
    fi
  done
}

# A zombie has ended, whoever has to collect it.
alive() {
  local state
  state=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -c1) && [ -n "$state" ] && [ "$state" != Z ]
}

# Nobody's data are kept, and what a kill leaves has to be cleared away in any case: so a kill is the one way to end. It takes
# several rounds when a process starts another at the wrong moment.
stop_processes() {
  local round pids
  for round in {1..100}; do
    mapfile -t pids < <(our_processes)
    [ "${#pids[@]}" -gt 0 ] || break
    ((round == 1)) || sleep 0.1
    kill -KILL "${pids[@]}" 2>/dev/null || true
  done
  [ "${#pids[@]}" -eq 0 ] || fail "these processes of the cluster cannot be ended: ${pids[*]}"
  rm -f "$RUN"/*.pid
}
