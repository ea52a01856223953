# Where everything of the cluster lives. All of it is machine-wide: any clone finds, uses and ends the same one cluster.
# shellcheck shell=bash
# shellcheck disable=SC2034 # read by the scripts that source this file

readonly STATE=/var/lib/model-deployment # data, keys, logs: gone after `down`
readonly RUN=/run/model-deployment       # sockets, pid files, namespaces: gone after `down` and after a reboot
readonly LOGS=$STATE/logs
readonly LOCK=/run/lock/model-deployment.lock
readonly ADMIN_KUBECONFIG=$STATE/admin.kubeconfig
readonly AUDIT_LOG=$STATE/audit.log
readonly CONTAINERD_SOCKET=$RUN/containerd.sock

# Every process of the control plane runs in one network namespace, every container in one cgroup: so nothing collides with
# another cluster or containerd on this machine, and everything that is ours can be told from everything that is not.
readonly NETNS=$RUN/netns
readonly CGROUP=model-deployment

readonly NODE=model-deployment-node
readonly HOST_LINK=modeldep-host NODE_LINK=modeldep-node
readonly HOST_ADDRESS=10.243.0.1 NODE_ADDRESS=10.243.0.2
readonly POD_RANGE=10.244.0.0/16 SERVICE_RANGE=10.96.0.0/16
readonly API_SERVICE_ADDRESS=10.96.0.1 DNS_ADDRESS=10.96.0.10

readonly CACHE=${MODELDEPLOYMENT_CACHE:-$HOME/.cache/model-deployment}
