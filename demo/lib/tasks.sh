# Runs tasks side by side, each as soon as those it needs are done, and shows how far they are.
#   task NAME "what it does" "names of the tasks it needs" command…
#   run_tasks LOGDIR      runs them all; returns 1 when one failed, having shown the end of its log
#   print_times           a table of how long each took
# On a terminal a table is drawn anew every second; elsewhere each change is a line.
# shellcheck shell=bash

declare -A task_title task_needs task_command task_state task_began task_took task_group
task_names=()

task() { # NAME TITLE NEEDS command…
  local name=$1
  task_names+=("$name")
  task_title[$name]=$2 task_needs[$name]=$3 task_state[$name]=waiting
  shift 3
  task_command[$name]=$(printf '%q ' "$@")
}

run_tasks() { # LOGDIR
  task_logs=$1
  mkdir -p "$task_logs"
  local ended name rc part message=''
  ended=$(mktemp -u)
  mkfifo "$ended"
  exec 7<>"$ended"
  rm -f "$ended"
  trap 'stop_tasks; exit 130' INT TERM
  drawn=0 spoke=0
  start_ready_tasks
  while [ -n "$(tasks_in running)" ]; do
    # The second can be over in the middle of a message: its beginning is kept for the next time.
    if IFS= read -r -t 1 -u 7 part; then
      read -r name rc <<<"$message$part"
      message=''
      task_took[$name]=$((SECONDS - ${task_began[$name]}))
      if [ "$rc" != 0 ]; then
        fail_task "$name"
        return 1
      fi
      task_state[$name]='done'
      say_change "$name"
      start_ready_tasks
    else
      message+=$part
    fi
    draw_tasks
    say_running
  done
  trap - INT TERM
  exec 7>&-
}

start_ready_tasks() {
  local name
  for name in "${task_names[@]}"; do
    if [ "${task_state[$name]}" = waiting ] && needs_are_done "$name"; then
      task_state[$name]=running task_began[$name]=$SECONDS
      # A session of its own, so that all of it can be ended.
      # shellcheck disable=SC2016 # expanded by that shell
      setsid bash -c 'eval "$1" 7>&-; echo "$2 $?" >&7' - "${task_command[$name]}" "$name" </dev/null >"$task_logs/$name.log" 2>&1 &
      task_group[$name]=$!
    fi
  done
}

needs_are_done() { # NAME
  local need
  for need in ${task_needs[$1]}; do
    [ "${task_state[$need]}" = 'done' ] || return 1
  done
}

tasks_in() { # STATE → names
  local name
  for name in "${task_names[@]}"; do
    [ "${task_state[$name]}" != "$1" ] || echo "$name"
  done
}

stop_tasks() {
  local name
  for name in $(tasks_in running); do
    kill -TERM -- "-${task_group[$name]}" 2>/dev/null || true
    task_state[$name]=stopped
  done
}

say_change() { # NAME
  [ ! -t 1 ] || return 0
  spoke=$SECONDS
  local left
  left=$(tasks_in waiting && tasks_in running)
  printf '%5d s  %-8s %-44s %4d s   left: %s\n' "$SECONDS" "${task_state[$1]}" "${task_title[$1]}" "${task_took[$1]}" \
    "${left:+$(tr '\n' ' ' <<<"$left")}"
}

# A sign of life twice a minute, where nothing is drawn.
say_running() {
  [ ! -t 1 ] && ((SECONDS >= spoke + 30)) || return 0
  spoke=$SECONDS
  local name
  for name in $(tasks_in running); do
    printf '%5d s  %-8s %-44s %4d s   %s\n' "$SECONDS" running "${task_title[$name]}" $((SECONDS - ${task_began[$name]})) \
      "$(last_words "$name" | cut -c 1-80)"
  done
}

last_words() { tail -n 1 "$task_logs/$1.log" 2>/dev/null | tr -dc '[:print:]'; }

draw_tasks() {
  [ -t 1 ] || return 0
  local name width
  width=$(tput cols 2>/dev/null || echo 100)
  [ "$drawn" = 0 ] || printf '\033[%dA' "$drawn"
  for name in "${task_names[@]}"; do
    printf '\033[K%s\n' "$(task_row "$name" | cut -c "1-$width")"
  done
  printf '\033[K%d of %d done, %d s\n' "$(tasks_in 'done' | wc -l)" "${#task_names[@]}" "$SECONDS"
  drawn=$((${#task_names[@]} + 1))
}

task_row() { # NAME
  local mark=' ' time='' detail=''
  case ${task_state[$1]} in
    running)
      mark='▸' time="$((SECONDS - ${task_began[$1]})) s"
      detail=$(last_words "$1")
      ;;
    'done') mark='✔' time="${task_took[$1]} s" ;;
    failed) mark='✘' time="${task_took[$1]} s" ;;
  esac
  printf '%s %-44s %6s  %s' "$mark" "${task_title[$1]}" "$time" "$detail"
}

fail_task() { # NAME
  task_state[$1]=failed
  say_change "$1"
  stop_tasks
  draw_tasks
  printf '\n%s failed. The end of %s:\n\n' "${task_title[$1]}" "$task_logs/$1.log"
  tail -n 15 "$task_logs/$1.log" | sed 's/^/  /'
}

print_times() {
  local name
  for name in "${task_names[@]}"; do
    printf '  %-44s %5d s\n' "${task_title[$name]}" "${task_took[$name]:-0}"
  done
}
