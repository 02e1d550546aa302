// Loading Compose projects: what is wanted, what is known, and the places of merged values.
import { describe, expect, it } from 'vitest';
import {
  type ComposeContext,
  dockerfileKey,
  type FoundFile,
} from '../../../server/src/engine/compose/context.ts';
import { loadProject } from '../../../server/src/engine/compose/load.ts';
import type { Place } from '../../../server/src/engine/parse/yaml/tree.ts';

const missing: FoundFile = { absent: 'missing' };

/** Loads with every other file missing. */
function load(text: string, files: Record<string, string | FoundFile> = {}, path = 'compose.yaml') {
  const found: Record<string, FoundFile> = {};
  for (let round = 0; round < 20; round += 1) {
    const { project, wanted } = loadProject(text, { path, files: found });
    const asked = wanted.filter((one) => one.kind === 'file' && found[one.path] === undefined);
    if (asked.length === 0) {
      const at = (place: Place | undefined) =>
        place && `${place.file}: ${project.files.get(place.file)?.text.slice(place.start, place.end)}`;
      return { project, wanted, at, service: project.services[0]! };
    }
    for (const one of asked) {
      const file = files[one.path];
      found[one.path] = typeof file === 'string' ? { text: file } : (file ?? missing);
    }
  }
  throw new Error('Always more is wanted.');
}

const wantedBy = (path: string, text = 'services: {a: {image: x}}', context: Partial<ComposeContext> = {}) =>
  loadProject(text, { path, ...context }).wanted.map((one) => `${one.kind} ${one.path}`);

describe('what is wanted', () => {
  it('is what Compose looks for beside the file', () => {
    expect(wantedBy('d/compose.yaml')).toEqual([
      'file d/compose.override.yml',
      'file d/compose.override.yaml',
      'file d/docker-compose.override.yml',
      'file d/docker-compose.override.yaml',
      'file d/.env',
    ]);
    expect(wantedBy('compose.override.yaml')).toContain('file docker-compose.yml');
    expect(wantedBy('compose.prod.yaml')).toContain('file compose.yaml');
  });

  it('is what the services are made of', () => {
    const text =
      'services:\n  a: {build: {context: app, dockerfile: D}, env_file: [x.env], extends: {file: e.yaml, service: b}}\ninclude: [i.yaml]\n';
    expect(wantedBy('d/compose.yaml', text)).toEqual(
      expect.arrayContaining([
        'dockerfile d/app/D',
        'file d/x.env',
        'git d/x.env',
        'file d/e.yaml',
        'file d/i.yaml',
      ]),
    );
  });

  it('is nothing that was looked for', () => {
    const { wanted } = load('services: {a: {build: ., env_file: x.env}}');
    expect(wanted).toEqual([
      { kind: 'dockerfile', path: 'Dockerfile', context: '' },
      { kind: 'git', path: 'x.env' },
    ]);
    const context: ComposeContext = {
      path: 'c.yaml',
      files: {
        'x.env': missing,
        '.env': missing,
        ...Object.fromEntries(
          ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'].map((name) => [
            name,
            missing,
          ]),
        ),
      },
      dockerfiles: { [dockerfileKey('Dockerfile', '')]: { absent: 'missing' } },
      takenByGit: { 'x.env': false },
    };
    expect(loadProject('services: {a: {build: ., env_file: x.env}}', context).wanted).toEqual([]);
  });
});

describe('places', () => {
  it('of merged values are in the file that wrote them', () => {
    const { service, at } = load('services: {a: {image: x, user: "1", ports: ["80"]}}', {
      'compose.override.yaml': 'services: {a: {user: "2", ports: ["81"], environment: [A=b]}}',
    });
    expect(at(service.keyAt)).toBe('compose.yaml: a');
    expect(at(service.get('user')?.at)).toBe('compose.override.yaml: "2"');
    expect(service.ports.map((port) => at(port.at))).toEqual([
      'compose.yaml: "80"',
      'compose.override.yaml: "81"',
    ]);
    expect(at(service.environment[0]?.valueAt)).toBe('compose.override.yaml: b');
    expect(service.writtenIn).toEqual(['compose.yaml', 'compose.override.yaml']);
  });

  it('of variables are exact in quotes', () => {
    const { service, at } = load('services: {a: {image: x, environment: ["A=b c", \'D=${E}\']}}');
    expect(service.environment.map(({ nameAt, valueAt }) => [at(nameAt), at(valueAt)])).toEqual([
      ['compose.yaml: A', 'compose.yaml: b c'],
      ['compose.yaml: D', 'compose.yaml: ${E}'],
    ]);
  });

  it('of a mix of a map and a list keep their forms', () => {
    const { service } = load('services: {a: {image: x, environment: {A: 1}}}', {
      'compose.override.yaml': 'services: {a: {environment: [B=2]}}',
    });
    expect(service.environment.map(({ name, value, form }) => [name, value, form])).toEqual([
      ['A', '1', 'map'],
      ['B', '2', 'list'],
    ]);
  });

  it('of relative paths start from the folder of the file that wrote them', () => {
    const { service } = load(
      'services: {a: {extends: {file: base/b.yaml, service: b}, volumes: [./own:/own]}}',
      { 'd/base/b.yaml': 'services: {b: {build: app, env_file: e.env, volumes: [./v:/v]}}' },
      'd/compose.yaml',
    );
    expect(service.build).toMatchObject({ context: 'd/base/app', dockerfile: 'd/base/app/Dockerfile' });
    expect(service.envFiles[0]?.path).toBe('d/base/e.env');
    expect(service.mounts.map(({ path }) => path)).toEqual(['d/base/v', 'd/own']);
  });
});

