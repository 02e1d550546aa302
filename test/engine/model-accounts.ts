// Cases of the model: accounts, and what creates, renames and hides them.
import type { ModelCase } from './model-case.ts';

const debian = (run: string) => `FROM debian:12\nRUN ${run}`;
const alpine = (run: string) => `FROM alpine:3.22\nRUN ${run}`;

export const accountCases: readonly ModelCase[] = [
  {
    name: 'of the image',
    text: 'FROM node:22-slim',
    accounts: { node: 'present', root: 'present', app: 'absent', nonroot: 'absent' },
    uids: { node: 1000 },
  },
  { name: 'a number needs none', text: 'FROM scratch', accounts: { '65532': 'present' } },
  { name: 'that only some releases have', text: 'FROM ubuntu:latest', accounts: { root: 'present' } },
  { name: 'useradd', text: debian('useradd app'), accounts: { app: 'present', other: 'absent' } },
  {
    name: 'useradd with a bundle',
    text: debian('useradd -ms /bin/bash app'),
    accounts: { app: 'present', '/bin/bash': 'absent' },
  },
  {
    name: 'useradd with a longer bundle',
    text: debian('useradd -rms /bin/bash -u 1001 app'),
    accounts: { app: 'present', '/bin/bash': 'absent' },
    uids: { app: 1001 },
  },
  {
    name: 'useradd with values in the same word',
    text: debian('useradd -u1001 -gstaff -d/srv app'),
    accounts: { app: 'present' },
    uids: { app: 1001 },
  },
  {
    name: 'useradd with long options',
    text: debian('useradd --uid=1001 --gid 50 --home-dir /srv --shell /sbin/nologin --system app'),
    accounts: { app: 'present', '/srv': 'absent' },
    uids: { app: 1001 },
  },
  {
    name: 'useradd with options last',
    text: debian('useradd app --uid 1001 -M'),
    accounts: { app: 'present' },
    uids: { app: 1001 },
  },
  { name: 'useradd after sudo', text: debian('sudo -E useradd app'), accounts: { app: 'present' } },
  { name: 'groupadd makes no account', text: debian('groupadd -g 1001 app'), accounts: { app: 'absent' } },
  {
    name: 'groupadd and useradd',
    text: debian('groupadd -g 1001 app && useradd -l -u 1001 -g app app'),
    accounts: { app: 'present' },
    uids: { app: 1001 },
  },
  {
    name: 'adduser of Debian',
    text: debian('adduser --disabled-password --gecos "" app'),
    accounts: { app: 'present', '': 'absent' },
  },
  {
    name: 'adduser of Debian, a system account',
    text: debian('adduser --system --group --no-create-home --uid 1001 app'),
    accounts: { app: 'present' },
    uids: { app: 1001 },
  },
  { name: 'adduser of Debian, a group', text: debian('adduser --group app'), accounts: { app: 'absent' } },
  { name: 'adduser of BusyBox', text: alpine('adduser -D app'), accounts: { app: 'present' } },
  {
    name: 'adduser of BusyBox with a group',
    text: alpine('adduser -S -G app app'),
    accounts: { app: 'present' },
  },
  {
    name: 'adduser of BusyBox with a number',
    text: alpine('adduser -D -H -u 1001 -s /sbin/nologin -h /srv -g "An app" app'),
    accounts: { app: 'present', '/srv': 'absent' },
    uids: { app: 1001 },
  },
  {
    name: 'adduser that joins a group',
    text: alpine('adduser app wheel'),
    accounts: { app: 'absent', wheel: 'absent' },
  },
  {
    name: 'addgroup makes no account',
    text: alpine('addgroup -S app && addgroup app wheel'),
    accounts: { app: 'absent' },
  },
  {
    name: 'usermod that renames',
    text: 'FROM node:22-slim\nRUN usermod -l app node',
    accounts: { app: 'present', node: 'absent' },
    uids: { app: 1000 },
  },
  {
    name: 'usermod that renames and renumbers',
    text: 'FROM node:22-slim\nRUN usermod --login=app -u 1001 -d /home/app -m node',
    accounts: { app: 'present', node: 'absent' },
    uids: { app: 1001 },
  },
  {
    name: 'usermod that joins a group',
    text: 'FROM node:22-slim\nRUN usermod -aG audio node',
    accounts: { node: 'present' },
    uids: { node: 1000 },
  },
  { name: 'userdel', text: 'FROM node:22-slim\nRUN userdel -r node', accounts: { node: 'absent' } },
  {
    name: 'deluser',
    text: 'FROM node:22-alpine\nRUN deluser --remove-home node',
    accounts: { node: 'absent' },
  },
  {
    name: 'deluser from a group',
    text: 'FROM node:22-alpine\nRUN deluser node audio',
    accounts: { node: 'present' },
  },
  {
    name: 'a name from ARG',
    text: 'FROM debian:12\nARG NAME=app\nRUN useradd --uid 1001 $NAME\nUSER $NAME',
    user: 'app',
    accounts: { app: 'present', other: 'absent' },
  },
  { name: 'a name that is not known', text: debian('useradd $NAME'), accounts: { app: 'unknown' } },
  { name: 'a name from a command', text: debian('useradd $(cat name)'), accounts: { app: 'unknown' } },
  {
    name: 'in a condition',
    text: debian('if [ -n "$X" ]; then useradd app; fi'),
    accounts: { app: 'unknown', other: 'unknown' },
  },
  { name: 'after `||`', text: debian('id app || useradd app'), accounts: { app: 'unknown' } },
  {
    name: 'deleted in a condition',
    text: 'FROM node:22-slim\nRUN if true; then userdel node; fi',
    accounts: { node: 'unknown' },
  },
  { name: 'from a script', text: debian('./setup.sh'), accounts: { app: 'unknown', root: 'present' } },
  {
    name: 'from a heredoc',
    text: 'FROM debian:12\nRUN <<EOF\ngroupadd app\nuseradd -g app app\nEOF',
    accounts: { app: 'present', other: 'absent' },
  },
  {
    name: 'from a heredoc of another language',
    text: 'FROM debian:12\nRUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF',
    accounts: { app: 'unknown' },
  },
  {
    name: 'in exec form',
    text: 'FROM debian:12\nRUN ["useradd", "--uid", "1001", "app"]',
    accounts: { app: 'present', other: 'absent' },
    uids: { app: 1001 },
  },
  {
    name: 'a copied passwd',
    text: 'FROM scratch\nCOPY --from=b /etc/passwd /etc/passwd',
    accounts: { root: 'unknown', app: 'unknown' },
  },
  {
    name: 'a copied passwd, into its folder',
    text: 'FROM debian:12\nCOPY passwd group /etc/',
    accounts: { app: 'unknown' },
  },
  {
    name: 'a passwd written by a redirection',
    text: debian('echo "app:x:1:1::/:" >> /etc/passwd'),
    accounts: { app: 'unknown', root: 'present' },
  },
  {
    name: 'a passwd edited in place',
    text: debian("sed -i 's/^x/y/' /etc/passwd"),
    accounts: { app: 'unknown' },
  },
  {
    name: 'a passwd only read',
    text: debian('cat /etc/passwd && grep root /etc/passwd'),
    accounts: { app: 'absent' },
  },
  { name: 'another file in /etc', text: 'FROM debian:12\nCOPY app.conf /etc/', accounts: { app: 'absent' } },
  {
    name: 'a whole image copied over',
    text: 'FROM node:22-slim\nCOPY --from=other / /',
    accounts: { node: 'unknown', app: 'unknown' },
  },
  { name: 'a folder copied to /', text: 'FROM debian:12\nCOPY rootfs/ /', accounts: { app: 'unknown' } },
  {
    name: 'a package that creates one, perhaps',
    text: debian('apt-get update && apt-get install -y --no-install-recommends postgresql'),
    accounts: { postgres: 'unknown' },
  },
  {
    name: 'a package that creates none',
    text: debian('apt-get update && apt-get install -y --no-install-recommends ca-certificates'),
    accounts: { app: 'absent' },
  },
];
