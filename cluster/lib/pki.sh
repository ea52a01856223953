# Keys and certificates, made afresh with each cluster.
# shellcheck shell=bash

readonly PKI=$STATE/pki

make_pki() {
  mkdir -p "$PKI"
  chmod 700 "$PKI"
  new_key ca
  openssl req -x509 -new -key "$PKI/ca.key" -subj /CN=model-deployment -days 3650 -out "$PKI/ca.crt"
  new_key service-accounts
  openssl pkey -in "$PKI/service-accounts.key" -pubout -out "$PKI/service-accounts.pub"
  certificate server "/CN=kube-apiserver" "subjectAltName=DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,\
DNS:kubernetes.default.svc.cluster.local,DNS:localhost,DNS:$NODE,IP:127.0.0.1,IP:$API_SERVICE_ADDRESS,IP:$NODE_ADDRESS"
  kubeconfig admin /O=system:masters/CN=admin "$ADMIN_KUBECONFIG"
  kubeconfig kubelet "/O=system:nodes/CN=system:node:$NODE" "$STATE/kubelet.kubeconfig"
  kubeconfig kube-controller-manager /CN=system:kube-controller-manager "$STATE/kube-controller-manager.kubeconfig"
  kubeconfig kube-scheduler /CN=system:kube-scheduler "$STATE/kube-scheduler.kubeconfig"
  kubeconfig kube-proxy /CN=system:kube-proxy "$STATE/kube-proxy.kubeconfig"
  certificate kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client
  certificate front-proxy /CN=front-proxy
}

# The administrator's is RSA: Java's Kubernetes client reads no other without a library of its own.
new_key() {
  local kind=(-algorithm EC -pkeyopt ec_paramgen_curve:P-256)
  [ "$1" != admin ] || kind=(-algorithm RSA -pkeyopt rsa_keygen_bits:2048)
  openssl genpkey "${kind[@]}" -out "$PKI/$1.key" 2>/dev/null
}

certificate() { # NAME SUBJECT [EXTENSIONS]
  new_key "$1"
  openssl req -new -key "$PKI/$1.key" -subj "$2" |
    openssl x509 -req -CA "$PKI/ca.crt" -CAkey "$PKI/ca.key" -CAcreateserial -days 3650 \
      -extfile <(printf 'extendedKeyUsage=serverAuth,clientAuth\n%s\n' "${3:-}") -out "$PKI/$1.crt" 2>/dev/null
}

kubeconfig() { # NAME SUBJECT FILE
  certificate "$1" "$2"
  (
    umask 077
    cat >"$3" <<EOF
apiVersion: v1
kind: Config
clusters:
  - name: model-deployment
    cluster: {server: "https://$NODE_ADDRESS:6443", certificate-authority-data: $(base64 -w0 "$PKI/ca.crt")}
users:
  - name: $1
    user: {client-certificate-data: $(base64 -w0 "$PKI/$1.crt"), client-key-data: $(base64 -w0 "$PKI/$1.key")}
contexts:
  - name: model-deployment
    context: {cluster: model-deployment, user: $1}
current-context: model-deployment
EOF
  )
}
