// Our comments that silence findings in Compose files, wherever YAML lets them stand.
import { describe, expect, test } from 'vitest';
import {
  applyEdits,
  fixesFor,
  type SuppressionScope,
  suppressionEdit,
} from '../../server/src/engine/index.ts';
import { all, file, found, type Places, run, today } from './commented-compose.ts';

describe('what our comments silence', () => {
  test('nothing without one', () => expect(found(file())).toEqual(all));

  const own = (rest: string) => `# plimsoll ${rest}`;
  const cases: readonly (readonly [string, Places, readonly string[]])[] = [
    [
      'the entry below',
      { privileged: own('ignore=privileged-service') },
      ['image', 'secret', 'port', 'image'],
    ],
    [
      'the entry it stands behind',
      { behindPrivileged: own('ignore=privileged-service') },
      ['image', 'secret', 'port', 'image'],
    ],
    [
      'the value it stands behind',
      { behindImage: own('ignore=unpinned-service-image') },
      ['privileged', 'secret', 'port', 'image'],
    ],
    [
      'a list item below',
      { secret: own('ignore=literal-secret-in-environment') },
      ['privileged', 'image', 'port', 'image'],
    ],
    [
      'a list item it stands behind',
      { behindPort: own('ignore=port-on-all-interfaces') },
      ['privileged', 'image', 'secret', 'image'],
    ],
    [
      'all that is in the entry below',
      { environment: own('ignore=literal-secret-in-environment') },
      ['privileged', 'image', 'port', 'image'],
    ],
    [
      'all that is in the service below',
      { service: own('ignore=unpinned-service-image,privileged-service') },
      ['secret', 'port', 'image'],
    ],
    [
      'all that is in the service it stands behind',
      { behindService: own('ignore=unpinned-service-image') },
      ['privileged', 'secret', 'port', 'image'],
    ],
    [
      'not the entry after the next one',
      { privileged: own('ignore=unpinned-service-image') },
      ['unused', 'privileged', 'image', 'secret', 'port', 'image'],
    ],
    [
      'not the entry above',
      { image: own('ignore=privileged-service') },
      ['privileged', 'unused', 'image', 'secret', 'port', 'image'],
    ],
    [
      'a service, from above it',
      { service: own('ignore-service=unpinned-service-image') },
      ['privileged', 'secret', 'port', 'image'],
    ],
    [
      'a service, from inside it',
      { secret: own('ignore-service=unpinned-service-image,privileged-service') },
      ['secret', 'port', 'image'],
    ],
    [
      'a service, from above the other one',
      { other: own('ignore-service=unpinned-service-image') },
      ['privileged', 'image', 'secret', 'port'],
    ],
    [
      'all services, from above them',
      { top: own('ignore=unpinned-service-image') },
      ['privileged', 'secret', 'port'],
    ],
    [
      'the file, from its start',
      { top: own('ignore-file=unpinned-service-image') },
      ['privileged', 'secret', 'port'],
    ],
    [
      'the file, from its end',
      { end: own('ignore-file=unpinned-service-image,port-on-all-interfaces') },
      ['privileged', 'secret'],
    ],
    [
      'until its day, and on it',
      { privileged: own(`ignore=privileged-service until=${today}`) },
      ['image', 'secret', 'port', 'image'],
    ],
    [
      'not after it',
      { privileged: own('ignore=privileged-service until=2026-11-20') },
      ['unused', 'privileged', 'image', 'secret', 'port', 'image'],
    ],
    [
      "by another tool's id",
      { privileged: own('ignore=CL-0002'), behindImage: own('ignore=compose-lint:CL-0004') },
      ['secret', 'port', 'image'],
    ],
    [
      'nothing with a name that is no rule',
      { privileged: own('ignore=priviledged-service') },
      ['unused', 'privileged', 'image', 'secret', 'port', 'image'],
    ],
    ['nothing at the end', { end: own('ignore=unpinned-service-image') }, [...all, 'unused']],
  ];
  test.each(cases)('%s', (_, at, expected) => expect(found(file(at))).toEqual(expected));

  test.each(cases)('%s, with CRLF', (_, at, expected) =>
    expect(found(file(at).replaceAll('\n', '\r\n'))).toEqual(expected),
  );

  test.each([
    ['behind a flow map', 'services: {web: {image: nginx}} # plimsoll ignore=unpinned-service-image\n', []],
    ['above a flow map', '# plimsoll ignore=unpinned-service-image\nservices: {web: {image: nginx}}\n', []],
    [
      'between the lines of a flow map',
      'services: {\n  a: {image: nginx},\n  # plimsoll ignore=unpinned-service-image\n  web: {image: nginx}\n}\n',
      ['image'],
    ],
    [
      'above an item of a flow list',
      'services:\n  db:\n    image: postgres:17\n    ports: [\n      # plimsoll ignore=port-on-all-interfaces\n      "5432:5432",\n      "5433:5432"\n    ]\n',
      ['port'],
    ],
    [
      'above a long port',
      'services:\n  db:\n    image: postgres:17\n    ports:\n      # plimsoll ignore=port-on-all-interfaces\n      - target: 5432\n        published: 5432\n      - target: 5432\n        published: 5433\n',
      ['port'],
    ],
    [
      'over other comments and blank lines',
      'services:\n  # plimsoll ignore=unpinned-service-image\n\n  # why\n  web:\n    image: nginx\n',
      [],
    ],
    [
      'that is no comment',
      'services:\n  web:\n    image: nginx\n    labels:\n      a: "# plimsoll ignore-file=unpinned-service-image"\n',
      ['image'],
    ],
    [
      'inside a block text, where it is none',
      'services:\n  web:\n    image: nginx\n    command: |\n      # plimsoll ignore-file=unpinned-service-image\n      x\n',
      ['image'],
    ],
    [
      'on an anchor that two services use',
      'x-web: &web\n  # plimsoll ignore=unpinned-service-image\n  image: nginx\nservices:\n  a: *web\n  b:\n    <<: *web\n',
      [],
    ],
    [
      'in a file that cannot be read',
      '# plimsoll ignore-file=unpinned-service-image\nservices: [\n',
      ['unused'],
    ],
    [
      'behind a byte order mark',
      '\ufeff# plimsoll ignore-file=unpinned-service-image\nservices:\n  web:\n    image: nginx\n',
      [],
    ],
  ] as const)('%s', (_, text, expected) => expect(found(text)).toEqual(expected));
});

