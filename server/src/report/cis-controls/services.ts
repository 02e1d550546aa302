// Section 5 of the benchmark: how containers are run, by the services of a Compose file.

import { dropsAll } from '../../engine/hardening/capabilities.ts';
import { hostMounts } from '../../engine/hardening/host-mounts.ts';
import { isPrivileged } from '../../engine/hardening/runs.ts';
import { hasNoNewPrivileges, securityOptions } from '../../engine/hardening/security-options.ts';
import { switchOf } from '../../engine/hardening/switches.ts';
import type { ComposeResult, ComposeService } from '../../engine/index.ts';
import { isOnAllInterfaces } from '../../engine/service-facts/exposure.ts';
import { limitState } from '../../engine/service-facts/missing-limit.ts';
import { codeSpan } from '../escape.ts';
import { never, type Row, type Shown } from './control.ts';

const unknown = 'a value is not known, or not everything that adds to the service could be read';

/** What a service shows: whether the control holds, undefined where that is not known, or words of its own. */
type Verdict = boolean | undefined | string;

type Judge = (service: ComposeService, result: ComposeResult) => Verdict;

/** One service that fails makes the file fail; a text says why it cannot be told. */
function each(judge: Judge): (result: ComposeResult) => Shown {
  return (result) => {
    const verdicts = result.project.services.map((service) => ({ service, verdict: judge(service, result) }));
    const failing = verdicts.filter(({ verdict }) => verdict === false);
    if (failing.length > 0) return { fails: namesOf(failing) };
    const open = verdicts.find(({ verdict }) => verdict !== true);
    if (open === undefined) return true;
    return { undecided: `${codeSpan(open.service.name)}: ${open.verdict ?? unknown}` };
  };
}

function namesOf(list: readonly { readonly service: ComposeService }[]): string {
  const names = list.slice(0, 5).map(({ service }) => codeSpan(service.name));
  return `${names.join(', ')}${list.length > 5 ? ` and ${list.length - 5} more` : ''}`;
}

/** A key that must not have a value; undefined where a part of the service, or its value, is not known. */
function isNot(key: string, wrong: (text: string) => boolean): Judge {
  return (service) => {
    const node = service.get(key);
    if (node === undefined) return service.complete || undefined;
    if (node.kind !== 'scalar' || node.text === undefined) return undefined;
    return !wrong(node.text);
  };
}

const isHost = (text: string): boolean => text === 'host';

/** `security_opt` switches a profile off, or privileges do. Whether the host has such profiles is not in a file. */
function confined(name: string, off: string, otherwise: Verdict): Judge {
  return (service) => {
    const privileged = isPrivileged(service);
    const option = securityOptions(service).findLast((one) => one.name === name);
    if (privileged === true || option?.value.toLowerCase() === off) return false;
    const known = service.complete && service.texts('security_opt').every(({ text }) => text !== undefined);
    return known && privileged === false ? otherwise : undefined;
  };
}

function limited(...paths: readonly (readonly string[])[]): Judge {
  return (service) => {
    const state = limitState(service, paths);
    return state === 'unknown' ? undefined : state === 'set';
  };
}

const sensitive = /^\/(boot|dev|etc|lib|proc|sys|usr)?$/;

const mounts: Judge = (service, { project }) => {
  const paths = hostMounts(project, service);
  if (paths.some(({ path }) => path !== undefined && sensitive.test(path))) return false;
  if (paths.some(({ mount }) => mount.source === undefined)) return undefined;
  return service.complete || undefined;
};

const socket: Judge = (service, { project }) => {
  const paths = hostMounts(project, service);
  if (paths.some(({ path }) => path !== undefined && /(^|\/)(docker|podman)\.sock$/.test(path))) return false;
  if (paths.some(({ mount }) => mount.source === undefined)) return undefined;
  return service.complete || undefined;
};

const publishes: Judge = (service) => {
  const low = service.ports.find(({ published }) => published !== undefined && published[0] < 1024);
  if (low) return `whether port ${low.published![0]} of the host is meant is not known`;
  return service.complete || undefined;
};

const interfaces: Judge = (service) => {
  if (service.networks !== undefined && service.ports.some(isOnAllInterfaces))
    return 'it publishes ports on every interface, which is right for what the public is to reach';
  return service.complete || undefined;
};

const restarts: Judge = (service, result) => {
  const policy = service.get('restart');
  if (policy?.kind === 'scalar' && policy.text === undefined) return undefined;
  const text = policy?.kind === 'scalar' ? policy.text : undefined;
  if (text !== undefined && /^on-failure:[1-5]$/.test(text)) return true;
  const asks = result.input.settings?.options?.['restart-policy-missing']?.['policy'];
  if (text === undefined || text === 'no')
    return service.complete ? 'it has no policy of its own' : undefined;
  return asks === 'on-failure'
    ? false
    : 'it is started again without end: for what the benchmark asks for, set the option `policy` of restart-policy-missing';
};

const devices: Judge = (service) => {
  if (service.get('devices') !== undefined)
    return 'whether it needs the devices that it is given is not known';
  return service.complete || undefined;
};

