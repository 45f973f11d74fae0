#!/bin/sh
# For pipelines: the whole run wants root on Debian (docs/testing.md). Where this is not that, it has a container of its own,
# which may start the engine that the suites ask for.
set -eu
if [ "$(id -u)" = 0 ] && [ "$(. /etc/os-release && echo "$ID")" = debian ]; then exec .ci/run; fi
exec docker run --rm --privileged --volume "$PWD:/aurora" --workdir /aurora node:24-bookworm .ci/run