describe('where a comment is put', () => {
  const silence = (text: string, rule: string, scope: SuppressionScope, nth = 0) => {
    const result = run(text);
    const finding = result.findings.filter(({ ruleId }) => ruleId === rule)[nth]!;
    const edit = suppressionEdit(result.comments!, rule, finding.at, scope, 'known');
    return edit && applyEdits(text, [edit]);
  };
  const comment = (rest: string) => `# plimsoll ${rest} reason="known"`;

  test('no comment for a service that another one may stand before on its line', () => {
    const one = (text: string) => silence(text, 'privileged-service', 'service');
    const web = 'web: {image: "nginx:1.27.3", privileged: true}';
    expect(one(`services: {db: {image: "postgres:17.2"}, ${web}}\n`)).toBeUndefined();
    expect(one(`services:\n  {db: {image: "postgres:17.2"},\n  ${web}}\n`)).toBe(
      `services:\n  {db: {image: "postgres:17.2"},\n  ${comment('ignore-service=privileged-service')}\n  ${web}}\n`,
    );
  });

  test.each([
    [
      'above an entry',
      file(),
      'privileged-service',
      'line',
      file({ privileged: comment('ignore=privileged-service') }),
    ],
    [
      'above a list item',
      file(),
      'port-on-all-interfaces',
      'line',
      file({ port: comment('ignore=port-on-all-interfaces') }),
    ],
    [
      'above a service',
      file(),
      'privileged-service',
      'service',
      file({ service: comment('ignore-service=privileged-service') }),
    ],
    [
      'at the start',
      file(),
      'privileged-service',
      'file',
      file({ top: comment('ignore-file=privileged-service') }),
    ],
    [
      'above the line of a flow map',
      'services: {web: {image: nginx}}\n',
      'unpinned-service-image',
      'line',
      `${comment('ignore=unpinned-service-image')}\nservices: {web: {image: nginx}}\n`,
    ],
    [
      'above the service that a flow map is',
      'services:\n  web: {image: nginx}\n',
      'unpinned-service-image',
      'service',
      `services:\n  ${comment('ignore-service=unpinned-service-image')}\n  web: {image: nginx}\n`,
    ],
    [
      'into a comment that stands there',
      file({ image: '# plimsoll ignore=a reason="x"' }),
      'unpinned-service-image',
      'line',
      file({ image: '# plimsoll ignore=a,unpinned-service-image reason="x"' }),
    ],
  ] as const)('%s', (_, text, rule, scope, expected) => {
    const after = silence(text, rule, scope);
    expect(after).toBe(expected);
    const left = run(after!).findings.filter(({ ruleId }) => ruleId === rule).length;
    expect(left).toBeLessThan(run(text).findings.filter(({ ruleId }) => ruleId === rule).length);
  });

  test.each([
    ['a whole line', { privileged: '# plimsoll ignore=port-on-all-interfaces' }],
    ['the end of a line', { behindPrivileged: '# plimsoll ignore=port-on-all-interfaces' }],
  ])('and taken away: %s', (_, at) => {
    const text = file(at);
    const result = run(text);
    const unused = result.findings.find(({ ruleId }) => ruleId === 'unused-suppression')!;
    const [fix] = fixesFor(result, unused).fixes;
    expect(applyEdits(text, fix!.edits)).toBe(file());
  });
});
