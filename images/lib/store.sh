# Builds images, with buildah where it can be installed and with Docker elsewhere, and hands them to the cluster as archives.
# shellcheck shell=bash

# Prints what images are built with here: buildah or docker.
choose_builder() {
  if [ "$(id -u)" = 0 ] && { command -v buildah || command -v apt-get; } >/dev/null; then
    echo buildah
  elif docker info >/dev/null 2>&1; then
    echo docker
  else
    fail "images can't be built here: start Docker, or run as root, which can use buildah"
  fi
}

# vfs and chroot need nothing of the kernel that a container or a bare machine would lack.
store() {
  buildah --root "$CACHE/images/store" --runroot "$CACHE/images/run" --storage-driver vfs "$@"
}

# Usage: build_archive IMAGE ARCHIVE build arguments…  Builds an image with $BUILDER and writes it to a tar that docker and
# ctr can load.
build_archive() {
  local image=$1 archive=$2
  shift 2
  mkdir -p "$(dirname "$archive")" "$CACHE/images"
  rm -f "$archive.partial"
  if [ "$BUILDER" = docker ]; then
    docker build --quiet --tag "$image" "$@" >/dev/null
    docker save --output "$archive.partial" "$image"
  else
    # Straight into the archive: in the store, vfs would keep a whole copy of each image.
    store_build "docker-archive:$archive.partial:$image" "$@"
  fi
  mv "$archive.partial" "$archive"
}

# Usage: store_build TAG build arguments…  One build at a time, so that what a killed one left can be told from one at work. A fixed
# time makes equal inputs an equal image, but for the server's recorded start, which also counts on it (inference-server/Dockerfile).
store_build() {
  (
    flock 8
    store rm --all >/dev/null
    store build --quiet --isolation chroot --timestamp 1767225600 --tag "$@" >/dev/null
  ) 8>"$CACHE/images/.build.lock"
}

# An image of one static program of the cluster, in $bin/images.
build_program_image() { # NAME BIN
  local archive=$2/images/$1.tar context
  [ ! -e "$archive" ] || return 0
  context=$(mktemp -d)
  cp "$2/$1" "$context/"
  printf 'FROM scratch\nCOPY %s /%s\nUSER 65532:65532\nENTRYPOINT ["/%s"]\n' "$1" "$1" "$1" >"$context/Dockerfile"
  build_archive "docker.io/modeldeployment/$1:local" "$archive" "$context"
  rm -rf "$context"
}

import_image() { # ARCHIVE
  in_cluster import "$1" >/dev/null
}

# Takes away images that have lost their name to a newer one: the kubelet is told never to. Running containers keep what they use.
remove_nameless_images() {
  in_cluster list | awk '
    NR > 1 { digest[$1] = $3; if ($1 !~ /^sha256:/) named[$3] = 1 }
    END { for (name in digest) if (!(digest[name] in named)) print name }
  ' | while read -r nameless; do
    in_cluster remove "$nameless" >/dev/null
  done
}

in_cluster() { ctr --address "$CONTAINERD_SOCKET" --namespace k8s.io images "$@"; }
