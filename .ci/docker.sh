# Sourced. A Docker engine for this run alone, unless one answers already: Debian's docker.io, its state in a folder of
# its own, no iptables rules, no route out, ports published on loopback only. It ends with the script that sourced this.
if ! docker info >/dev/null 2>&1; then
  if ! command -v dockerd >/dev/null || ! command -v ip >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends docker.io iproute2 >/dev/null
  fi
  docker_home=$(mktemp -d /tmp/ci-docker.XXXXXX) # short: a Unix socket's path has 108 characters at most
  docker_bridge=br-ci-$$
  ip link add "$docker_bridge" type bridge
  ip addr add 172.30.77.1/24 dev "$docker_bridge"
  ip link set "$docker_bridge" up
  export DOCKER_HOST=unix://$docker_home/sock
  setsid dockerd --host "$DOCKER_HOST" --data-root "$docker_home/data" --exec-root "$docker_home/exec" \
    --pidfile "$docker_home/pid" --bridge "$docker_bridge" --ip 127.0.0.1 --iptables=false --ip6tables=false \
    --ip-masq=false >"$docker_home/log" 2>&1 </dev/null &
  docker_pid=$!
  stop_docker() {
    # what an aborted test left: a network's bridge would outlive the engine
    docker ps -aq | xargs -r docker rm -f >/dev/null 2>&1
    docker network prune -f >/dev/null 2>&1
    kill "$docker_pid" 2>/dev/null
    wait "$docker_pid" 2>/dev/null
    ip link del "$docker_bridge" 2>/dev/null
    rm -rf "$docker_home"
  }
  trap stop_docker EXIT
  for _ in $(seq 120); do
    docker info >/dev/null 2>&1 && break
    sleep 0.5
  done
  docker info >/dev/null 2>&1 || {
    tail -30 "$docker_home/log"
    echo 'no Docker engine'
    exit 1
  }
fi
# its helper images cannot be pulled where no registry is reached
export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1 TESTCONTAINERS_PULL_TIMEOUT=5
