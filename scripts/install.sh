# Sourced by ./run, ./test and ./bench: puts in place what a fresh Debian 12 machine lacks, and says so.

say() { printf '· %s\n' "$*"; }
fail() { printf '✗ %s\n' "$*" >&2; exit 1; }

# need_sdk: the two tools nothing here can install by itself.
need_sdk() {
  command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing (dotnet is not on PATH)."
  dotnet --list-sdks | grep -q '^10\.' || fail "A .NET 10 SDK is needed; found: $(dotnet --list-sdks | tr '\n' ' ')"
  command -v npm >/dev/null || fail "Node.js with npm is missing."
}

# need_package NAME PATH: installs the Debian package NAME when PATH does not exist.
installed=""
need_package() {
  [ -e "$2" ] && return
  [ "$(id -u)" = 0 ] || fail "Debian package $1 is missing; run as root or install it."
  if [ -z "$installed" ]; then say "apt-get update"; apt-get update -qq; fi
  say "installing $1"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >/dev/null || fail "apt-get install $1 failed."
  installed="$installed $1"
}

need_browser() {
  need_package chromium /usr/bin/chromium
  need_package fonts-noto-cjk /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
}

need_postgres() {
  need_package postgresql-15-postgis-3 /usr/share/postgresql/15/extension/postgis.control
}

need_nginx() {
  need_package nginx /usr/sbin/nginx
}

# need_gdal: reads Shapefile, GeoPackage, KML and DXF; without it the product refuses these formats and takes the others.
need_gdal() {
  need_package gdal-bin /usr/bin/ogr2ogr
}

# need_clickhouse: an old server, but a real one: the tests start it for the HTTP transport.
need_clickhouse() {
  need_package clickhouse-server /usr/sbin/clickhouse-server
}

# need_mosquitto: a real MQTT broker for the tests of the ingest verb.
need_mosquitto() {
  need_package mosquitto /usr/sbin/mosquitto
  need_package mosquitto-clients /usr/bin/mosquitto_sub
}

# need_ffmpeg: makes the live pictures that the tests play.
need_ffmpeg() {
  need_package ffmpeg /usr/bin/ffmpeg
}

# need_proj: cs2cs and geod, the judges of coordinates and distances in the tests.
need_proj() {
  need_package proj-bin /usr/bin/cs2cs
}

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NPM_CONFIG_UPDATE_NOTIFIER=false
