// `plimsoll pin` with registries that answer wrongly, slowly, without an end, or lead elsewhere.
import { describe, expect, test } from 'vitest';
import {
  type Answers,
  digest,
  digestOf,
  manifest,
  pinOf,
  startHostile,
  startOther,
  status,
  well,
} from './hostile-server.ts';
import { runPin } from './run-pin.ts';

const withDigest =
  (digestHeader: string, body: string): Answers =>
  (request, response) => {
    response.writeHead(200, { 'docker-content-digest': digestHeader });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
const endless: Answers = (request, response) => {
  if (request.method === 'HEAD') return void response.end();
  const more = () => {
    while (response.write('{"manifests":['.repeat(5000)));
    response.once('drain', more);
  };
  more();
};
const schema1 = JSON.stringify({ schemaVersion: 1, fsLayers: [], signatures: [] });
const other = digestOf('other');

test('a registry without TLS on this machine', async () => {
  const server = await startHostile(well);
  const { after, image, err } = await pinOf(server);
  expect(err).toBe('');
  expect(after).toBe(`FROM ${image}@${digest}\n`);
  // The digest is asked for first, and only its manifest is read.
  expect(server.came.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'HEAD /v2/acme/app/manifests/1.2.3',
    `GET /v2/acme/app/manifests/${digest}`,
  ]);
});

test('one that tells no digest: that of the manifest is taken', async () => {
  const server = await startHostile((request, response) =>
    response.end(request.method === 'HEAD' ? undefined : manifest),
  );
  expect((await pinOf(server)).after).toContain(`@${digest}\n`);
});

describe('one that answers wrongly: 3, a sentence, nothing written', () => {
  test.each<[string, Answers, string]>([
    [
      'garbage',
      (_request, response) => response.end('<html>welcome</html>'),
      'what it answered is not the manifest',
    ],
    [
      'JSON that is no manifest',
      withDigest(digestOf('{"a":1}'), '{"a":1}'),
      'what it answered is not the manifest',
    ],
    [
      'another manifest than its digest says',
      withDigest(other, manifest),
      'the digest that it names is not that of its manifest',
    ],
    ['a digest that is none', withDigest('sha256:1234', '[]'), 'what it answered is not the manifest'],
    [
      'a digest without a manifest',
      (request, response) =>
        (request.method === 'HEAD' ? withDigest(other, '') : status(404))(
          request,
          response,
          undefined as never,
        ),
      'it names a digest that it does not have',
    ],
    ['a manifest of the first format', withDigest(digestOf(schema1), schema1), 'schema 1'],
    ['without an end', endless, 'its answer is larger than 4 MiB'],
    [
      'huge headers',
      status(200, { 'x-long': 'x'.repeat(60_000) }),
      'the headers of its answer are too large',
    ],
    ['nothing, and hangs up', (request) => request.socket.destroy(), 'the connection failed'],
    [
      'half of it',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"schemaVersion"');
        setTimeout(() => response.destroy(), 100);
      },
      'the connection failed',
    ],
    ['500', status(500), 'it answered with status 500. Try again later.'],
    ['403', status(403), 'the login is not allowed to read it'],
    ['401 without a way to log in', status(401), 'it asks for a login in a way that is not known'],
    [
      '401 after the login',
      status(401, { 'www-authenticate': 'Basic realm="x"' }),
      'it does not accept the login',
    ],
  ])('%s', async (_, answers, sentence) => {
    const { code, err, after, image } = await pinOf(await startHostile(answers));
    expect(err).toContain(`${image}: `);
    expect(err).toContain(sentence);
    expect([code, after]).toEqual([3, `FROM ${image}\n`]);
  });

  test('something else than HTTP', async () => {
    const address = await startOther('SSH-2.0-OpenSSH_9.2\r\n');
    expect((await pinOf({ address })).err).toContain('what it answered is not HTTP');
  });

  test('nothing listens', async () => {
    expect((await pinOf({ address: '127.0.0.1:9' })).err).toContain('nothing listens there');
  });

  test('too slowly, or not at all: it is given up', async () => {
    const slow = await startHostile((request, response) => {
      if (request.method === 'HEAD') return void response.end();
      const more = setInterval(() => response.write(' '), 500);
      response.once('close', () => clearInterval(more));
    });
    const silent = await startHostile(() => undefined);
    for (const { code, err } of await Promise.all([pinOf(slow), pinOf(silent)])) {
      expect(err).toContain('it did not answer within 20 s');
      expect(code).toBe(3);
    }
  });
});

