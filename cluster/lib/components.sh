# Starts the parts of Kubernetes one after the other, each as soon as what it needs answers.
# shellcheck shell=bash
# shellcheck disable=SC2154 # here: the directory of the script that sources this file

kubectl() { "$BIN/kubectl" --kubeconfig "$ADMIN_KUBECONFIG" --request-timeout 10s "$@"; }

start_etcd() {
  # The data are thrown away with the cluster: no write has to wait for the disk.
  start etcd "$BIN/etcd" --data-dir "$STATE/etcd" --unsafe-no-fsync --log-level warn \
    --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379
  wait_until 30 "etcd answers" "$LOGS/etcd.log" in_namespace bash -c 'exec 3<>/dev/tcp/127.0.0.1/2379'
}

start_containerd() {
  mkdir -p "$STATE/cni/conf"
  ln -sfn "$(cni_plugins)" "$STATE/cni/bin"
  cp "$STATE/config/cni.conflist" "$STATE/cni/conf/10-model-deployment.conflist"
  start containerd containerd --config "$STATE/config/containerd.toml"
}

await_containerd() {
  wait_until 30 "containerd answers" "$LOGS/containerd.log" ctr --address "$CONTAINERD_SOCKET" version
}

start_api_server() {
  start kube-apiserver "$BIN/kube-apiserver" --etcd-servers http://127.0.0.1:2379 \
    --bind-address 0.0.0.0 --advertise-address "$NODE_ADDRESS" --secure-port 6443 \
    --service-cluster-ip-range "$SERVICE_RANGE" --allow-privileged --authorization-mode Node,RBAC \
    --client-ca-file "$PKI/ca.crt" --tls-cert-file "$PKI/server.crt" --tls-private-key-file "$PKI/server.key" \
    --kubelet-certificate-authority "$PKI/ca.crt" --kubelet-preferred-address-types InternalIP \
    --kubelet-client-certificate "$PKI/kubelet-client.crt" --kubelet-client-key "$PKI/kubelet-client.key" \
    --requestheader-client-ca-file "$PKI/ca.crt" --requestheader-allowed-names front-proxy \
    --requestheader-username-headers X-Remote-User --requestheader-group-headers X-Remote-Group \
    --requestheader-extra-headers-prefix X-Remote-Extra- \
    --proxy-client-cert-file "$PKI/front-proxy.crt" --proxy-client-key-file "$PKI/front-proxy.key" \
    --service-account-issuer https://kubernetes.default.svc.cluster.local \
    --service-account-key-file "$PKI/service-accounts.pub" --service-account-signing-key-file "$PKI/service-accounts.key" \
    --enable-admission-plugins NodeRestriction \
    --audit-policy-file "$STATE/config/audit-policy.yaml" --audit-log-path "$AUDIT_LOG" --audit-log-maxsize 500
}

await_api_server() {
  wait_until 60 "the API server is ready" "$LOGS/kube-apiserver.log" kubectl get --raw /readyz
}

start_controllers() {
  local election=(--leader-elect=false)
  start kube-controller-manager "$BIN/kube-controller-manager" "${election[@]}" \
    --kubeconfig "$STATE/kube-controller-manager.kubeconfig" --use-service-account-credentials \
    --root-ca-file "$PKI/ca.crt" --service-account-private-key-file "$PKI/service-accounts.key"
  start kube-scheduler "$BIN/kube-scheduler" "${election[@]}" --kubeconfig "$STATE/kube-scheduler.kubeconfig"
}

start_node() {
  start kubelet "$BIN/kubelet" --config "$STATE/config/kubelet.yaml" --root-dir "$STATE/kubelet" \
    --kubeconfig "$STATE/kubelet.kubeconfig" --hostname-override "$NODE" --node-ip "$NODE_ADDRESS"
  start kube-proxy "$BIN/kube-proxy" --config "$STATE/config/kube-proxy.yaml"
}

start_dns() {
  kubectl apply --filename "$here/manifests/coredns.yaml" >/dev/null
}

await_cluster() {
  wait_until 60 "the node is ready" "$LOGS/kubelet.log" node_ready
  wait_until 60 "cluster DNS answers" "$LOGS/kubelet.log" dns_available
  wait_until 30 "pods can have service accounts" "$LOGS/kube-controller-manager.log" kubectl get serviceaccount default
}

node_ready() {
  [ "$(kubectl get node "$NODE" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ]
}

dns_available() {
  [ "$(kubectl get deployment coredns --namespace kube-system -o 'jsonpath={.status.availableReplicas}')" = 1 ]
}

readonly COMPONENTS=(etcd containerd kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy)

# True when every part runs and the node takes pods.
healthy() {
  local component
  for component in "${COMPONENTS[@]}"; do
    running "$component" || return 1
  done
  kubectl get --raw /readyz >/dev/null 2>&1 && node_ready 2>/dev/null && dns_available 2>/dev/null
}