const propagation: Judge = (service) => {
  if (service.mounts.some(({ propagation: said }) => said === 'shared' || said === 'rshared')) return false;
  return service.mounts.some(({ type }) => type === 'unknown') ? undefined : service.complete || undefined;
};

const checked: Judge = (service, result) => {
  const { healthcheck } = service;
  if (healthcheck !== undefined) return !healthcheck.isDisabled;
  if (!service.complete) return undefined;
  return result.imageOf(service)?.state.healthcheck
    ? true
    : 'whether its image has a health check is not known';
};

const privileges: Judge = (service) => {
  const privileged = isPrivileged(service);
  return privileged === true ? false : privileged === undefined ? undefined : hasNoNewPrivileges(service);
};

const capabilities: Judge = (service) => {
  const privileged = isPrivileged(service);
  return privileged === true ? false : privileged === undefined ? undefined : dropsAll(service);
};

const privileged: Judge = (service) => {
  const said = isPrivileged(service);
  if (said !== false) return said === true ? false : undefined;
  return service.complete || service.get('privileged') !== undefined ? true : undefined;
};

const control = (
  id: string,
  title: string,
  shows: Row<ComposeResult>['shows'],
  findingText?: RegExp,
): Row<ComposeResult> => ({ id, title, shows, ...(findingText ? { findingText } : {}) });

export const serviceRows: readonly Row<ComposeResult>[] = [
  control(
    '5.1',
    'Swarm mode is off where it is not needed',
    never('that is seen on the machine that runs it'),
  ),
  control(
    '5.2',
    'An AppArmor profile is in force',
    each(confined('apparmor', 'unconfined', 'whether the host has AppArmor is not known')),
    /apparmor/i,
  ),
  control(
    '5.3',
    'SELinux options are set',
    each(confined('label', 'disable', 'whether the host has SELinux is not known')),
    /label/i,
  ),
  control('5.4', 'Capabilities of the kernel are restricted', each(capabilities)),
  control('5.5', 'No container is privileged', each(privileged)),
  control('5.6', 'No system folder of the host is mounted', each(mounts)),
  control(
    '5.7',
    'No SSH server runs in a container',
    never('what runs in a container is not all in this file'),
  ),
  control('5.8', 'Ports below 1024 of the host are not taken', each(publishes)),
  control('5.9', 'Only ports that are needed are open', never('which ports are needed is not known')),
  control(
    '5.10',
    'The network of the host is not shared',
    each(isNot('network_mode', isHost)),
    /^\W*network_mode/,
  ),
  control(
    '5.11',
    'Memory is limited',
    each(limited(['mem_limit'], ['deploy', 'resources', 'limits', 'memory'])),
  ),
  control(
    '5.12',
    'The share of the processors is set',
    each(
      limited(['cpus'], ['cpu_quota'], ['cpu_shares'], ['cpuset'], ['deploy', 'resources', 'limits', 'cpus']),
    ),
  ),
  control(
    '5.13',
    'The root filesystem is read-only',
    each((service) => {
      const node = service.get('read_only');
      return node === undefined && !service.complete ? undefined : switchOf(node);
    }),
  ),
  control('5.14', 'Ports are published on a chosen interface', each(interfaces)),
  control('5.15', 'A container that fails is started again five times at most', each(restarts)),
  control('5.16', 'The processes of the host are not shared', each(isNot('pid', isHost)), /^\W*pid/),
  control('5.17', 'The shared memory of the host is not shared', each(isNot('ipc', isHost)), /^\W*ipc/),
  control('5.18', 'No device of the host is exposed', each(devices)),
  control(
    '5.19',
    'Limits of resources (ulimits) are set where they are needed',
    never('what a service needs is not known'),
  ),
  control('5.20', 'Mounts are not propagated to the host', each(propagation)),
  control('5.21', 'The name of the host is not shared', each(isNot('uts', isHost)), /^\W*uts/),
  control(
    '5.22',
    'The seccomp profile is not switched off',
    each(confined('seccomp', 'unconfined', true)),
    /seccomp/i,
  ),
  control('5.23', 'Nobody uses docker exec with privileges', never('that is seen in what people type')),
  control('5.24', 'Nobody uses docker exec as root', never('that is seen in what people type')),
  control(
    '5.25',
    'Control groups are the ones that Docker makes',
    each((service, result) => {
      if (service.get('cgroup_parent') !== undefined)
        return 'whether its control group is meant is not known';
      return isNot('cgroup', isHost)(service, result);
    }),
    /^\W*cgroup/,
  ),
  control('5.26', 'Processes cannot gain privileges', each(privileges)),
  control('5.27', 'Health is checked while it runs', each(checked)),
  control(
    '5.28',
    'The newest version of each image is used',
    never('which version is the newest is not known'),
  ),
  control(
    '5.29',
    'The number of processes is limited',
    each(limited(['pids_limit'], ['deploy', 'resources', 'limits', 'pids'])),
  ),
  control(
    '5.30',
    'The default bridge docker0 is not used',
    each(isNot('network_mode', (text) => text === 'bridge')),
  ),
  control(
    '5.31',
    'The users of the host are not shared',
    each(isNot('userns_mode', isHost)),
    /^\W*userns_mode/,
  ),
  control('5.32', 'The Docker socket is not mounted', each(socket)),
];
