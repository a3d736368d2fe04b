# What a person sends by nc: -u is UDP, -w 1 ends it after a second of silence.
set -euo pipefail

echo "shop.hits:1|c" | nc -u -w 1 127.0.0.1 "$1" &
echo -n "shop.time:12.5|ms" | nc -u -w 1 127.0.0.1 "$1" &
printf 'shop.hits:1|c\nshop.time:12|ms\n' | nc -u -w 1 127.0.0.1 "$1" &
wait
