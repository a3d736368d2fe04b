# Sends what a script says by nc: load-nc.sh SCRIPT PORT. What nc reads at once becomes a datagram, so each nc gets
# few enough lines for one. They run side by side, all but those whose order matters in one.
set -euo pipefail
lines=$(mktemp -d)
trap 'rm -rf "$lines"' EXIT
awk -f "$(dirname "$0")/lines.awk" "$1" >"$lines/all"
grep '|g$' "$lines/all" >"$lines/gauges"
grep -v '|g$' "$lines/all" | split -l 40 - "$lines/part-"
rm "$lines/all"
for part in "$lines"/*; do
  nc -u -w 1 127.0.0.1 "$2" <"$part" &
done
wait
