# Sends what a script says by bash, a line a datagram: load-bash.sh SCRIPT PORT.
set -euo pipefail
exec 3>"/dev/udp/127.0.0.1/$2"
while IFS= read -r line; do
  echo "$line" >&3
done < <(awk -f "$(dirname "$0")/lines.awk" "$1")
