# Real StatsD clients: what there are, what they need and how they are fetched. Sourced by those that run them.
#
# Clients come from their registries, in the versions that the files beside this one pin, or from Debian; into
# CAPTURE_CACHE, outside the repository, where they stay for as long as those files do.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${CAPTURE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sidestat-clients}
work=$(mktemp -d)
export LC_ALL=C.UTF-8

clients="java-statsd-client java-dogstatsd-client micrometer hot-shots node-statsd statsd-client python-statsd
  python-datadog datadog-go cactus-go-statsd-client smira-go-statsd go-metrics bash nc"

language() {
  case $1 in
    java-* | micrometer* | sidestat) echo java ;;
    hot-shots | node-statsd | statsd-client) echo node ;;
    python-*) echo python ;;
    bash | nc) echo shell ;;
    ruby-*) echo ruby ;;
    perl-*) echo perl ;;
    *) echo go ;;
  esac
}

# at_least WANTED VERSION
at_least() { printf '%s\n' "$1" "$2" | sort -V -C; }

# lacks CLIENT: what this machine has not got for it.
lacks() {
  case $(language "$1") in
    java) command -v mvn >/dev/null || echo "mvn" ;;
    node)
      if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        echo "node and npm"
      elif ! at_least v18 "$(node --version)"; then
        echo "node 18 or newer"
      fi
      ;;
    python) python3 -c 'import ensurepip, venv' 2>/dev/null || echo "python3 with venv" ;;
    go)
      if ! command -v go >/dev/null || ! at_least go1.19 "$(go env GOVERSION)"; then echo "go 1.19 or newer"; fi
      ;;
    shell) command -v "$1" >/dev/null || echo "$1" ;;
    ruby) ruby -e 'require "statsd"' 2>/dev/null || echo "statsd for Ruby (Debian's ruby-statsd)" ;;
    perl) perl -MNet::Statsd -e 1 2>/dev/null || echo "Net::Statsd for Perl (Debian's libnet-statsd-perl)" ;;
  esac
}

# fetched LANGUAGE PINS COMMAND...: a directory made by the command, which has its path as the last argument; kept
# for as long as the file of pinned versions stays the same.
fetched() {
  local directory
  directory=$cache/$1-$(cksum <"$2" | cut -d ' ' -f 1)
  if [ ! -d "$directory" ]; then
    rm -rf "$directory.part"
    mkdir -p "$directory.part"
    "${@:3}" "$directory.part" >&2 && mv "$directory.part" "$directory"
  fi && echo "$directory"
}

fetch_jars() {
  mvn -q -B -f "$1" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$2"
}

fetch_modules() {
  cp "$here/node/package.json" "$here/node/package-lock.json" "$1" &&
    npm ci --prefix "$1" --ignore-scripts --omit=optional --no-audit --no-fund
}

# In a directory for programs, not a virtual environment, which could not be moved.
fetch_packages() {
  python3 -m venv "$work/venv" &&
    "$work/venv/bin/pip" install -q --no-deps --target "$1" -r "$here/python/requirements.txt"
}

# fetch CLIENT: what its program needs beside itself; fills `from` with the directory.
fetch() {
  case $(language "$1") in
    java) from=$(fetched "$1" "$here/java/$1/pom.xml" fetch_jars "$here/java/$1/pom.xml") ;;
    node) from=$(fetched node "$here/node/package-lock.json" fetch_modules) ;;
    python) from=$(fetched python "$here/python/requirements.txt" fetch_packages) ;;
    *) from=$here ;;
  esac
}

# build_go PACKAGE: builds a program of that name beside what else is temporary.
build_go() { (cd "$here/go" && go build -mod=readonly -buildvcs=false -o "$work/$1" "./$1"); }

# said_lacking CLIENT: whether the machine lacks something for it, which is then said.
said_lacking() {
  local missing
  missing=$(lacks "$1")
  [ -z "$missing" ] || echo "NOTICE: skipped $1, this machine has no $missing"
  [ -n "$missing" ]
}
