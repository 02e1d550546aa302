#!/bin/sh
# unpack.sh TREE PACKAGE…: unpacks packages of /debs into TREE. unpack.sh --accounts TREE NAME UID: the accounts, and
# the certificates as one file. This is what a distroless image has: files of packages, and no script of theirs run.
set -eu
if [ "$1" != --accounts ]; then
    tree=$1
    shift
    mkdir -p "$tree"
    for package in "$@"; do
        dpkg-deb -x /debs/"${package}"_*.deb "$tree"
    done
    rm -rf "$tree/usr/share/doc" "$tree/usr/share/man" "$tree/usr/share/locale" "$tree/usr/share/info" \
        "$tree/usr/share/lintian" "$tree/usr/share/bug"
    exit 0
fi
tree=$2
name=$3
uid=$4
mkdir -p "$tree/etc/ssl/certs" "$tree/home/$name" "$tree/root" "$tree/tmp" "$tree/var/tmp"
cat "$tree"/usr/share/ca-certificates/mozilla/*.crt > "$tree/etc/ssl/certs/ca-certificates.crt"
printf 'root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n' > "$tree/etc/passwd"
printf '%s:x:%s:%s:%s:/home/%s:/sbin/nologin\n' "$name" "$uid" "$uid" "$name" "$name" >> "$tree/etc/passwd"
printf 'root:x:0:\nnobody:x:65534:\n%s:x:%s:\n' "$name" "$uid" > "$tree/etc/group"
chown "$uid:$uid" "$tree/home/$name"
chmod 700 "$tree/home/$name" "$tree/root"
chmod 1777 "$tree/tmp" "$tree/var/tmp"
