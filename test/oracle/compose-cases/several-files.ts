// Projects of several files: overrides, resets, extends, include.
import { type ComposeTable, service } from './case.ts';

const override = (base: string, over: string): ComposeTable[string] => ({
  files: { 'compose.yaml': base, 'compose.override.yaml': over },
});

export const severalFiles: ComposeTable = {
  scalars: override(service('user: "1"\nhostname: h'), 'services: {a: {image: y, user: "2"}}\n'),
  'a service more': override(service(''), 'services: {b: {image: y}}\n'),
  ports: override(service('ports: ["80:80", "81:81"]'), 'services: {a: {ports: ["82:82", "80:80"]}}\n'),
  'ports in both forms': override(
    service('ports: ["80:80"]'),
    'services: {a: {ports: [{target: 80, published: "80"}, {target: 80, published: "81"}]}}\n',
  ),
  'ports of a range': override(
    service('ports: ["80-82:80-82"]'),
    'services: {a: {ports: ["80-82:80-82"]}}\n',
  ),
  'volumes by target': override(
    service('volumes: [./a:/aa, ./b:/bb]'),
    'services: {a: {volumes: [./c:/bb:ro, {type: bind, source: ./d, target: /aa}]}}\n',
  ),
  'environment, maps': override(
    service('environment: {A: 1, B: 2}'),
    'services: {a: {environment: {B: 3, C: 4}}}\n',
  ),
  'environment, lists': override(
    service('environment: [A=1, B=2]'),
    'services: {a: {environment: [B=3, C]}}\n',
  ),
  'environment, a map and a list': override(
    service('environment: {A: 1, B: 2}'),
    'services: {a: {environment: [B=3, C=4]}}\n',
  ),
  'environment, a list and a map': override(
    service('environment: [A=1, B=2]'),
    'services: {a: {environment: {B: 3, C: 4}}}\n',
  ),
  'command and entrypoint': override(
    service('command: [a, b]\nentrypoint: c'),
    'services: {a: {command: d, entrypoint: [e]}}\n',
  ),
  'a command that is taken away': override(service('command: [a]'), 'services: {a: {command: }}\n'),
  'a health check': override(
    service('healthcheck: {test: [CMD, a], interval: 5s}'),
    'services: {a: {healthcheck: {test: [CMD, b]}}}\n',
  ),
  'build, short and long': override(
    'services: {a: {build: ./x}}\n',
    'services: {a: {build: {dockerfile: D, args: [A=1]}}}\n',
  ),
  'build, args': override(
    'services: {a: {build: {context: x, args: {A: 1, B: 2}}}}\n',
    'services: {a: {build: {args: [B=3]}}}\n',
  ),
  'depends_on, a list and a map': override(
    service('depends_on: [b, c]', '  b: {image: y}\n  c: {image: z}\n'),
    'services: {a: {depends_on: {b: {condition: service_healthy}}}}\n',
  ),
  'depends_on, a map and a list': override(
    service('depends_on: {b: {condition: service_healthy}}', '  b: {image: y}\n  c: {image: z}\n'),
    'services: {a: {depends_on: [b, c]}}\n',
  ),
  'networks, a list and a map': override(
    service('networks: [n]', 'networks: {n: }\n'),
    'services: {a: {networks: {m: {aliases: [z]}}}}\nnetworks: {m: }\n',
  ),
  secrets: override(
    service('secrets: [s]', 'secrets: {s: {file: s}, t: {file: t}}\n'),
    'services: {a: {secrets: [t, s]}}\n',
  ),
  'env_file, a text and a list': override(
    service('env_file: a.env'),
    'services: {a: {env_file: [b.env, a.env]}}\n',
  ),
  'tmpfs, a text and a list': override(service('tmpfs: /aa'), 'services: {a: {tmpfs: [/bb, /aa]}}\n'),
  capabilities: override(service('cap_drop: [A, B]'), 'services: {a: {cap_drop: [B, C]}}\n'),
  security_opt: override(service('security_opt: [a]'), 'services: {a: {security_opt: [a, b]}}\n'),
  limits: override(
    service('deploy: {resources: {limits: {cpus: "1", pids: 5}}}'),
    'services: {a: {deploy: {resources: {limits: {memory: 64m, pids: 6}}}}}\n',
  ),
  'null keeps what is there': override(
    service('user: "1"\nports: ["80"]'),
    'services: {a: {user: , ports: }}\n',
  ),
  '!reset of a list': override(service('ports: ["80:80"]'), 'services: {a: {ports: !reset []}}\n'),
  '!reset of a value': override(service('user: "1"'), 'services: {a: {user: !reset null}}\n'),
  '!reset of one variable': override(
    service('environment: {A: 1, B: 2}'),
    'services: {a: {environment: {A: !reset null}}}\n',
  ),
  '!reset of a service': override(service('', '  b: {image: y}\n'), 'services: {b: !reset {}}\n'),
  '!reset of a dependency': override(
    service('depends_on: [b, c]', '  b: {image: y}\n  c: {image: z}\n'),
    'services: {a: {depends_on: {b: !reset {}}}}\n',
  ),
  '!override of a list': override(
    service('ports: ["80:80"]'),
    'services: {a: {ports: !override ["81:81"]}}\n',
  ),
  '!override of a map': override(
    service('environment: {A: 1}'),
    'services: {a: {environment: !override {B: 2}}}\n',
  ),
  '!reset in the only file': service('ports: !reset ["80:80"]\nuser: "1"'),
  'compose.yml before docker-compose.yml': {
    files: {
      'compose.yml': service(''),
      'docker-compose.yml': 'services: {b: {image: y}}\n',
      'docker-compose.override.yml': 'services: {a: {user: "1"}}\n',
    },
    path: 'compose.yml',
  },
  'the preferred override': {
    files: {
      'compose.yaml': service(''),
      'compose.override.yml': 'services: {a: {user: "1"}}\n',
      'compose.override.yaml': 'services: {a: {user: "2"}}\n',
      'docker-compose.override.yml': 'services: {a: {user: "3"}}\n',
    },
  },
  'an override that is checked': {
    files: {
      'd/compose.yaml': service('user: "1"'),
      'd/compose.override.yaml': 'services: {a: {user: "2"}}\n',
    },
    path: 'd/compose.override.yaml',
  },
  'a file of another name': {
    files: { 'compose.yaml': service(''), 'docker-compose.prod.yml': 'services: {b: {image: y}}\n' },
    path: 'docker-compose.prod.yml',
    load: ['docker-compose.prod.yml'],
  },
  'a part in a file of another name': {
    files: {
      'compose.yaml': service('user: "1"\nports: ["80:80"]'),
      'compose.prod.yml': 'services: {a: {user: "2", ports: ["81:81"]}}\n',
    },
    path: 'compose.prod.yml',
    load: ['compose.yaml', 'compose.prod.yml'],
  },
  'extends of a service': service('extends: b\nuser: "1"', '  b: {image: y, user: "2", command: c}\n'),
  'extends, long': service('extends: {service: b}', '  b: {image: y, ports: ["80:80"]}\n'),
  'extends in a chain':
    'services: {a: {extends: b, user: "1"}, b: {extends: c, hostname: h}, c: {image: x}}\n',
  'extends puts lists together': service(
    'extends: b\nports: ["81:81"]\nenvironment: [B=2]\ncap_add: [X]',
    '  b: {image: y, ports: ["80:80"], environment: {A: 1}, cap_add: [Y]}\n',
  ),
  'extends of another file': {
    files: {
      'compose.yaml': service('extends: {file: sub/base.yaml, service: b}'),
      'sub/base.yaml':
        'services:\n  b:\n    build: ./app\n    env_file: b.env\n    volumes: [./data:/data, v:/v]\n    extends: {file: more/c.yaml, service: c}\n',
      'sub/more/c.yaml': 'services: {c: {env_file: c.env, user: "7"}}\n',
    },
  },
  'extends of another file, whose services extend': {
    files: {
      'compose.yaml': service('extends: {file: base.yaml, service: b}'),
      'base.yaml': 'services: {b: {extends: c, user: "1"}, c: {command: d}}\n',
    },
  },
  'extends with !reset': service('extends: b\nports: !reset []', '  b: {image: y, ports: ["80:80"]}\n'),
  'extends, then an override': override(
    service('extends: b', '  b: {image: y, ports: ["80:80"]}\n'),
    'services: {a: {ports: ["81:81"]}}\n',
  ),
  include: {
    files: {
      'compose.yaml': `include: [sub/compose.yaml]\n${service('')}`,
      'sub/compose.yaml': 'services: {b: {build: ., env_file: b.env, volumes: [./d:/d]}}\nvolumes: {v: }\n',
    },
  },
  'include, long': {
    files: {
      'compose.yaml': `include:\n  - path: [sub/a.yaml, sub/b.yaml]\n    project_directory: other\n    env_file: e.env\n${service('')}`,
      'sub/a.yaml': 'services: {b: {image: "y:${T}", build: .}}\n',
      'sub/b.yaml': 'services: {b: {user: "$U"}}\n',
      'e.env': 'T=1\nU=2\n',
      'other/x': '',
    },
  },
  'include with an environment of its own': {
    files: {
      'compose.yaml': `include: [sub/compose.yaml]\n${service('user: $U')}`,
      '.env': 'U=1\n',
      'sub/compose.yaml': 'services: {b: {image: y, user: $U, command: [$W]}}\n',
      'sub/.env': 'U=2\nW=3\n',
    },
  },
  'include in include': {
    files: {
      'compose.yaml': `include: [p/compose.yaml]\n${service('')}`,
      'p/compose.yaml': 'include: [q/compose.yaml]\nservices: {b: {image: y}}\n',
      'p/q/compose.yaml': 'services: {c: {build: .}}\n',
    },
  },
  'include of the same file by two ways': {
    files: {
      'compose.yaml': `include: [p.yaml, q.yaml]\n${service('')}`,
      'p.yaml': 'include: [r.yaml]\nservices: {p: {image: y}}\n',
      'q.yaml': 'include: [r.yaml]\nservices: {q: {image: y}}\n',
      'r.yaml': 'services: {r: {image: z, ports: ["80:80"]}}\n',
    },
  },
  'extends of an included service': {
    files: {
      'compose.yaml': `include: [sub/compose.yaml]\n${service('extends: b')}`,
      'sub/compose.yaml': 'services: {b: {image: y, env_file: b.env}}\n',
    },
  },
};
