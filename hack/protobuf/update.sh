#!/bin/sh
# Writes pkg/kube/protobuf_table.inc anew, for another version in go.mod beside this.
# usage: hack/protobuf/update.sh
set -eu
cd "$(dirname "$0")/../.."
hack/testbed/build.sh cel
"${PLIMSOLL_TESTBED:-$HOME/.cache/plimsoll-testbed}/bin/protobuf-oracle" table >pkg/kube/protobuf_table.inc
