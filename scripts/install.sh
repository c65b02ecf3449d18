# Sourced by ./verify: commands that the tests run, installed where that can be done without asking.

# The words before a command that only root may run; fails where root can't be had without a password.
find_root() {
  as_root=
  [ "$(id -u)" = 0 ] && return 0
  as_root="sudo -n"
  $as_root true 2>/dev/null
}

# $1 is a command, $2 Debian's package for it; $installed says whether it was installed now.
have_or_install() {
  installed=
  command -v "$1" >/dev/null 2>&1 && return 0
  command -v apt-get >/dev/null 2>&1 && find_root || return 1
  echo "verify: installing $2, which tests need"
  $as_root apt-get update -q && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y "$2" \
    && command -v "$1" >/dev/null 2>&1 && installed=yes
}

require_browser() {
  for browser in chromium chromium-browser google-chrome; do
    command -v "$browser" >/dev/null 2>&1 && return 0
  done
  [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] && return 0
  [ -x "/Applications/Chromium.app/Contents/MacOS/Chromium" ] && return 0
  have_or_install chromium chromium && return 0
  echo "verify: tests need chromium: install it (Debian: apt install chromium)" >&2
  exit 2
}
