#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# From launch to the first complete frame: the program's shipped map against a bare window of libshumate, in turn, warm.
# With a FILE also: until that file is on the screen, when it was opened before (the limit is twice the start without it) and
# when it never was (the limit is 3 s).
# Usage: launch.sh BUILD-FOLDER [RUNS [FILE]]; RENDERER=gl|cairo|... picks GTK's renderer.  Prints medians and their ratio.
set -eu

build=${1:?"usage: launch.sh BUILD-FOLDER [RUNS [FILE]]"}
build=$(cd "$build" && pwd)
runs=${2:-9}
file=${3:-}
if [ -z "${LAUNCH_INSIDE:-}" ]; then
  LAUNCH_INSIDE=1
  export LAUNCH_INSIDE
  exec xvfb-run -a -s '-screen 0 1920x1080x24' dbus-run-session -- "$0" "$build" "$runs" "$file"
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_CONFIG_HOME="$folder/config" XDG_CACHE_HOME="$folder/cache" XDG_DATA_HOME="$folder/share"
export GSETTINGS_BACKEND=memory GSETTINGS_SCHEMA_DIR="$build/resources" GTK_A11Y=none
[ -z "${RENDERER:-}" ] || export GSK_RENDERER="$RENDERER"

one() {
  timeout 60 "$@" 2>>"$folder/errors" || { cat "$folder/errors" >&2; exit 1; }
}

median() {
  sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

take() {
  awk -v name="$1" '$1 == "METRIC" && $2 == name { print $3 }' "$2" | median
}

i=0
while [ "$i" -le "$runs" ]; do
  one "$build/tests/bench/bench-window" >>"$folder/bare"
  ATLAS_BENCH=launch one "$build/src/app/taihang-atlas" >>"$folder/atlas"
  if [ -n "$file" ]; then
    rm -rf "$folder/cache/taihang-atlas"
    ATLAS_BENCH=launch one "$build/src/app/taihang-atlas" "$file" >>"$folder/cold"
    ATLAS_BENCH=launch one "$build/src/app/taihang-atlas" "$file" >>"$folder/cached"
  fi
  # The first round only warms the caches.
  [ "$i" -gt 0 ] || rm -f "$folder/bare" "$folder/atlas" "$folder/cold" "$folder/cached"
  i=$((i + 1))
done

bare=$(take first_frame_ms "$folder/bare")
atlas=$(take first_frame_ms "$folder/atlas")
echo "METRIC bare_first_frame_ms $bare"
echo "METRIC bare_rss_mib $(take rss_mib "$folder/bare")"
echo "METRIC first_frame_ms $atlas"
echo "METRIC rss_mib $(take rss_mib "$folder/atlas")"
awk -v a="$atlas" -v b="$bare" 'BEGIN { printf "METRIC launch_ratio %.2f\n", a / b }'
[ -n "$file" ] || exit 0
cached=$(take first_frame_ms "$folder/cached")
echo "METRIC cold_file_ms $(take first_frame_ms "$folder/cold")"
echo "METRIC cached_file_ms $cached"
awk -v a="$cached" -v b="$atlas" 'BEGIN { printf "METRIC cached_file_ratio %.2f\n", a / b }'
