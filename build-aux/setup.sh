# shellcheck shell=bash
# What ./run and ./test share: the packages that they need, how to get those that are missing, and the build.
# Sourced, never run.  Everything that it says goes to standard error: standard output belongs to the program.

# Debian's names.  "a|b" is met by either.
build_packages=(
  gcc g++ libc6-dev meson ninja-build 'pkgconf|pkg-config' gettext
  libglib2.0-dev libglib2.0-dev-bin libgtk-4-dev libadwaita-1-dev libshumate-dev
  libcairo2-dev libpango1.0-dev libjson-glib-dev librsvg2-dev
  libgdal-dev libproj-dev libgeos-dev libicu-dev libseccomp-dev libqpdf-dev libpng-dev libtiff-dev
  python3 unicode-data
)
run_packages=(
  fonts-noto-cjk adwaita-icon-theme librsvg2-common libgl1-mesa-dri libegl1
  shared-mime-info desktop-file-utils dbus proj-data
)
test_packages=(
  python3 python3-gi python3-jsonschema python3-numpy python3-shapely gir1.2-atspi-2.0 at-spi2-core dbus-daemon 'dbus-bin|dbus'
  xvfb xauth xdotool x11-utils imagemagick poppler-utils
  gdal-bin proj-bin qpdf libxml2-utils librsvg2-bin appstream man-db locales
)

# The same needs as pkg-config and the shell see them: how other distributions are checked.
build_modules=(
  'glib-2.0 >= 2.74' 'gio-unix-2.0' 'gtk4 >= 4.8' 'libadwaita-1 >= 1.2' 'shumate-1.0 >= 1.0.3'
  'cairo >= 1.16' 'pangocairo >= 1.50' 'json-glib-1.0 >= 1.6' 'librsvg-2.0 >= 2.54'
  'gdal >= 3.6' 'proj >= 9.1' 'geos >= 3.11' 'icu-i18n >= 72' 'libseccomp'
  'libqpdf >= 11.3' 'libpng >= 1.6' 'libtiff-4 >= 4.5'
)
build_tools=(gcc g++ meson ninja pkg-config msgfmt glib-compile-schemas glib-compile-resources python3)
test_tools=(python3 Xvfb xvfb-run dbus-run-session)

say ()
{
  printf '%s\n' "$*" >&2
}

die ()
{
  say "$*"
  exit 1
}

# The names in $@ that dpkg does not know as installed, one a line.  One dpkg-query call: a few hundredths of a second.
missing_packages ()
{
  local -A installed=()
  local -a names=()
  local name status wanted alternative

  for wanted in "$@"; do
    IFS='|' read -r -a alternatives <<<"$wanted"
    names+=("${alternatives[@]}")
  done

  while read -r name status; do
    if [ "$status" = installed ]; then
      installed[$name]=1
    fi
  done < <(dpkg-query --show --showformat='${Package} ${db:Status-Status}\n' "${names[@]}" 2>/dev/null || true)

  for wanted in "$@"; do
    IFS='|' read -r -a alternatives <<<"$wanted"
    for alternative in "${alternatives[@]}"; do
      if [ -n "${installed[$alternative]:-}" ]; then
        continue 2
      fi
    done
    printf '%s\n' "${alternatives[0]}"
  done
}

# Installs the Debian packages in $@: as root directly, else through sudo, which asks once.
install_packages ()
{
  # The package lists are fetched only when there are none or when they turn out to be too old.
  # shellcheck disable=SC2016
  local script='
    export DEBIAN_FRONTEND=noninteractive
    get () { apt-get install -y -q --no-install-recommends "$@"; }
    if ! ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1; then
      apt-get update -q && get "$@"
    else
      get "$@" || { apt-get update -q && get "$@"; }
    fi'
  local command="apt-get update && apt-get install --no-install-recommends $*"

  say "These packages are missing and are now installed: $*"
  if [ "$(id -u)" -eq 0 ]; then
    sh -c "$script" sh "$@" >&2 || die "The packages could not be installed; the lines above say why."
  elif command -v sudo >/dev/null 2>&1; then
    say "Installing packages needs the administrator's rights, so sudo may now ask for your password, once."
    sudo -- sh -c "$script" sh "$@" >&2 \
      || die "The packages could not be installed.  An administrator can do it with:
  $command"
  else
    die "Installing packages needs the administrator's rights, and there is no sudo here.  As root, type:
  $command
and then start this again."
  fi
}

