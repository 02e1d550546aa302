// Debian's registry on loopback with TLS, that asks alice for a name and a password, or for a token; and what is put into it.
import { execFile, execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startDaemon } from '../../../scripts/parts/daemon.ts';
import { freePort } from '../../../scripts/parts/port.ts';
import { indexType, ociImage } from '../../cli/oci-images.ts';
import { loginPassword } from '../login-registry.ts';

export const login = { name: 'alice', password: loginPassword } as const;
/** bcrypt of that password. */
const hash = '$2b$04$denJvx1pW1RnO0aJMvlc4unriKnyWYXBzxv7qLkiwRBxA2utL59ES';

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** A self-signed certificate for this machine and for `registry.test`, as files in the folder. */
export function makeCertificate(folder: string): Certificate {
  const key = join(folder, 'tls.key');
  const certificate = join(folder, 'tls.crt');
  const names = 'subjectAltName=DNS:localhost,DNS:registry.test,IP:127.0.0.1';
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const subject = [
    '-subj',
    '/CN=localhost',
    '-addext',
    names,
    '-addext',
    'basicConstraints=critical,CA:TRUE',
  ];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  return { certificate, key };
}

export interface GuardedRegistry {
  /** `localhost:5000` */
  readonly address: string;
  readonly certificate: string;
  /** Puts an image of two platforms with attestations there by skopeo; returns the digest of its index. */
  push(name: string, content?: string): Promise<string>;
  stop(): Promise<void>;
}

interface Programs {
  readonly program: string;
  readonly skopeo: string;
}

export async function startGuardedRegistry(
  { program, skopeo }: Programs,
  folder: string,
  auth: object | undefined,
  files = makeCertificate(folder),
): Promise<GuardedRegistry> {
  const port = await freePort();
  const address = `localhost:${port}`;
  const users = join(folder, 'htpasswd');
  writeFileSync(users, `${login.name}:${hash}\n`);
  const config = {
    version: '0.1',
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: `127.0.0.1:${port}`, tls: { certificate: files.certificate, key: files.key } },
    auth: auth ?? { htpasswd: { realm: 'test', path: users } },
  };
  const file = join(folder, 'registry.yml');
  writeFileSync(file, JSON.stringify(config));
  const ca = readFileSync(files.certificate);
  const answers = async () => (await statusOf(`https://${address}/v2/`, ca)) === 401;
  const daemon = await startDaemon(program, ['serve', file], answers);
  const trusted = join(folder, 'trusted');
  mkdirSync(trusted, { recursive: true });
  writeFileSync(join(trusted, 'ca.crt'), ca);
  let pushed = 0;
  return {
    address,
    certificate: files.certificate,
    async push(name, content = name) {
      const layout = join(folder, `layout-${pushed++}`);
      const digest = putIndex(layout, content);
      const how = [
        '--insecure-policy',
        `--dest-cert-dir=${trusted}`,
        `--dest-creds=${login.name}:${login.password}`,
      ];
      await promisify(execFile)(skopeo, [
        'copy',
        '--quiet',
        '--all',
        '--preserve-digests',
        ...how,
        `oci:${layout}:1`,
        `docker://${address}/${name}`,
      ]);
      return digest;
    },
    stop: () => daemon.stop(),
  };
}

function statusOf(url: string, ca: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    https
      .get(url, { ca, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      })
      .once('error', reject);
  });
}

/** An OCI layout with an index of two platforms and the attestations of one; returns the digest of the index. */
function putIndex(folder: string, content: string): string {
  const blobs = join(folder, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (name: string, bytes: Buffer) => writeFileSync(join(blobs, name), bytes);
  const platforms = (['amd64', 'arm64'] as const).map((architecture) => {
    const attested = architecture === 'amd64' ? { attested: ['https://slsa.dev/provenance/v0.2'] } : {};
    const made = ociImage({ layer: { hello: `${content} ${architecture}` }, ...attested });
    for (const [name, bytes] of made.blobs) put(name, bytes);
    const index = JSON.parse(made.blobs.get(made.index.digest.slice(7))!.toString()) as {
      manifests: object[];
    };
    return index.manifests.map((one, i) =>
      i === 0 ? { ...one, platform: { architecture, os: 'linux' } } : one,
    );
  });
  const index = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: platforms.flat() }),
  );
  const name = createHash('sha256').update(index).digest('hex');
  put(name, index);
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const annotations = { 'org.opencontainers.image.ref.name': '1' };
  const top = { mediaType: indexType, digest: `sha256:${name}`, size: index.length, annotations };
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [top] }));
  return `sha256:${name}`;
}

export interface TokenServer {
  /** For the registry's configuration. */
  readonly auth: object;
  /** What was asked for: method, scope, and how the user was named. */
  readonly asked: { readonly method: string; readonly scope: string; readonly as: string }[];
  stop(): Promise<void>;
}

/** A server that gives tokens: to alice for everything, to nobody for what begins with `public/`. */
export async function startTokenServer({ certificate, key }: Certificate): Promise<TokenServer> {
  const port = await freePort();
  const asked: TokenServer['asked'] = [];
  const privateKey = createPrivateKey(readFileSync(key));
  const chain = new X509Certificate(readFileSync(certificate)).raw.toString('base64');
  const known = `Basic ${Buffer.from(`${login.name}:${login.password}`).toString('base64')}`;
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const tokenFor = (scope: string) => {
    const [type = '', name = '', actions = ''] = /^(\w+):(.+):([\w,]+)$/.exec(scope)?.slice(1) ?? [];
    const now = Math.floor(Date.now() / 1000);
    const access = scope === '' ? [] : [{ type, name, actions: actions.split(',') }];
    const claims = {
      iss: 'test-issuer',
      sub: 'alice',
      aud: 'test registry',
      iat: now,
      nbf: now - 10,
      exp: now + 60,
      jti: `${now}`,
      access,
    };
    const text = `${part({ typ: 'JWT', alg: 'ES256', x5c: [chain] })}.${part(claims)}`;
    const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  };
  const server = https.createServer(
    { cert: readFileSync(certificate), key: readFileSync(key) },
    (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.once('end', () => {
        const url = new URL(request.url ?? '/', `https://localhost:${port}`);
        const form = new URLSearchParams(request.method === 'POST' ? body : url.search);
        const scope = form.get('scope') ?? '';
        const refreshed =
          form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === 'canary-refresh-Tq51';
        const as = refreshed
          ? 'refresh token'
          : request.headers.authorization === known
            ? 'alice'
            : request.headers.authorization
              ? 'wrong'
              : 'nobody';
        asked.push({ method: request.method ?? '', scope, as });
        const isAllowed =
          as === 'alice' || refreshed || (as === 'nobody' && /^repository:public\//.test(scope));
        response.writeHead(isAllowed ? 200 : 401, { 'content-type': 'application/json' });
        response.end(
          isAllowed
            ? JSON.stringify({ [request.method === 'POST' ? 'access_token' : 'token']: tokenFor(scope) })
            : '{}',
        );
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const realm = `https://localhost:${port}/token`;
  return {
    auth: { token: { realm, service: 'test registry', issuer: 'test-issuer', rootcertbundle: certificate } },
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