describe('one that has us wait', () => {
  const waits = (times: number, after: string): Answers => {
    let left = times;
    return (request, response, own) =>
      left-- > 0 ? status(429, { 'retry-after': after })(request, response, own) : well(request, response);
  };

  test('a moment, twice: it is asked again', async () => {
    expect((await pinOf(await startHostile(waits(2, '1')))).code).toBe(0);
  });

  test.each([
    ['too long', '3600', 'it allows no more requests for now. Try again in 60 minutes.', 1],
    ['too often', '0', 'it allows no more requests for now. Try again later.', 3],
    ['until a day', new Date(Date.now() + 7_200_000).toUTCString(), 'Try again in', 1],
    ['without saying how long', 'soon', 'it allows no more requests for now. Try again later.', 1],
  ])('%s: it is given up', async (_, after, sentence, times) => {
    const server = await startHostile(waits(1000, after));
    const { code, err } = await pinOf(server);
    expect(err).toContain(sentence);
    expect([code, server.came.filter(({ method }) => method === 'HEAD').length]).toEqual([3, times]);
  });
});

describe('lists of tags', () => {
  const listing =
    (list: Answers): Answers =>
    (request, response, own) =>
      /\/tags\/list/.test(request.url ?? '') ? list(request, response, own) : well(request, response);
  const page =
    (tags: readonly string[], link?: string): Answers =>
    (_request, response) => {
      response.writeHead(200, link === undefined ? {} : { link });
      response.end(JSON.stringify({ name: 'acme/app', tags }));
    };

  test('page by page, on this host only', async () => {
    const there = await startHostile(well);
    const server = await startHostile(
      listing((request, response, own) => {
        const last = new URL(request.url ?? '', 'http://x').searchParams.get('last');
        const next = `<http://${there.address}/v2/acme/app/tags/list?last=one&n=1000>; rel="next"`;
        (last === 'one' ? page(['1.2.9', '1.3.0']) : page(['1.2.4'], next))(request, response, own);
      }),
    );
    expect((await pinOf(server, ['--newer'])).after).toContain(':1.2.9@');
    expect(there.came).toEqual([]);
  });

  test('without an end: bounded', async () => {
    let count = 0;
    const server = await startHostile(
      listing((request, response, own) => {
        const next = `</v2/acme/app/tags/list?last=${count++}>; rel="next"`;
        page([`1.2.${count + 3}`], next)(request, response, own);
      }),
    );
    expect((await pinOf(server, ['--newer'])).code).toBe(0);
    expect(count).toBe(40);
  });

  test.each<[string, Answers, string]>([
    ['garbage', (_request, response) => response.end('x'), 'what it answered is no list of tags'],
    [
      'another thing',
      (_request, response) => response.end('{"tags":{}}'),
      'what it answered is no list of tags',
    ],
    ['404', status(404), 'it does not have it. Check the name.'],
  ])('%s', async (_, list, sentence) => {
    const { code, err } = await pinOf(await startHostile(listing(list)), ['--newer']);
    expect(err).toContain(sentence);
    expect(code).toBe(3);
  });

  test('tags that are none are passed over', async () => {
    const tags = ['1.2.4\u001b[31m', '1.2.5 x', '../1.2.6', 7, null, '1.2.4'] as string[];
    expect((await pinOf(await startHostile(listing(page(tags))), ['--newer'])).after).toContain(':1.2.4@');
  });
});

test('many images of one registry: each is asked for once, four at a time', async () => {
  let open = 0;
  let most = 0;
  const server = await startHostile((request, response) => {
    open++;
    most = Math.max(most, open);
    setTimeout(() => {
      open--;
      well(request, response);
    }, 30);
  });
  const images = Array.from({ length: 12 }, (_, i) => `${server.address}/acme/app${i % 6}:1`);
  const run = await runPin({ files: { Dockerfile: images.map((image) => `FROM ${image}\n`).join('') } });
  expect(run.code).toBe(0);
  expect(server.came.filter(({ method }) => method === 'HEAD').length).toBe(6);
  expect(most).toBeLessThanOrEqual(4);
  expect(most).toBeGreaterThan(1);
});

test('Ctrl-C: 130, and nothing is written', async () => {
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const server = await startHostile(() => asked());
  const files = { Dockerfile: `FROM ${server.address}/acme/app:1\n` };
  const run = await runPin({ files, interrupt: isAsked });
  expect([run.code, run.read('Dockerfile')]).toEqual([130, files.Dockerfile]);
  expect(run.err).toContain('Cancelled: nothing was written.');
});
