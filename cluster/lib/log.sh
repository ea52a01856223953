# Progress and errors, always on stderr, so that a script's stdout stays its result.
# shellcheck shell=bash

info() { printf '%s\n' "$*" >&2; }

fail() { # the one line that says what is wrong and what to do
  printf 'error: %s\n' "$*" >&2
  exit 1
}
