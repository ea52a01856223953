# Bounded waiting for a condition, never for a time.
# shellcheck shell=bash

# Waits until the command succeeds; on time-out, shows the end of the log and what the command said last.
# Usage: wait_until SECONDS "what is awaited" LOGFILE command…
wait_until() {
  local limit=$1 what=$2 log=$3 said
  shift 3
  local began=$SECONDS
  until said=$("$@" 2>&1); do
    if ((SECONDS - began >= limit)); then
      tail -n 20 "$log" >&2 || true
      fail "$what: not within $limit s. Last answer: ${said:-none}. The lines above end $log"
    fi
    sleep 0.2
  done
  info "  $what ($((SECONDS - began)) s)"
}