# The package names of distributions that we do not install on.
say_package_names ()
{
  cat >&2 <<'NAMES'
Please install these packages, then start this again.

Fedora:
  sudo dnf install gcc gcc-c++ meson ninja-build pkgconf-pkg-config gettext glib2-devel gtk4-devel libadwaita-devel \
    libshumate-devel cairo-devel pango-devel json-glib-devel librsvg2-devel gdal-devel proj-devel geos-devel libicu-devel libseccomp-devel \
    qpdf-devel libpng-devel libtiff-devel python3 unicode-ucd-unihan google-noto-sans-cjk-fonts google-noto-serif-cjk-fonts adwaita-icon-theme mesa-dri-drivers shared-mime-info \
    desktop-file-utils
Arch Linux:
  sudo pacman -S --needed gcc meson ninja pkgconf gettext glib2-devel gtk4 libadwaita libshumate cairo pango json-glib \
    librsvg gdal proj geos icu libseccomp qpdf libpng libtiff python unicode-character-database noto-fonts-cjk adwaita-icon-theme mesa shared-mime-info desktop-file-utils
openSUSE:
  sudo zypper install gcc gcc-c++ meson ninja pkgconf gettext-tools glib2-devel gtk4-devel libadwaita-devel libshumate-devel \
    cairo-devel pango-devel json-glib-devel librsvg-devel gdal-devel proj-devel geos-devel libicu-devel libseccomp-devel \
    qpdf-devel libpng16-devel libtiff-devel python3 unicode-ucd google-noto-sans-sc-fonts google-noto-serif-sc-fonts adwaita-icon-theme Mesa-dri shared-mime-info desktop-file-utils
NAMES
  if [ "${1:-}" = test ]; then
    say "
The tests also need Xvfb with xvfb-run, xdotool, dbus-daemon, at-spi2-core, python3-gobject, python3-jsonschema, numpy and shapely for Python, the gdal,
proj, qpdf, libxml2, librsvg and appstream command line tools, ImageMagick and poppler's tools, under the names that your
distribution gives them."
  fi
}

# What of $build_modules and of the tools in $@ is missing, one a line.
missing_needs ()
{
  local need

  for need in "$@"; do
    command -v "$need" >/dev/null 2>&1 || printf 'the program %s\n' "$need"
  done
  command -v pkg-config >/dev/null 2>&1 || return 0
  for need in "${build_modules[@]}"; do
    pkg-config --exists "$need" 2>/dev/null || printf 'the library %s\n' "$need"
  done
}

# need_packages run|test: makes sure that everything is there, installs what is not, or says what to install and stops.
need_packages ()
{
  local ids missing
  local -a packages=("${build_packages[@]}" "${run_packages[@]}") tools=("${build_tools[@]}") list

  if [ "$1" = test ]; then
    packages+=("${test_packages[@]}")
    tools+=("${test_tools[@]}")
  fi

  ids=$(if [ -r /etc/os-release ]; then . /etc/os-release; fi; printf '%s %s' "${ID:-unknown}" "${ID_LIKE:-}")
  case " $ids " in
    *' debian '* | *' ubuntu '*)
      missing=$(missing_packages "${packages[@]}")
      if [ -n "$missing" ]; then
        mapfile -t list <<<"$missing"
        install_packages "${list[@]}"
      fi
      ;;
    *)
      missing=$(missing_needs "${tools[@]}")
      if [ -n "$missing" ]; then
        say "This system (${ids%% *}) lacks, for building Taihang Atlas:"
        say "$missing"
        say
        say_package_names "$1"
        exit 1
      fi
      ;;
  esac
}

# build_folder SOURCE NAME: where to build: in the source folder, or, when that belongs to somebody else or cannot be written
# to, in the person's own cache folder.
build_folder ()
{
  local place=$1 key

  if [ -e "$1/$2" ]; then
    place="$1/$2"
  fi
  if [ -w "$place" ]; then
    printf '%s\n' "$1/$2"
  else
    key=$(printf '%s' "$1" | cksum | cut -d ' ' -f 1)
    printf '%s\n' "${XDG_CACHE_HOME:-$HOME/.cache}/taihang-atlas-$2/$key"
  fi
}

# build SOURCE FOLDER MESON-OPTIONS…: sets the folder up when it is new, then compiles what changed.
build ()
{
  local source=$1 folder=$2
  shift 2
  local marker="$folder/.set-up-for"
  local wanted="$source $*"

  # A build folder remembers where it is and how it was set up; when either changed, or the set-up was cut short, it is made anew.
  if [ ! -f "$folder/build.ninja" ] || [ "$(cat "$marker" 2>/dev/null)" != "$wanted" ]; then
    if [ -e "$marker" ]; then
      rm -rf -- "$folder"
    fi
    mkdir -p -- "$folder"
    printf '%s\n' "$wanted" >"$marker"
    meson setup "$folder" "$source" "$@" >&2 || { rm -f -- "$folder/build.ninja"; die "The build could not be set up; the lines above say why."; }
  fi

  # Ninja has something to say even when there is nothing to do; people need not read that before each start.
  ninja -C "$folder" 2>&1 | sed -u '/^ninja: \(Entering\|no work\)/d' >&2 \
    || die "The program could not be built; the lines above say why."
}
