# The cluster's own network namespace, tied to the machine by one pair of links.
# shellcheck shell=bash

in_namespace() { nsenter --net="$NETNS" "$@"; }

make_network() {
  local range
  for range in "$POD_RANGE" "$SERVICE_RANGE" "$NODE_ADDRESS/32"; do
    [ -z "$(ip route show root "$range")" ] || fail "a route of this machine lies in $range, which the cluster needs: remove it first"
  done
  touch "$NETNS"
  unshare --net="$NETNS" true
  ip link add "$HOST_LINK" type veth peer name "$NODE_LINK" netns "$NETNS"
  ip address add "$HOST_ADDRESS/30" dev "$HOST_LINK"
  ip link set "$HOST_LINK" up
  in_namespace ip address add "$NODE_ADDRESS/30" dev "$NODE_LINK"
  in_namespace ip link set lo up
  in_namespace ip link set "$NODE_LINK" up
  # The API server calls aggregated APIs by their Services; kube-proxy's rules see only what has a route.
  in_namespace ip route add "$SERVICE_RANGE" via "$HOST_ADDRESS"
  in_namespace sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
  # Pods and Services can be called from the machine itself, for tests and for a look.
  ip route add "$POD_RANGE" via "$NODE_ADDRESS"
  ip route add "$SERVICE_RANGE" via "$NODE_ADDRESS"
}

# The routes go with the link; what is inside the namespace (pod links, kube-proxy's rules) goes with the namespace.
remove_network() {
  ! ip link show "$HOST_LINK" >/dev/null 2>&1 || ip link delete "$HOST_LINK"
  ! namespace_mounted || umount "$NETNS"
  rm -f "$NETNS"
}

namespace_mounted() { [ "$(stat -f -c %T "$NETNS" 2>/dev/null)" = nsfs ]; }
