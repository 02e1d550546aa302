// daemon.json: what is read of it, and what dockerd refuses or passes over.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDaemonFile } from '../../server/src/engine/daemon/daemon-file.ts';
import { jsonError } from '../../server/src/engine/parse/json/strict-json.ts';

/** Files that dockerd takes; seen with dockerd 20.10 where the key is that old. */
const taken = [
  '',
  '  \n',
  '{}',
  '\ufeff{}',
  'null',
  '{"debug": null, "hosts": [null]}',
  '{"log-opts": {}}',
  '{"log-opts": {"max-size": "10m", "max-file": "3"}}',
  '{"default-shm-size": "64M"}',
  '{"default-ulimits": {"nofile": {"Name": "nofile", "Hard": 1, "Soft": 1}}}',
  '{"default-ulimits": {"nofile": {"name": "nofile", "hard": 1, "soft": -1}}}',
  '{"builder": {"gc": {"enabled": true, "defaultKeepStorage": "20GB"}}}',
  '{"features": {"buildkit": true}}',
  '{"runtimes": {"x": {"path": "/x", "runtimeArgs": ["--a"]}}}',
  '{"default-address-pools": [{"base": "10.0.0.0/8", "size": 24}]}',
  '{"default-network-opts": {"bridge": {"a": "b"}}}',
  '{"proxies": {"http-proxy": "http://proxy.example:3128", "no-proxy": "localhost"}}',
  '{"hosts": ["unix:///var/run/docker.sock"], "icc": false, "userns-remap": "default", "live-restore": true}',
  '{"allow-nondistributable-artifacts": ["x"], "mtu": 1500, "insecure-registries": []}',
  '{\n\t"debug" : true ,\r\n\t"labels": [ "a=\\u00e9\\n" ]\n}\n',
];

/** The text at which something is wrong, and part of the message. */
const refused: readonly (readonly [text: string, at: string, message: string])[] = [
  ['{"foo": 1}', '"foo"', 'no setting of the daemon. Remove it.'],
  ['{"Debug": true}', '"Debug"', 'Write debug'],
  ['{"inseure-registries": []}', '"inseure-registries"', 'Write insecure-registries'],
  ['{"max-file": "3"}', '"max-file"', 'no setting'],
  ['{"foo": {"bar": 1}}', '"bar"', 'no setting'],
  ['{"proxies": {"foo": "x"}}', '"foo"', 'no setting'],
  ['{"proxies": {"http-proxy": 1}}', '1', 'a text in quotes'],
  ['{"kernel-memory": true}', '"kernel-memory"', 'no setting'],
  ['{"graph": "/x"}', '"graph"', 'Docker 23 and later refuse to start with `graph`. Write data-root.'],
  ['{"api-cors-header": "*"}', '"api-cors-header"', 'Docker 28'],
  ['[]', '[]', 'no object'],
  ['"debug"', '"debug"', 'no object'],
  ['{"debug": "true"}', '"true"', '`debug` holds the text `"true"`. Write true or false.'],
  ['{"icc": 0}', '0', '`icc` holds `0`. Write true or false.'],
  ['{"log-opts": {"max-file": 3}}', '3', '`max-file` holds `3`. Write a text in quotes.'],
  ['{"mtu": 1500.0}', '1500.0', 'a whole number'],
  ['{"mtu": "1500"}', '"1500"', 'a whole number'],
  ['{"shutdown-timeout": 1e1}', '1e1', 'a whole number'],
  ['{"max-concurrent-uploads": true}', 'true', 'a whole number'],
  ['{"hosts": "unix:///x"}', '"unix:///x"', 'a list of texts'],
  ['{"hosts": ["a", 1]}', '1', 'an item of hosts holds `1`'],
  ['{"dns": "1.1.1.1"}', '"1.1.1.1"', 'a list of texts'],
  ['{"default-shm-size": 67108864}', '67108864', 'a text in quotes'],
  ['{"default-ulimits": {"nofile": 1}}', '1', 'an object'],
  ['{"default-ulimits": {"nofile": {"name": "nofile", "hard": "1"}}}', '"1"', 'a whole number'],
  ['{"features": {"buildkit": "true"}}', '"true"', 'true or false'],
  ['{"runtimes": {"x": "y"}}', '"y"', 'an object'],
  ['{"runtimes": {"x": {"runtimeArgs": "a"}}}', '"a"', 'a list of texts'],
  ['{"default-address-pools": [{"base": "10.0.0.0/8", "size": "24"}]}', '"24"', 'a whole number'],
  ['{"data-root": "/x",}', ',', 'nothing follows this comma'],
  ['{"hosts": ["a",]}', ',', 'nothing follows this comma'],
  ["{'debug': true}", "'", 'single quotes'],
  ['{\n  // on\n  "debug": true\n}', '/', 'no comments'],
  ['{\n  # on\n  "debug": true\n}', '#', 'no comments'],
  ['{"debug": true /* on */}', '/', 'no comments'],
  ['{"debug": true', '', 'ends too early'],
  ['{"debug"}', '}', 'a colon is missing'],
  ['{"debug": true "icc": false}', '"', 'a comma is missing'],
  ['{"debug": True}', 'T', 'no value'],
  ['{"mtu": 01}', '1', 'no value'],
  ['{debug: true}', 'd', 'a key in double quotes'],
  ['debug: true\n', 'd', 'no value'],
  ['{"labels": ["a\tb"]}', '"', 'not closed on its line'],
  ['{"labels": ["\\x"]}', '"', 'an escape that JSON lacks'],
  ['{"debug": true} x', 'x', 'more follows'],
];

