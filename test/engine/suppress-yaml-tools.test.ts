// Comments of other tools in Compose files, wherever YAML lets them stand.
import { describe, expect, test } from 'vitest';
import { lint } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';
import { all, file, found, type Places, today } from './commented-compose.ts';

describe("what other tools' comments silence", () => {
  const privilegedId = 'ae5b6871-7f45-42e0-bb4c-ab300c4d2026';
  const portId = '451d79dc-0588-476a-ad03-3c7f0320abb3';
  const cases: readonly (readonly [string, Places, readonly string[]])[] = [
    ['KICS, the line below', { privileged: '# kics-scan ignore-line' }, ['image', 'secret', 'port', 'image']],
    ['KICS, the line below and no more', { service: '# kics-scan ignore-line' }, all],
    ['KICS, a list item', { port: '# kics-scan ignore-line' }, ['privileged', 'image', 'secret', 'image']],
    ['KICS, not what it has no rule for', { image: '# kics-scan ignore-line' }, all],
    ['KICS, the block below', { service: '# kics-scan ignore-block' }, ['image', 'image']],
    [
      'KICS, a block of a block',
      { environment: '#kics-scan ignore-block' },
      ['privileged', 'image', 'port', 'image'],
    ],
    [
      'KICS, a rule in the file',
      { top: `# kics-scan disable=${portId}` },
      ['privileged', 'image', 'secret', 'image'],
    ],
    [
      'KICS, rules in the file',
      { top: `# kics-scan disable=${portId},${privilegedId}` },
      ['image', 'secret', 'image'],
    ],
    ['KICS, the file', { top: '# kics-scan ignore' }, ['image', 'image']],
    ['KICS, the file only from its start', { service: '# kics-scan ignore' }, all],
    ['KICS, rules only from its start', { service: `# kics-scan disable=${portId}` }, all],
    ['KICS, no words of its own', { privileged: '# kics-scan ignore-lines' }, all],
    [
      'Semgrep, the line it stands on',
      { behindPrivileged: '# nosemgrep' },
      ['image', 'secret', 'port', 'image'],
    ],
    ['Semgrep, the line below', { privileged: '# nosemgrep' }, ['image', 'secret', 'port', 'image']],
    [
      'Semgrep, one rule',
      { behindPrivileged: '# nosemgrep: yaml.docker-compose.security.privileged-service.privileged-service' },
      ['image', 'secret', 'port', 'image'],
    ],
    [
      'Semgrep, by its short name',
      { behindPrivileged: '# trusted nosem: privileged-service' },
      ['image', 'secret', 'port', 'image'],
    ],
    ['Semgrep, another rule', { behindPrivileged: '# nosemgrep: no-new-privileges' }, all],
    ['Semgrep, not what it has no rule for', { behindImage: '# nosemgrep' }, all],
    ['Semgrep, not the rest of the entry', { service: '# nosemgrep' }, all],
    ['Semgrep, not as a part of a word', { behindPrivileged: '# nosemgreps' }, all],
  ];
  test.each(cases)('%s', (_, at, expected) => expect(found(file(at))).toEqual(expected));

  test('a comment of theirs is never unused', () =>
    expect(found('# kics-scan ignore\nservices:\n  web: # nosemgrep\n    image: nginx:1.29.1\n')).toEqual(
      [],
    ));

  test('in a Dockerfile too', () => {
    const ids = (text: string) =>
      lint({ text, facts, context: { today } }).findings.map(({ ruleId }) => ruleId);
    const text = 'FROM debian:12.5\nUSER 1\nENV A=1 \\\n  API_TOKEN=s3cr3t-abc\n';
    expect(ids(text)).toEqual(['secret-in-env']);
    expect(ids(text.replace('ENV', '# kics-scan ignore-line\nENV'))).toEqual([]);
    expect(ids(`# kics-scan ignore-block\n${text}`)).toEqual([]);
    expect(ids(`# kics-scan ignore\n${text}`)).toEqual([]);
    expect(ids(`${text}# kics-scan ignore\n`)).toEqual(['secret-in-env']);
  });
});
