// What counts as a secret: names with values, tokens by their form, and texts of files.
import { describe, expect, test } from 'vitest';
import { holdsSecret, secretFile } from '../../server/src/engine/model/secret-files.ts';
import { findTokens } from '../../server/src/engine/model/secret-tokens.ts';
import { judgeSecret } from '../../server/src/engine/model/secrets.ts';

describe('a name and a value', () => {
  test.each([
    ['DB_PASS', 'hunter2', 'disclosed'],
    ['PGPASSWORD', 'hunter2', 'disclosed'],
    ['LDAP_ROOTPASS', 'hunter2', 'disclosed'],
    ['dbPassword', 'hunter2', 'disclosed'],
    ['OPENAI_KEY', 'dJ8sk2Lq9Zx4Rb7Tn3Vw6Ym1Pc5', 'disclosed'],
    ['OPENAI_KEY', 'main', 'no'],
    ['NPM_TOKEN', undefined, 'expected'],
    ['NPM_TOKEN', '$OTHER', 'expected'],
    ['NPM_TOKEN', 'a$OTHER', 'no'],
    ['NPM_TOKEN', '', 'no'],
    ['NPM_TOKEN', '{your token}', 'no'],
    ['NPM_TOKEN', 'https://ci:hunter2@corp.io', 'no'],
    ['NPM_TOKEN_FILE', '/run/x', 'no'],
    ['ACCESS_TOKEN_EXPIRE_MINUTES', 'thirty', 'no'],
    ['GPG_KEY', 'E3FF2839C048B25C084DEBE9B26995E310250568', 'no'],
    ['SIGNING_KEY', '9DC858229FC7DD38854AE2D88D81803C0EBFCD88', 'no'],
    ['VITE_MAP_TOKEN', undefined, 'no'],
    ['NEXT_PUBLIC_TOKEN', 'pk.abc123', 'no'],
    ['COMPASS', 'north', 'no'],
    ['BYPASS_CACHE', 'always', 'no'],
    ['TOKENIZERS_PARALLELISM', 'false', 'no'],
  ] as const)('%s=%s is %s', (name, value, verdict) => {
    expect(judgeSecret(name, value)).toBe(verdict);
  });
});

describe('tokens', () => {
  const base64url = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');
  const jwt = (claims: object) =>
    `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c`;

  test('a checksum decides about GitHub’s', () => {
    // Published by GitHub in its description of the format, and revoked.
    // In two pieces, so that no scanner takes this file for a leak.
    const token = ['ghp', 'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17'].join('_');
    expect(findTokens(`x ${token} y`)).toMatchObject([
      { kind: 'a GitHub token', shown: 'ghp_…', start: 2, end: 42 },
    ]);
    for (const other of [token.replace('17', '18'), `a${token}`, `${token}a`, token.slice(0, -1)])
      expect(findTokens(other), other).toEqual([]);
  });

  test('a signed token is told by its claims', () => {
    expect(findTokens(jwt({ iss: 'corp', sub: 'ci', exp: 1_800_000_000 }))).toMatchObject([
      { expires: 1_800_000_000 },
    ]);
    for (const claims of [
      { sub: '1234567890', name: 'John Doe' },
      { role: 'anon', iss: 'supabase' },
      { iss: 'x-demo' },
    ])
      expect(findTokens(jwt(claims))).toEqual([]);
    expect(findTokens('eyJhbGciOiJIUzI1NiJ9.eyJub3QganNvbg.SflKxwRJSMeKKF2QT4fwpM')).toEqual([]);
  });

  test.each([
    ['hooks.slack.com', '/services/T02ABCD34/B02XYZ987/', 'aB3dE5fG7hJ9kL1mN3pQ5rS7'],
    ['SG', '.ngeVfQFYQlKU0ufo8x5d1A', '.TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr'],
    ['sk', '_live_', '4eC39HqLyjWDarjtT1zdp7dc'],
    ['xoxb', '-263594206564', '-2343594206574-FGqddMF8t08v8N7Oq4i57vs1'],
  ])('a token of %s is found', (...pieces) => {
    expect(findTokens(`a="${pieces.join('')}"`)).toHaveLength(1);
  });

  test('the secret is never shown', () => {
    for (const text of [
      'AKIA2OGYBAH6QTKLUNXE',
      `AccountKey=${'k8sPq2Lw9Rb4Ks7Vn3HdZxY'.repeat(4).slice(0, 86)}==`,
      'aws_secret_access_key = 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',
    ]) {
      const [token] = findTokens(text);
      expect(token, text).toBeDefined();
      expect(token!.shown).not.toContain(text.slice(-10));
    }
  });
});

describe('files', () => {
  test.each([
    '.env',
    'a/.env',
    './id_rsa',
    '.aws/credentials',
    'conf/server.key',
    '.kube',
    'my-private-key.pem',
    '.env.production',
  ])('%s may be a secret', (path) => expect(secretFile(path)).toBeDefined());
  test.each([
    '.env.example',
    'id_rsa.pub',
    'ca.pem',
    'env',
    'tests/server.key',
    'keys.json',
    'known_hosts',
    'gpg.key',
    '.envrc.md',
  ])('%s is none', (path) => expect(secretFile(path)).toBeUndefined());
  test('a text is read', () => {
    for (const text of [
      'API_TOKEN=k9Xw27dTq',
      'export DB_PASSWORD="k9Xw27dTq"',
      '//h/:_authToken=k9Xw27dTq',
      'U=postgres://a:k9Xw27dTq@db/x',
      '{"private_key": "x"}',
    ])
      expect(holdsSecret(text), text).toBe(true);
    for (const text of [
      'PORT=3000\nAPI_TOKEN=\nDB_PASSWORD=changeme',
      '//h/:_authToken=${NPM_TOKEN}',
      'registry=https://npm.corp.io',
      'U=postgres://a:b@localhost/x',
    ])
      expect(holdsSecret(text), text).toBe(false);
  });
});