/** Keys that dockerd takes for flags or for groups of settings, and then reads nowhere. */
const ignored: readonly (readonly [text: string, at: string, message: string])[] = [
  ['{"host": ["a"]}', '"host"', 'Write hosts'],
  ['{"insecure-registry": ["a"]}', '"insecure-registry"', 'Write insecure-registries'],
  ['{"foo": {"debug": true}}', '"foo"', 'at the top of the file'],
  ['{"foo": {}}', '"foo"', 'no effect'],
];

describe('daemon.json', () => {
  it.each(taken)('%j is taken', (text) => {
    expect(readDaemonFile('daemon.json', text).problems).toEqual([]);
  });

  it.each(refused)('%j is refused', (text, at, message) => {
    const { problems } = readDaemonFile('daemon.json', text);
    expect(problems.map((one) => text.slice(one.at.start, one.at.end))).toContain(at);
    expect(problems.map((one) => one.message).join('\n')).toContain(message);
    expect(problems.map((one) => one.kind)).not.toContain('ignored');
  });

  it.each(ignored)('%j is passed over in part', (text, at, message) => {
    const { problems } = readDaemonFile('daemon.json', text);
    expect(problems.map((one) => [text.slice(one.at.start, one.at.end), one.kind])).toEqual([
      [at, 'ignored'],
    ]);
    expect(problems[0]!.message).toContain(message);
  });

  it('says what it holds', () => {
    const text =
      '{"icc": false, "log-driver": "local", "hosts": ["a", "b"], "proxies": {"no-proxy": "x"}, "mtu": 1}';
    const daemon = readDaemonFile('daemon.json', text);
    expect(daemon.flag('icc')).toBe(false);
    expect(daemon.flag('debug')).toBeUndefined();
    expect(daemon.string('log-driver')).toBe('local');
    expect(daemon.string('icc')).toBeUndefined();
    expect(daemon.strings('hosts').map((item) => item.text)).toEqual(['a', 'b']);
    expect(daemon.strings('dns')).toEqual([]);
    expect(daemon.string('no-proxy')).toBe('x');
    const { keyAt } = daemon.entry('mtu')!;
    expect(text.slice(keyAt.start, keyAt.end)).toBe('"mtu"');
    expect(daemon.get('mtu')).toMatchObject({ value: 1 });
  });

  it('knows nothing of a file that is no JSON', () => {
    const daemon = readDaemonFile('daemon.json', '{"icc": false,}');
    expect(daemon.flag('icc')).toBeUndefined();
    expect(daemon.root).toBeUndefined();
  });
});

describe('strict JSON', () => {
  const piece = fc.constantFrom(
    ...'{}[],:" \n\t\\/\'#-+.0123eEtruefalsn'.split(''),
    '"a"',
    'true',
    'null',
    '1',
    '\\u00e9',
  );
  const damaged = fc.tuple(fc.json(), fc.nat(), fc.nat(2), piece).map(([text, at, gone, put]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + put + text.slice(place + gone);
  });

  it('is what JSON.parse takes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          damaged,
          fc.array(piece).map((pieces) => pieces.join('')),
          fc.json(),
        ),
        (text) => {
          if (text.trim() === '') return;
          let isJson = true;
          try {
            JSON.parse(text);
          } catch {
            isJson = false;
          }
          expect(jsonError(text) === undefined).toBe(isJson);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('is read in time that grows with its length, however deep', () => {
    expect(jsonError('['.repeat(100_000))?.what).toContain('nested');
    expect(jsonError(`[${'1,'.repeat(500_000)}1]`)).toBeUndefined();
    expect(jsonError(`["${'\\\\n'.repeat(2_000_000)}"]`)).toBeUndefined();
    expect(readDaemonFile('daemon.json', '{"a":'.repeat(5000)).problems).toHaveLength(1);
  });
});
