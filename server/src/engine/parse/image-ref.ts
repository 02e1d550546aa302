// The grammar of image references (registry/repository:tag@digest) and their normal form.

/**
 * A reference that Docker would take, in its normal form. `python:3.12` gives registry `docker.io`, repository
 * `library/python`, tag `3.12`, familiar `python:3.12`. No default tag is put in: without tag and digest, engines
 * take `latest`.
 */
export interface ImageReference {
  /** Host and port: `docker.io`, `ghcr.io`, `localhost:5000`, `[::1]:5000`. Always present. */
  readonly registry: string;
  /** Lower case, without the registry: `library/python`. */
  readonly repository: string;
  readonly tag?: string;
  /** With its algorithm: `sha256:…`. */
  readonly digest?: string;
  /** As Docker prints it: without `docker.io/` and `library/`, with tag and digest. */
  readonly familiar: string;
  /** Everything spelled out: `docker.io/library/python:3.12`. */
  readonly full: string;
}

// Source of the grammar: github.com/distribution/reference v0.6.0 (regexp.go, normalize.go, reference.go) and
// github.com/opencontainers/go-digest. The repository's limit is 255 characters, a tag's 128.
const repositoryLimit = 255;
const hostName = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const registryPattern = new RegExp(`^(?:${hostName}(?:\\.${hostName})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const componentPattern = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
/** Far above what a valid reference can have; longer texts are not looked at. */
const textLimit = 2048;

/**
 * Reads an image reference as `docker pull` does.
 * @param text as written, without surrounding white space, variables already expanded
 * @returns the reference, or one sentence that says what is wrong with the text
 */
export function parseImageReference(text: string): ImageReference | { readonly error: string } {
  const say = (reason: string) => ({ error: `${quoted(text)} is not an image reference: ${reason}.` });
  if (text === '') return { error: 'The image reference is empty.' };
  if (text.length > textLimit) return say(`it has ${text.length} characters`);
  if (text.startsWith('-')) return say('it starts with “-”, as an option does');
  const odd = /[^\w.\-/:@[\]]/u.exec(text);
  if (odd) return say(`it has the character ${quoted(odd[0])}`);
  if (text.includes('://')) return say('it is an address with a scheme; leave out what stands before “//”');
  if (/^[a-f0-9]{64}$/.test(text)) return say('64 hexadecimal digits are an image’s id, not a name');

  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const named = splitRegistry(at < 0 ? text : text.slice(0, at));
  const colon = named.rest.indexOf(':');
  const tag = colon < 0 ? undefined : named.rest.slice(colon + 1);
  const path = colon < 0 ? named.rest : named.rest.slice(0, colon);

  if (!registryPattern.test(named.registry)) return say(`${quoted(named.registry)} is not a registry’s host`);
  if (path === '') return say('the repository is missing');
  if (path !== path.toLowerCase()) return say('the repository must be in lower case');
  const wrong = path.split('/').find((component) => !componentPattern.test(component));
  if (wrong === '') return say('a part of the repository between slashes is empty');
  if (wrong !== undefined) {
    return say(`${quoted(wrong)} must be letters and digits, joined by single “.” or “_”, “__” or “-”`);
  }
  const repository = named.registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
  if (repository.length > repositoryLimit) {
    return say(`the repository has more than ${repositoryLimit} characters`);
  }
  if (tag === '') return say('the tag after “:” is missing');
  if (tag !== undefined && !tagPattern.test(tag)) {
    return say(
      `${quoted(tag)} is not a tag (at most 128 letters, digits, “_”, “.” and “-”, not starting with “.” or “-”)`,
    );
  }
  const badDigest = digest === undefined ? undefined : digestProblem(digest);
  if (badDigest) return say(badDigest);
  return build(named.registry, repository, tag, digest);
}

/** Docker's rule for what stands before the first slash: a host only if it could not be part of a path. */
function splitRegistry(name: string): { registry: string; rest: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = slash > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  if (!isHost) return { registry: 'docker.io', rest: name };
  return { registry: first === 'index.docker.io' ? 'docker.io' : first, rest: name.slice(slash + 1) };
}

function digestProblem(digest: string): string | undefined {
  const colon = digest.indexOf(':');
  const algorithm = digest.slice(0, Math.max(colon, 0));
  const length = Object.hasOwn(digestLengths, algorithm) ? digestLengths[algorithm] : undefined;
  if (length === undefined) return 'the digest after “@” must start with sha256:, sha384: or sha512:';
  const hex = digest.slice(colon + 1);
  if (hex.length === length && /^[a-f0-9]+$/.test(hex)) return undefined;
  return `the ${algorithm} digest must have ${length} hexadecimal digits in lower case`;
}

function build(registry: string, repository: string, tag?: string, digest?: string): ImageReference {
  const suffix = `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
  const short = repository.replace(/^library\/(?=[^/]+$)/, '');
  const familiarName = registry === 'docker.io' ? short : `${registry}/${repository}`;
  return {
    registry,
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    familiar: `${familiarName}${suffix}`,
    full: `${registry}/${repository}${suffix}`,
  };
}

/** The text for a message: short, and without control characters. */
function quoted(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return `“${short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�')}”`;
}