describe('what is not known', () => {
  it('is a variable that no file sets', () => {
    const { service } = load(
      'services: {a: {image: "x:${TAG}", user: "${U:-5}", environment: {A: $B}, command: [a, $C], ports: ["${P}:80"], volumes: ["${D}/x:/v:ro"]}}',
    );
    expect(service.image).toMatchObject({
      text: undefined,
      value: undefined,
      variables: ['TAG'],
      written: 'x:${TAG}',
    });
    expect(service.get('user')).toMatchObject({ text: '5', variables: ['U'] });
    expect(service.environment[0]).toMatchObject({ value: undefined, isInterpolated: true });
    expect(service.command?.argv).toBeUndefined();
    expect(service.ports).toEqual([]);
    expect(service.mounts[0]).toMatchObject({
      type: 'unknown',
      target: '/v',
      isReadOnly: true,
      source: undefined,
    });
  });

  it('is a variable that the environment file makes of another', () => {
    const { service } = load('services: {a: {image: "${A:-d}"}}', { '.env': 'A=${B}\n' });
    expect(service.image?.text).toBeUndefined();
  });

  it.each([
    ['outside', { absent: 'outside' }, 'notice', /lies outside the workspace/],
    ['unreadable', { absent: 'unreadable' }, 'notice', /cannot be read/],
    ['missing', { absent: 'missing' }, 'error', /^There is no file/],
  ] as const)('is what a file adds that is %s', (_, found, kind, message) => {
    for (const text of [
      'services: {a: {image: x, extends: {file: ../b.yaml, service: b}}}',
      'include: [../b.yaml]\nservices: {a: {image: x}}',
    ]) {
      const { project, service } = load(text, { '../b.yaml': found });
      expect(service.complete).toBe(false);
      expect(project.complete).toBe(false);
      expect(project.problems).toMatchObject([{ kind, message: expect.stringMatching(message) }]);
    }
  });

  it('is what lies at an absolute path', () => {
    const { project, service } = load('services: {a: {image: x, extends: {file: /b.yaml, service: b}}}');
    expect(service.complete).toBe(false);
    expect(project.problems).toMatchObject([{ kind: 'notice' }]);
  });

  it('is a part without its other half', () => {
    const alone = load('services: {a: {user: "1"}}', {}, 'compose.prod.yaml');
    expect(alone.service.complete).toBe(false);
    expect(alone.project.problems).toEqual([]);
    const whole = load(
      'services: {a: {user: "1"}}',
      { 'compose.yaml': 'services: {a: {image: x}}' },
      'compose.prod.yaml',
    );
    expect(whole.service.complete).toBe(true);
    expect(whole.service.image?.text).toBe('x');
    expect(whole.service.writtenIn).toEqual(['compose.yaml', 'compose.prod.yaml']);
  });

  it('is a build context that is an address', () => {
    const { service, wanted } = load('services: {a: {build: "https://example.com/x.git"}}');
    expect(service.build).toMatchObject({ context: undefined, dockerfile: undefined });
    expect(wanted).toEqual([]);
  });
});

describe('problems', () => {
  it('of references are told only where the files are those that Compose takes', () => {
    const text = 'services: {a: {image: x, networks: [n], depends_on: [b], volumes: [vol:/vv]}}';
    expect(load(text).project.problems).toHaveLength(3);
    expect(load(text, {}, 'compose.prod.yaml').project.problems).toEqual([]);
    expect(load(text, { 'compose.yaml': '' }, 'docker-compose.yml').project.problems).toEqual([]);
  });

  it('are sentences', () => {
    const text =
      'services:\n  a: {image: 5, ports: [x], read_onyl: true, user: 1}\n  b:\n  c: []\nnetworks: x\n';
    const { problems } = load(text).project;
    expect(problems.length).toBeGreaterThan(5);
    for (const { message } of problems) expect(message).toMatch(/^[A-Z].*\.$/);
  });
});
