#!/bin/sh
# python-tree.sh VERSION: Debian's Python as /tree/{bin,lib,include}, to be copied under /usr/local, /opt/python or /usr.
# Python finds its prefix by its own place. Debian's own folders for packages become site-packages again, as upstream has
# them; a sed that finds nothing to change ends the build.
set -eu
version=$1
from=/unpacked
mkdir -p "$from" /tree/bin /tree/lib /tree/include /tree/share
for package in libpython"$version"-minimal libpython"$version"-stdlib python"$version"-minimal python"$version" \
    libpython"$version"-dev python"$version"-venv python3-pip-whl python3-setuptools-whl; do
    dpkg-deb -x /debs/"${package}"_*.deb "$from"
done
mv "$from/usr/bin/python$version" /tree/bin/
ln -s "python$version" /tree/bin/python3
ln -s python3 /tree/bin/python
mv "$from/usr/lib/python$version" /tree/lib/
mv "$from/usr/include/python$version" /tree/include/
mv "$from"/usr/include/*/"python$version"/pyconfig.h "/tree/include/python$version/pyconfig.h"
library=/tree/lib/python$version
rm -rf "$library"/config-* "$library/EXTERNALLY-MANAGED" "$library/sitecustomize.py" "$library/test"
mkdir -p "$library/site-packages"
changed() {
    before=$(md5sum < "$1")
    sed -i "$2" "$1"
    [ "$before" != "$(md5sum < "$1")" ] || { echo "nothing to change in $1 by $2"; exit 1; }
}
scheme=$library/sysconfig.py
[ -e "$scheme" ] || scheme=$library/sysconfig/__init__.py
changed "$scheme" "s/'DEB_PYTHON_INSTALL_LAYOUT', 'posix_local'/'DEB_PYTHON_INSTALL_LAYOUT', 'posix_prefix'/"
changed "$scheme" "s/prefix_scheme = 'posix_local'/prefix_scheme = 'posix_prefix'/"
# `site` is compiled into the program and knows dist-packages only; a .pth file leads on from there.
mkdir "$library/dist-packages"
printf 'import os, site; site.addsitedir(os.path.normpath(os.path.join(sitedir, os.pardir, "site-packages")))\n' \
    > "$library/dist-packages/site-packages.pth"
changed "$library/ensurepip/__init__.py" 's/^    _ensurepip_is_disabled_in_debian_for_system()//'
# What setuptools is told of the headers' place has to follow.
cat >> "$(find "$library" -maxdepth 1 -name '_sysconfigdata__linux_*.py')" <<'END'

import sys
build_time_vars = {
    name: value.replace('/usr/include', sys.base_prefix + '/include') if isinstance(value, str) else value
    for name, value in build_time_vars.items()
}
END
# The wheels of pip and setuptools, as no index is reached; /etc/pip.conf names the folder.
mkdir -p /wheels
cp "$from"/usr/share/python-wheels/*.whl /wheels/
find /tree -name __pycache__ -prune -exec rm -rf {} +
