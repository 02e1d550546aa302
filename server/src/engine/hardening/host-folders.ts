// What a path of the host gives away to a service that sees it, and what to one that can write there.
// The folders are those of the CIS Docker Benchmark 1.7.0, control 5.6, and the file-hierarchy(7) manual page.
import { isWithin } from './host-mounts.ts';

interface Folder {
  readonly path: string;
  /** With everything below it; otherwise this path alone. */
  readonly deep?: true;
  /** A clause: `a process that writes there …`. */
  readonly written?: string;
  /** A clause: `whoever sees it …`. Absent: seeing it is harmless. */
  readonly seen?: string;
}

const jobs = 'adds a job or an account there and is root on the host';
const programs = 'replaces programs that the host runs as root';
const engine = 'changes the files and settings of all other containers';

const folders: readonly Folder[] = [
  {
    path: '/',
    written: 'changes any file of the host and is root there',
    seen: 'reads every file of the host, keys and passwords among them',
  },
  { path: '/etc', written: jobs, seen: 'reads the host’s settings, password hashes and keys' },
  ...['passwd', 'group'].map((name) => ({ path: `/etc/${name}`, written: jobs })),
  ...['shadow', 'gshadow', 'sudoers'].map((name) => ({
    path: `/etc/${name}`,
    written: jobs,
    seen: 'reads the password hashes or rights of the host’s accounts',
  })),
  ...[
    'cron.d',
    'cron.daily',
    'cron.hourly',
    'crontab',
    'sudoers.d',
    'systemd',
    'init.d',
    'pam.d',
    'profile.d',
    'ld.so.preload',
    'ld.so.conf.d',
    'rc.local',
    'docker',
  ].map((name) => ({ path: `/etc/${name}`, deep: true as const, written: jobs })),
  { path: '/etc/ssh', deep: true, written: jobs, seen: 'reads the host’s SSH keys' },
  { path: '/etc/kubernetes', deep: true, written: jobs, seen: 'reads the keys of the cluster' },
  { path: '/root', written: 'adds a key or a start script for root', seen: 'reads root’s keys and history' },
  {
    path: '/home',
    written: 'adds keys and start scripts for every user of the host',
    seen: 'reads the keys and history of every user of the host',
  },
  {
    path: '/boot',
    deep: true,
    written: 'replaces the kernel that the host starts next time',
    seen: 'reads the host’s kernel and its start settings',
  },
  ...['/usr', '/usr/local', '/opt'].map((path) => ({ path, written: programs })),
  // A single program or library too: `/usr/bin/docker`.
  ...[
    '/bin',
    '/sbin',
    '/usr/bin',
    '/usr/sbin',
    '/usr/lib',
    '/usr/local/bin',
    '/usr/local/sbin',
    '/lib',
    '/lib64',
  ].map((path) => ({ path, deep: true as const, written: programs })),
  // Windows gives its drivers to WSL here, read-only.
  { path: '/usr/lib/wsl', deep: true },
  { path: '/lib/modules', deep: true, written: 'replaces modules that the host’s kernel loads' },
  { path: '/usr/src', written: 'changes sources that the host builds kernel modules from' },
  {
    path: '/var',
    written: engine,
    seen: 'reads the data, logs and jobs of the host, and the files of all containers',
  },
  {
    path: '/var/lib',
    written: engine,
    seen: 'reads the data of the host’s services, and the files of all containers',
  },
  {
    path: '/var/lib/docker',
    written: engine,
    seen: 'reads the files, volumes and environment variables of all containers',
  },
  { path: '/var/lib/containerd', deep: true, written: engine, seen: 'reads the files of all containers' },
  {
    path: '/var/lib/docker/volumes',
    written: 'changes the data of all other services',
    seen: 'reads the data of all other services',
  },
  {
    path: '/var/lib/docker/containers',
    written: engine,
    seen: 'reads the logs and environment variables of all containers',
  },
  { path: '/var/lib/kubelet', written: engine, seen: 'reads the secrets of all pods' },
  { path: '/var/spool/cron', deep: true, written: jobs },
  {
    path: '/proc',
    written: 'has the host’s kernel start a program of its own by `/proc/sys/kernel/core_pattern`',
    seen: 'sees all processes of the host with their command lines',
  },
  { path: '/proc/sys', deep: true, written: 'changes the settings of the host’s kernel' },
  { path: '/proc/sysrq-trigger', written: 'restarts the host' },
  { path: '/sys', written: 'changes settings of the host’s kernel and devices' },
  { path: '/sys/fs/cgroup', written: 'changes the limits of all other containers, or freezes them' },
  { path: '/sys/kernel', deep: true, written: 'watches and changes the host’s kernel' },
  { path: '/dev', written: 'sees every device of the host', seen: 'sees every device of the host' },
  {
    path: '/run/systemd',
    written: 'talks to systemd, which starts anything as root',
    seen: 'talks to systemd, which starts anything as root',
  },
  {
    path: '/run/dbus',
    written: 'talks to the system’s services, and as root has systemd start anything',
    seen: 'talks to the system’s services, and as root has systemd start anything',
  },
];

/** In somebody's home: keys for other machines. */
const keys = /^(?:~|\/root|\/home\/[^/]+)\/\.(ssh|gnupg|aws|kube|azure|docker|config\/gcloud)(?:$|\/)/;
const publicKeys = /\/(?:known_hosts|config|authorized_keys|[^/]+\.pub)$/;
const home = /^(?:~|\/home\/[^/]+)$/;

export interface Exposure {
  /** It changes what the host runs, or what other containers do. */
  readonly isWriting: boolean;
  /** `adds a job or an account there and is root on the host`. */
  readonly says: string;
}

/** What a mount of this path gives away; undefined where that is harmless or not known. */
export function exposureOf(path: string, isReadOnly: boolean): Exposure | undefined {
  if (keys.test(path) && !(path.includes('/.ssh/') && publicKeys.test(path)))
    return { isWriting: false, says: 'reads keys and logins for other machines' };
  if (home.test(path))
    return isReadOnly
      ? { isWriting: false, says: 'reads the keys and history of that user' }
      : { isWriting: true, says: 'adds keys and start scripts for that user' };
  const folder =
    folders.find((one) => one.path === path) ??
    folders.findLast((one) => one.deep === true && isWithin(path, one.path));
  if (!folder) return undefined;
  if (!isReadOnly && folder.written !== undefined && folder.written !== folder.seen)
    return { isWriting: true, says: folder.written };
  return folder.seen === undefined ? undefined : { isWriting: false, says: folder.seen };
}
