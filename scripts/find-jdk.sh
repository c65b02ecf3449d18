# Sourced by ./marketplace and ./verify: sets JAVA_HOME to a JDK of release 21 or newer, and checks for Maven.

jdk_release() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  if [ -f "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  else
    version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*"\([0-9]*\).*/\1/p')
  fi
  [ -n "$version" ] && [ "$version" -ge 21 ]
}

jdk_on_path() {
  command -v java >/dev/null 2>&1 || return 0
  java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
}

find_jdk() {
  for home in "${JAVA_HOME:-}" "$(jdk_on_path)" \
    /usr/lib/jvm/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/*jdk* /usr/local/*jdk*; do
    if [ -n "$home" ] && jdk_release "$home"; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

require_jdk() {
  find_jdk && return 0
  echo "$1: no JDK 21 or newer was found: install one (Debian: apt install openjdk-21-jdk, macOS: brew install openjdk@21, all: https://adoptium.net) or set JAVA_HOME" >&2
  exit 2
}

require_maven() {
  command -v mvn >/dev/null 2>&1 && return 0
  echo "$1: Maven was not found: install it (Debian: apt install maven, macOS: brew install maven)" >&2
  exit 2
}
