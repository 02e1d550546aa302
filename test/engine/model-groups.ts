// Cases of the model: groups, and what creates, renames and hides them.
import type { ModelCase } from './model-case.ts';

const debian = (run: string) => `FROM debian:12\nRUN ${run}`;
const alpine = (run: string) => `FROM alpine:3.22\nRUN ${run}`;

export const groupCases: readonly ModelCase[] = [
  {
    name: 'of Debian',
    text: 'FROM debian:12',
    groups: { root: 'present', 'www-data': 'present', nogroup: 'present', app: 'absent', '1000': 'present' },
  },
  {
    name: 'of Alpine',
    text: 'FROM alpine:3.22',
    groups: { wheel: 'present', 'www-data': 'present', sudo: 'absent', app: 'absent', smmsp: 'unknown' },
  },
  { name: 'of the image', text: 'FROM node:22-slim', groups: { node: 'present', app: 'absent' } },
  { name: 'of an unknown image', text: 'FROM example.com/x:1', groups: { root: 'unknown', app: 'unknown' } },
  { name: 'of nothing', text: 'FROM scratch', groups: { root: 'absent', app: 'absent' } },
  { name: 'groupadd', text: debian('groupadd -g 10001 app'), groups: { app: 'present', other: 'absent' } },
  { name: 'useradd makes one too', text: debian('useradd app'), groups: { app: 'present' } },
  { name: 'useradd with a group', text: debian('useradd -g users app'), groups: { app: 'absent' } },
  { name: 'useradd without one', text: debian('useradd -N app'), groups: { app: 'absent' } },
  { name: 'adduser of BusyBox', text: alpine('adduser -D app'), groups: { app: 'present' } },
  { name: 'adduser of BusyBox, a system account', text: alpine('adduser -S app'), groups: { app: 'absent' } },
  { name: 'adduser of Debian', text: debian('adduser --gecos "" app'), groups: { app: 'present' } },
  {
    name: 'adduser of Debian, a system account',
    text: debian('adduser --system app'),
    groups: { app: 'absent' },
  },
  {
    name: 'adduser of Debian, a system account and group',
    text: debian('adduser --system --group app'),
    groups: { app: 'present' },
  },
  { name: 'adduser of Debian, a group', text: debian('adduser --group app'), groups: { app: 'present' } },
  { name: 'addgroup', text: alpine('addgroup -S app'), groups: { app: 'present' } },
  {
    name: 'addgroup that joins',
    text: alpine('adduser -S app && addgroup app wheel'),
    groups: { app: 'absent' },
  },
  {
    name: 'groupmod that renames',
    text: 'FROM node:22-slim\nRUN groupmod -n app node',
    groups: { app: 'present', node: 'unknown' },
  },
  { name: 'groupdel', text: debian('groupadd app && groupdel app'), groups: { app: 'absent' } },
  {
    name: 'userdel may remove the group',
    text: 'FROM node:22-slim\nRUN userdel node',
    groups: { node: 'unknown' },
  },
  { name: 'in a condition', text: debian('getent group app || groupadd app'), groups: { app: 'unknown' } },
  { name: 'from a script', text: debian('./setup.sh'), groups: { app: 'unknown', 'www-data': 'present' } },
  { name: 'a line added by hand', text: debian('echo "app:x:9:" >> /etc/group'), groups: { app: 'unknown' } },
  {
    name: 'a copied file',
    text: 'FROM debian:12\nCOPY group /etc/group',
    groups: { root: 'unknown', app: 'unknown' },
  },
  { name: 'another root', text: debian('groupadd --root /mnt app'), groups: { app: 'absent' } },
  {
    name: 'a package that may make one',
    text: debian('apt-get update && apt-get install -y --no-install-recommends postgresql'),
    groups: { postgres: 'unknown' },
  },
];
