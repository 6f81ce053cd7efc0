#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Ten seconds of panning and zooming over the shipped map: how long anything of the map's own kept the main loop, how long the
# gaps were with GTK's frames in them, and in how many frames a part of the view was blank.
# Usage: heartbeat.sh BUILD-FOLDER; RENDERER=gl|cairo|... picks GTK's renderer.
set -eu

build=${1:?"usage: heartbeat.sh BUILD-FOLDER"}
build=$(cd "$build" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_CONFIG_HOME="$folder/config" XDG_CACHE_HOME="$folder/cache" XDG_DATA_HOME="$folder/share"
export GSETTINGS_BACKEND=memory GTK_A11Y=none ATLAS_BENCH=map
[ -z "${RENDERER:-}" ] || export GSK_RENDERER="$RENDERER"

xvfb-run -a -s '-screen 0 1920x1080x24' dbus-run-session -- "$build/tests/ui/test-map" -p /map/ride >"$folder/log" 2>&1 ||
  { cat "$folder/log" >&2; exit 1; }
sed -n 's/^# METRIC/METRIC/p' "$folder/log"
