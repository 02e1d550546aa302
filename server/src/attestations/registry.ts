// A registry as a source of manifests (OCI distribution specification 1.1). Contacted only by the user's act.
import type { ImageReference } from '../engine/parse/image-ref.ts';
import { cleanForeignText } from '../trivy/foreign-text.ts';
import { type Fields, fields, list } from '../trivy/report-fields.ts';
import {
  type Attestations,
  findAttestations,
  type Manifest,
  type ManifestSource,
  manifestOf,
} from './find.ts';
import { bearerToken, type RegistryCredentials } from './registry-login.ts';

/** Bytes of one answer, and milliseconds for it. */
const largestAnswer = 4 * 1024 * 1024;
const timeLimit = 20_000;

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Where Docker's short names live. */
const hosts: Readonly<Record<string, string>> = { 'docker.io': 'registry-1.docker.io' };

/** @param credentials of the registry, where the user has some. Never throws. */
export async function attestationsInRegistry(
  image: ImageReference,
  credentials: RegistryCredentials | undefined,
  signal: AbortSignal,
): Promise<Attestations> {
  const host = hosts[image.registry] ?? image.registry;
  try {
    const kinds = await findAttestations(new Registry(host, image, credentials, signal));
    if (kinds === undefined)
      return { state: 'unknown', reason: `${image.registry} does not have ${image.familiar}.` };
    return { state: 'known', kinds, where: image.registry };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    const reason = `${image.registry} could not be asked for attestations: ${cleanForeignText(what).slice(0, 200)}.`;
    return { state: 'unknown', reason };
  }
}

/** A loopback address is spoken to without TLS, as by Docker. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/.test(host);
}

class Registry implements ManifestSource {
  private readonly base: string;
  private readonly image: ImageReference;
  private readonly credentials: RegistryCredentials | undefined;
  private readonly signal: AbortSignal;
  private authorization: string | undefined;

  constructor(
    host: string,
    image: ImageReference,
    credentials: RegistryCredentials | undefined,
    signal: AbortSignal,
  ) {
    this.base = `${isLoopback(host) ? 'http' : 'https'}://${host}/v2/${image.repository}`;
    this.image = image;
    this.credentials = credentials;
    this.signal = signal;
  }

  async root(): Promise<Manifest | undefined> {
    const { digest, tag } = this.image;
    return this.read(`manifests/${digest ?? tag ?? 'latest'}`, digest);
  }

  async manifest(digest: string): Promise<Manifest | undefined> {
    return this.read(`manifests/${digest}`, digest);
  }

  private async read(path: string, digest: string | undefined): Promise<Manifest | undefined> {
    const bytes = await this.get(path);
    const found = bytes && manifestOf(bytes, digest);
    if (bytes && !found) throw new Error('what it answered is not the manifest');
    return found;
  }

  /** The referrers API, else the tag that stands in for it; and cosign's older tag. */
  async referrers(digest: string): Promise<readonly Fields[]> {
    const tag = digest.replace(':', '-');
    const answer = (await this.get(`referrers/${digest}`)) ?? (await this.get(`manifests/${tag}`));
    const found = list(fields(answer && manifestOf(answer)?.content)['manifests']);
    const cosign = await this.get(`manifests/${tag}.att`);
    const signed = cosign && manifestOf(cosign);
    return [...found, ...list(signed?.content['layers'])];
  }

  /** Undefined: not found. Throws an Error whose message is part of a sentence. */
  private async get(path: string): Promise<Uint8Array | undefined> {
    let answer = await this.ask(path);
    if (answer.status === 401 && this.authorization === undefined) {
      const challenge = answer.headers.get('www-authenticate') ?? '';
      this.authorization = await this.login(challenge);
      answer = await this.ask(path);
    }
    if (answer.status === 404) return undefined;
    if (answer.status === 401 || answer.status === 403) throw new Error('it asks for a login');
    if (answer.status === 429) throw new Error('it allows no more requests for now');
    // Registries without the referrers API answer in many ways.
    if (answer.status !== 200 && path.startsWith('referrers/')) return undefined;
    if (answer.status !== 200) throw new Error(`it answered with status ${answer.status}`);
    return readBounded(answer);
  }

  private async ask(path: string): Promise<Response> {
    const headers: Record<string, string> = { accept: manifestTypes };
    if (this.authorization !== undefined) headers['authorization'] = this.authorization;
    try {
      return await fetch(`${this.base}/${path}`, { headers, signal: this.bounded() });
    } catch (error) {
      if (this.signal.aborted) throw new Error('it was cancelled');
      throw new Error(reasonOf(error));
    }
  }

  private async login(challenge: string): Promise<string> {
    const { credentials } = this;
    if (/^basic\b/i.test(challenge)) {
      if (!credentials) throw new Error('it asks for a login');
      return `Basic ${Buffer.from(`${credentials.name}:${credentials.password}`).toString('base64')}`;
    }
    const scope = `repository:${this.image.repository}:pull`;
    return `Bearer ${await bearerToken(challenge, scope, credentials, this.base, this.bounded())}`;
  }

  private bounded(): AbortSignal {
    return AbortSignal.any([this.signal, AbortSignal.timeout(timeLimit)]);
  }
}

/** Throws where the answer is too large. */
export async function readBounded(answer: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > largestAnswer) throw new Error('its answer is larger than 4 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: unknown } }).cause?.code;
  if (cause === 'ECONNREFUSED') return 'nothing listens there';
  if (cause === 'ENOTFOUND' || cause === 'EAI_AGAIN') return 'its host name is not known';
  if ((error as Error).name === 'TimeoutError') return `it did not answer within ${timeLimit / 1000} s`;
  return typeof cause === 'string' ? `the connection failed (${cause})` : 'the connection failed';
}
