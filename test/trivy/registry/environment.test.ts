// Which proxy an address is reached through, and what Docker's configuration says of a login: cases as data.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configuredLogin } from '../../../server/src/registry/docker-config.ts';
import { isLoopback } from '../../../server/src/registry/hosts.ts';
import { proxyFor } from '../../../server/src/registry/proxy.ts';
import { temporaryDirectory } from '../parts.ts';

describe('NO_PROXY', () => {
  test.each<[string, string, boolean]>([
    ['', 'https://a.example.com', true],
    ['a.example.com', 'https://a.example.com', false],
    ['A.Example.com', 'https://a.example.com', false],
    ['example.com', 'https://a.example.com', false],
    ['.example.com', 'https://a.example.com', false],
    ['*.example.com', 'https://a.example.com', false],
    ['.example.com', 'https://example.com', true],
    ['xample.com', 'https://a.example.com', true],
    ['other, a.example.com ,x', 'https://a.example.com', false],
    ['*', 'https://a.example.com', false],
    ['a.example.com:5000', 'https://a.example.com:5000', false],
    ['a.example.com:5000', 'https://a.example.com', true],
    ['a.example.com:443', 'https://a.example.com', false],
    ['10.0.0.0/8', 'https://10.1.2.3:5000', false],
    ['10.0.0.0/8', 'https://11.1.2.3', true],
    ['10.0.0.0/33', 'https://10.1.2.3', true],
    ['0.0.0.0/0', 'https://a.example.com', true],
    ['10.1.2.3', 'https://10.1.2.3', false],
    ['1.2.3', 'https://10.1.2.3', true],
    ['2001:db8::1', 'https://[2001:db8::1]', false],
    [',,, ,', 'https://a.example.com', true],
  ])('%j: %s through the proxy: %s', (list, url, through) => {
    const proxy = proxyFor(new URL(url), { HTTPS_PROXY: 'proxy.example.com:3128', NO_PROXY: list });
    expect(proxy?.href).toBe(through ? 'http://proxy.example.com:3128/' : undefined);
  });

  test.each(['https://localhost:5000', 'https://127.0.0.1', 'https://[::1]:5000', 'http://a.example.com'])(
    '%s is never reached through one',
    (url) => {
      const env = { HTTPS_PROXY: 'http://proxy:1', HTTP_PROXY: 'http://proxy:1' };
      expect(proxyFor(new URL(url), env)).toBeUndefined();
    },
  );

  test.each(['socks5://a:1', 'ftp://a', 'http://', ':', 'http://a b'])('%s is no proxy', (proxy) => {
    expect(() => proxyFor(new URL('https://a.example.com'), { HTTPS_PROXY: proxy })).toThrow(
      'names no proxy',
    );
  });
});

test.each<[string, boolean]>([
  ['localhost', true],
  ['localhost:5000', true],
  ['LOCALHOST:5000', true],
  ['127.9.9.9:1', true],
  ['[::1]:5000', true],
  ['localhost.example.com', false],
  ['127.0.0.1.example.com', false],
  ['128.0.0.1', false],
  ['example.com:127', false],
])('%s is this machine: %s', (host, isOurs) => {
  expect(isLoopback(host)).toBe(isOurs);
});

describe('config.json', () => {
  const place = temporaryDirectory();
  const auth = (text: string) => Buffer.from(text).toString('base64');
  const alice = { kind: 'password', name: 'alice', password: 's:3' };
  let count = 0;

  test.each<[string, unknown, string, object]>([
    ['a login', { auths: { 'ghcr.io': { auth: auth('alice:s:3') } } }, 'ghcr.io', { login: alice }],
    [
      'an address as name',
      { auths: { 'https://ghcr.io/v2/': { auth: auth('alice:s:3') } } },
      'ghcr.io',
      { login: alice },
    ],
    [
      'Docker Hub',
      { auths: { 'https://index.docker.io/v1/': { auth: auth('alice:s:3\0') } } },
      'docker.io',
      { login: alice },
    ],
    [
      'name and password in words',
      { auths: { a: { username: 'alice', password: 's:3' } } },
      'a',
      { login: alice },
    ],
    ['another registry', { auths: { 'ghcr.io': { auth: auth('alice:s:3') } } }, 'ghcr.io.example.com', {}],
    ['a word of JavaScript', { auths: {}, credHelpers: {} }, '__proto__', {}],
    [
      'an identity token',
      { auths: { a: { auth: auth('alice:x'), identitytoken: 't' } } },
      'a',
      { login: { kind: 'identity', token: 't' } },
    ],
    [
      'a registry token',
      { auths: { a: { registrytoken: 't' } } },
      'a',
      { login: { kind: 'bearer', token: 't' } },
    ],
    ['a helper for all', { credsStore: 'desktop', auths: { a: {} } }, 'a', { helper: 'desktop' }],
    ['a helper for it', { credsStore: 'desktop', credHelpers: { a: 'own' } }, 'a', { helper: 'own' }],
    ['a helper for another', { credsStore: '', credHelpers: { b: 'own' } }, 'a', {}],
    ['no colon', { auths: { a: { auth: auth('alice') } } }, 'a', {}],
    ['other types', { auths: { a: { auth: 1 } }, credsStore: 1, credHelpers: [] }, 'a', {}],
    ['a list', [], 'a', {}],
    ['null', null, 'a', {}],
  ])('%s', (_, config, registry, expected) => {
    const folder = join(place, `config-${count++}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    expect(configuredLogin(registry, { DOCKER_CONFIG: folder })).toEqual(expected);
  });

  test('no file, and one that is no JSON', () => {
    expect(configuredLogin('a', { DOCKER_CONFIG: join(place, 'none') })).toEqual({});
    writeFileSync(join(place, 'config.json'), '{');
    expect(configuredLogin('a', { DOCKER_CONFIG: place })).toEqual({});
  });
});
