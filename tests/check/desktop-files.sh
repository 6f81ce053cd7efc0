#!/usr/bin/env bash
# The files for the desktop are valid: desktop file, AppStream metainfo, MIME types, settings schema, icons, templates, man page.
set -uo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd -- "$here" || exit 1
id=cn.changzhi.TaihangAtlas
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
failed=0

# check WHAT COMMAND…: says and counts what does not pass.
check ()
{
  local what=$1 output
  shift
  if output=$("$@" 2>&1); then
    printf '%s: good\n' "$what"
  else
    printf '%s: WRONG\n%s\n' "$what" "$output"
    failed=1
  fi
}

# quiet COMMAND…: passes when the command does and has nothing to say.
quiet ()
{
  local output
  output=$("$@" 2>&1) || { printf '%s\n' "$output"; return 1; }
  [ -z "$output" ] || { printf '%s\n' "$output"; return 1; }
}

check 'desktop file' quiet desktop-file-validate "resources/$id.desktop"

# The project has no home page of its own yet, which newer versions of the checker warn about and older ones do not know.
check 'metainfo' sh -c 'appstreamcli validate --no-net "$1" || appstreamcli validate --no-net --override=url-homepage-missing=info "$1"' \
  sh "resources/$id.metainfo.xml"

while IFS= read -r -d '' file; do
  check "$file" quiet xmllint --noout --nonet "$file"
done < <(find resources \( -name '*.xml' -o -name '*.ui' -o -name '*.svg' \) -print0)

check 'settings schema' quiet glib-compile-schemas --strict --dry-run resources

# Each type that the desktop file opens is one that a system knows once our package is there, and our metainfo says the same.
mkdir -p "$folder/mime/packages"
cp "resources/$id.mime.xml" "$folder/mime/packages/$id.xml"
check 'MIME types' env XDG_DATA_HOME="$folder" XDG_DATA_DIRS="$folder" update-mime-database -n "$folder/mime"
for type in $(sed -n 's/^MimeType=//p' "resources/$id.desktop" | tr ';' ' '); do
  check "$type has a name pattern" grep -q -- ":$type:" "$folder/mime/globs2"
  check "$type in the metainfo" grep -q -- "<mediatype>$type</mediatype>" "resources/$id.metainfo.xml"
done

# The icon can be drawn, alone, at the sizes that desktops use.
for size in 16 32 128; do
  check "icon at $size" rsvg-convert --width $size --height $size --output "$folder/icon.png" \
    "resources/icons/hicolor/scalable/apps/$id.svg"
  check "symbolic icon at $size" rsvg-convert --width $size --height $size --output "$folder/icon.png" \
    "resources/icons/hicolor/symbolic/apps/$id-symbolic.svg"
done

if command -v man >/dev/null 2>&1 && command -v groff >/dev/null 2>&1; then
  # Output goes nowhere; what groff warns about is what counts.
  check 'man page' quiet sh -c 'LC_ALL=C.UTF-8 MANROFFOPT= man --warnings=w -E UTF-8 -l resources/man/taihang-atlas.1 >/dev/null'
else
  printf 'man page: not looked at, man or groff is missing\n'
fi

exit $failed
