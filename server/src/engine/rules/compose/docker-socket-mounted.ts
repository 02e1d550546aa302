// The socket of the container engine is mounted into a service.
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { weaknessIn } from '../../hardening/file-role.ts';
import { hostMounts } from '../../hardening/host-mounts.ts';
import { type Purpose, purposesOf } from '../../hardening/purpose.ts';
import { switchOf } from '../../hardening/switches.ts';

const socket = /(^|\/)(docker|docker-raw|podman|containerd|crio|cri-dockerd|buildkitd)\.sock$/;
const pipe = /^\/\/\.\/pipe\/docker_engine/;

export default defineComposeRule({
  id: 'docker-socket-mounted',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'The socket of the container engine is mounted into a service',
  why: 'Whoever talks to the engine starts a privileged container with the host’s root folder in it, and is root on the host.',
  sources: [
    'cis:5.32',
    'kics:d6355c88-1e8d-49e9-b2f2-f8a1ca12c75b',
    'semgrep:exposing-docker-socket-volume',
    'compose-lint:CL-0001',
  ],
  *check({ project, imageOf }) {
    const weight = weaknessIn(project);
    if (!weight) return;
    for (const service of project.services) {
      const purposes = purposesOf(service, imageOf(service));
      if (purposes.has('socket proxy')) continue;
      const { severity, advice } = adviceFor(purposes);
      const graded = severity && !weight.severity ? { severity } : weight;
      for (const { mount, at, path, isReadOnly } of hostMounts(project, service)) {
        const named = path ?? mount.target ?? '';
        const isSocket =
          (path !== undefined && (socket.test(path) || pipe.test(path))) ||
          (mount.source !== undefined && socket.test(mount.source)) ||
          /^(\/var)?\/run\/docker\.sock$/.test(mount.target ?? '');
        if (!isSocket && path !== '/run') continue;
        const what = isSocket ? `\`${mount.source ?? named}\`` : `\`docker.sock\` in \`${mount.source}\``;
        const whose = /^\/run\/user\/|^~/.test(named)
          ? 'has the rights of the account that its engine runs as'
          : 'rules the host as root';
        const readOnly = isReadOnly
          ? ' Read-only does not help: it protects the file, not what is sent through it.'
          : '';
        yield {
          at,
          ...graded,
          message: `Whoever gets into \`${service.name}\` ${whose}: it can talk to the container engine by ${what}.${readOnly} ${advice}`,
        };
      }
      const api = service.node.entry('use_api_socket');
      if (api && switchOf(api.value) === true)
        yield {
          at: api.at,
          ...graded,
          message: `Whoever gets into \`${service.name}\` rules the host as root: \`use_api_socket\` gives it the engine’s socket and your registry logins. ${advice}`,
        };
    }
  },
});

/** What fits to the service's work. */
function adviceFor(purposes: ReadonlySet<Purpose>): {
  readonly severity?: 'information';
  readonly advice: string;
} {
  if (purposes.has('job runner'))
    return {
      severity: 'information',
      advice: 'Its jobs can do the same: give it a rootless engine, or a machine of its own.',
    };
  if (purposes.has('container manager'))
    return {
      severity: 'information',
      advice:
        'Ruling containers is its work: keep it off public networks, its login strong and its image fresh.',
    };
  if (purposes.has('container reader'))
    return {
      advice:
        'It only needs to read: put a socket proxy between that lets GET requests for containers and events through and nothing else.',
    };
  return {
    advice: 'Take the mount out, or put a socket proxy between that lets only the needed calls through.',
  };
}

export const docs = `
Finds the sockets of Docker, Podman, containerd and CRI-O wherever they lie, folders that hold them (\`/run\`), volumes that are a
bind mount under another name, Docker's named pipe on Windows, and \`use_api_socket\`. A socket of a rootless engine gives away the
account that the engine runs as.

A socket proxy is a small server that holds the socket alone and passes on only the calls it is told to; its own mount is silent. For images
whose work is to rule containers (Portainer, Watchtower) or to start them (CI runners) the finding is information: nothing in the file would mend it.
It is information in files for development and tests too, and silent in dev containers.
`;

export const examples = [
  {
    bad: `services:
  app:
    image: example.com/app:1.2
    volumes:
      - «/var/run/docker.sock:/var/run/docker.sock:ro»
`,
    fixed: false,
  },
  {
    bad: `services:
  proxy:
    image: traefik:v3.1
    volumes:
      - «type: bind
        source: /run/docker.sock
        target: /var/run/docker.sock
        read_only: true»
      - traefik:/data
volumes:
  traefik:
`,
  },
  {
    bad: `services:
  panel:
    image: portainer/portainer-ce:2.21.0
    volumes: ["«/var/run/docker.sock:/var/run/docker.sock»"]
`
      .replace('"«', '«"')
      .replace('»"', '"»'),
  },
  {
    bad: `services:
  app:
    image: example.com/app:1.2
    volumes:
      - «engine:/engine»
volumes:
  engine:
    driver_opts: { type: none, o: bind, device: /var/run/docker.sock }
`,
    note: 'A volume of this kind is the host’s file under another name.',
  },
  {
    good: `services:
  proxy:
    image: tecnativa/docker-socket-proxy:0.3
    environment: { CONTAINERS: 1 }
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
`,
  },
  {
    good: `services:
  app:
    image: example.com/app:1.2
    volumes:
      - ./run:/var/run/app
      - sockets:/var/run
volumes:
  sockets:
`,
  },
  {
    good: `services:
  work:
    image: example.com/tools:1
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
`,
    path: '.devcontainer/compose.yaml',
  },
] satisfies Example[];
