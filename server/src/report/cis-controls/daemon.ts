// Section 2 of the benchmark: the daemon, by its daemon.json.
import type { DaemonResult } from '../../engine/index.ts';
import { codeSpan } from '../escape.ts';
import type { Row, Shown } from './control.ts';

type Daemon = DaemonResult['daemon'];

/** Options of the command line are not in the file. */
const elsewhere = 'the command line of the daemon may say it';

const flagIs =
  (key: Parameters<Daemon['flag']>[0], wanted: boolean) =>
  ({ daemon }: DaemonResult): Shown =>
    daemon.flag(key) === wanted ? true : { undecided: elsewhere };

/** Docker does so by itself; only what is written can change it. */
const unless =
  (fails: (daemon: Daemon) => string | undefined) =>
  ({ daemon }: DaemonResult): Shown => {
    const words = fails(daemon);
    return words === undefined ? true : { fails: words };
  };

const control = (
  id: string,
  title: string,
  shows: Row<DaemonResult>['shows'],
  findingText?: RegExp,
): Row<DaemonResult> => ({ id, title, shows, ...(findingText ? { findingText } : {}) });

export const daemonRows: readonly Row<DaemonResult>[] = [
  control('2.1', 'The daemon runs without root where it can', flagIs('rootless', true)),
  control('2.2', 'Containers on the default bridge do not reach each other', flagIs('icc', false)),
  control(
    '2.3',
    'The daemon logs at the level info',
    unless((daemon) => {
      const level = daemon.string('log-level');
      return level === undefined || level === 'info'
        ? undefined
        : `\`log-level\` is ${codeSpan(level.slice(0, 20))}`;
    }),
  ),
  control(
    '2.4',
    'The daemon may set the rules of the firewall',
    unless((daemon) => (daemon.flag('iptables') === false ? '`iptables` is false' : undefined)),
  ),
  control('2.5', 'No registry without TLS is used', () => true),
  control(
    '2.6',
    'The storage driver aufs is not used',
    unless((daemon) =>
      daemon.string('storage-driver') === 'aufs' ? '`storage-driver` is `aufs`' : undefined,
    ),
  ),
  control('2.7', 'A port of the network asks for certificates', ({ daemon }) =>
    daemon.get('hosts') === undefined && daemon.flag('tlsverify') !== true ? { undecided: elsewhere } : true,
  ),
  control('2.8', 'The default limits of resources (ulimits) are set as needed', ({ daemon }) =>
    daemon.get('default-ulimits') === undefined ? { undecided: 'what containers need is not known' } : true,
  ),
  control('2.9', 'Users of containers are others than those of the host', ({ daemon }) =>
    daemon.flag('rootless') === true || daemon.string('userns-remap') ? true : { undecided: elsewhere },
  ),
  control('2.10', 'Control groups are the ones that Docker makes', ({ daemon }) =>
    daemon.get('cgroup-parent') === undefined
      ? true
      : { undecided: 'whether the control group that is set is meant is not known' },
  ),
  control('2.11', 'The base size of devices is changed only where it is needed', ({ daemon }) =>
    daemon.strings('storage-opts').some(({ text }) => text?.startsWith('dm.basesize'))
      ? { undecided: 'whether the size that is set is needed is not known' }
      : true,
  ),
  control('2.12', 'A plugin decides who may give commands', ({ daemon }) =>
    daemon.strings('authorization-plugins').length > 0 ? true : { undecided: elsewhere },
  ),
  control('2.13', 'Logs are collected in another place', ({ daemon }) => {
    const driver = daemon.string('log-driver');
    return driver === undefined || /^(json-file|local|none)$/.test(driver)
      ? { undecided: 'whether the logs are collected in another way is not known' }
      : true;
  }),
  control('2.14', 'Containers cannot gain privileges by default', flagIs('no-new-privileges', true)),
  control('2.15', 'Containers keep running without the daemon', flagIs('live-restore', true)),
  control('2.16', 'The userland proxy is off', flagIs('userland-proxy', false)),
  control('2.17', 'A seccomp profile for all containers is set where it is needed', ({ daemon }) =>
    daemon.string('seccomp-profile') === 'unconfined'
      ? { fails: '`seccomp-profile` is `unconfined`' }
      : { undecided: 'whether another profile is needed is not known' },
  ),
  control('2.18', 'Experimental features are off', () => true),
];
