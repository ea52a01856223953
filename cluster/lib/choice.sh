# Which cluster the scripts work on: a node of our own, the caller's current context, or kind.
# shellcheck shell=bash
# shellcheck disable=SC2154 # here: the directory of the script that sources this file

readonly KIND_NAME=model-deployment
readonly KIND_KUBECONFIG=$CACHE/kind.kubeconfig

# Prints current, node or kind.
cluster_choice() {
  if [ "${USE_CURRENT_CONTEXT:-}" = 1 ]; then
    echo current
  elif [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ]; then
    echo node
  elif command -v kind >/dev/null && docker info >/dev/null 2>&1; then
    echo kind
  else
    fail "no cluster can be had here: run as root on Linux, or install kind and start Docker, or set USE_CURRENT_CONTEXT=1 to use the cluster of your kubeconfig"
  fi
}

up_current() {
  with_clients
  command kubectl --request-timeout=10s get --raw /readyz >/dev/null 2>&1 ||
    fail "USE_CURRENT_CONTEXT=1, but the current context ($(command kubectl config current-context 2>/dev/null || echo none)) does not answer: choose one with kubectl config use-context"
  info "using the context $(command kubectl config current-context)"
}

up_kind() {
  with_clients
  kind get clusters 2>/dev/null | grep -qx "$KIND_NAME" ||
    kind create cluster --name "$KIND_NAME" --kubeconfig "$KIND_KUBECONFIG" --wait 120s >&2
  kind export kubeconfig --name "$KIND_NAME" --kubeconfig "$KIND_KUBECONFIG" 2>/dev/null
  info "kind's cluster $KIND_NAME is up"
}

# kubectl and helm as they are on the PATH, else our own.
with_clients() {
  if ! command -v kubectl >/dev/null || ! command -v helm >/dev/null; then
    PATH=$PATH:$("$here/build-binaries" --for client)
  fi
}
