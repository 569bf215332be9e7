#!/bin/sh
# The protobuf reader beside Kubernetes' own types and serializers (hack/protobuf). 77: there is no protobuf-oracle.
# usage: run.sh table                          the table is what the Go types give
#        run.sh objects PROBE SEED COUNT       random objects of every kind: the trees of both encodings are the same
set -eu
cd "$(dirname "$0")/../../.."
oracle=${PLIMSOLL_TESTBED:-$HOME/.cache/plimsoll-testbed}/bin/protobuf-oracle
[ -x "$oracle" ] || { echo "skipped: there is no protobuf-oracle (hack/testbed/build.sh cel)"; exit 77; }
case $1 in
table) "$oracle" table | cmp - pkg/kube/protobuf_table.inc || { echo "stale: run hack/protobuf/update.sh"; exit 1; } ;;
objects) "$oracle" objects --seed "$3" --count "$4" | "$2" compare ;;
*) exit 2 ;;
esac
