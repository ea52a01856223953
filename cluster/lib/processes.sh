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
  read -r pid began 2>/dev/null <"$RUN/$1.pid" && [ -n "$began" ] && [ "$(start_time "$pid")" = "$began" ]
}

# Prints the ids of all processes of the cluster: those with a pid file, in its network namespace, or in its cgroup.
our_processes() {
  {
    local file
    for file in "$RUN"/*.pid; do
      [ -e "$file" ] && running "$(basename "$file" .pid)" && cut -d' ' -f1 "$file"
    done
    if namespace_mounted; then
      find -L /proc/[0-9]*/ns/net -maxdepth 0 -samefile "$NETNS" 2>/dev/null | cut -d/ -f3
    fi
    container_processes
  } | sort -un
}

container_processes() {
  grep -lE ":/$CGROUP(/|$)" /proc/[0-9]*/cgroup 2>/dev/null | cut -d/ -f3
}

# The kubelet goes first, since it would start again whatever ends; what does not end when asked is killed.
stop_processes() {
  local pid began
  if running kubelet; then
    read -r pid began <"$RUN/kubelet.pid"
    end_processes "$pid"
  fi
  # Containers have nobody left to answer to: no grace. Their shims end with them, or below.
  mapfile -t pids < <(container_processes)
  kill_now "${pids[@]}"
  mapfile -t pids < <(our_processes)
  end_processes "${pids[@]}"
  mapfile -t pids < <(our_processes)
  kill_now "${pids[@]}"
  rm -f "$RUN"/*.pid
}

kill_now() { # pids…
  [ $# -eq 0 ] || kill -KILL "$@" 2>/dev/null || true
  await_end 5 "$@" || true
}

end_processes() { # pids…
  [ $# -eq 0 ] || kill -TERM "$@" 2>/dev/null || true
  await_end 5 "$@" || kill_now "$@"
}

await_end() { # SECONDS pids…
  local until=$((SECONDS + $1)) pid
  shift
  for pid in "$@"; do
    while alive "$pid"; do
      ((SECONDS < until)) || return 1
      sleep 0.05
    done
  done
}

# A zombie has ended, whoever has to collect it.
alive() {
  local state
  state=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -c1) && [ -n "$state" ] && [ "$state" != Z ]
}
