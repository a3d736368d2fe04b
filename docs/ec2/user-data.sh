#!/bin/sh
# User data for an EC2 instance with Debian or Ubuntu: the collector is installed, configured and running
# when the first boot is over. The same script, sent by Systems Manager, does so on instances that are there:
# docs/install.md. It may run again; what is below wins over the file that is there.
set -eu

# Where the instance can fetch the package; presigned, or an address that its network may read.
package=https://my-bucket.s3.ap-northeast-2.amazonaws.com/sidestat.deb
namespace=ReFit/AI
environment=production

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# apt reads packages as a user of its own.
chmod 755 "$work"
curl --fail --silent --show-error --location --retry 5 --retry-connrefused -o "$work/sidestat.deb" "$package"

export DEBIAN_FRONTEND=noninteractive
# At a first boot others ask for the lists as well, and for their lock nobody waits.
tries=0
until apt-get update -q; do
  tries=$((tries + 1))
  [ $tries -lt 60 ] || exit 1
  sleep 5
done
apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends --reinstall \
  -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$work/sidestat.deb"

# Credentials are the instance's role's, the region is the instance's own.
cat >/etc/sidestat/sidestat.yaml <<EOF
namespace: $namespace
publish.enabled: true
dimensions:
  Environment: $environment
EOF
sidestat check-config --config /etc/sidestat/sidestat.yaml >/dev/null
systemctl restart sidestat
