# What a person types into a bash, which opens UDP sockets as files.
set -euo pipefail
target=/dev/udp/127.0.0.1/$1

echo "shop.hits:1|c" >"$target"
echo -n "shop.time:12.5|ms" >"$target"
printf 'shop.hits:1|c|@0.5|#env:prod\n' >"$target"
printf 'shop.hits:1|c\nshop.time:12|ms\n' >"$target"
printf 'shop.hits:1|c\r\n' >"$target"
printf 'shop.hits:%d|c\n' 1 2 3 >"$target"
echo "shop.queue:-3|g" >"$target"
echo "shop.hits: 1|c" >"$target"
echo "shop.hits:1 | c" >"$target"
echo " shop.hits:1|c" >"$target"
echo "shop.hits:1|c " >"$target"
echo "shop.hits 1" >"$target"
echo "deployed" >"$target"
echo >"$target"
cat >"$target" <<'END'
shop.time:12|ms
shop.hits:1|c
END
