// Why an image could not be had, from what Trivy says of each source that it tried and from what the engines answered us.
import type { ScanErrorKind } from './scan-error.ts';
import type { EnginesAsked } from './scan-request.ts';

// Source: Trivy 0.58 to 0.73, pkg/fanal/image/image.go: one line `* docker error: …` for each source and login.
const notAsked =
  /no such file or directory|connection refused|permission denied|socket not found|no podman socket|Cannot connect|failed to connect|unable to initialize (?:Docker|Podman|containerd) client/i;
const notAllowed = /permission denied|this user may not open it/i;
const needsLogin = /UNAUTHORIZED|DENIED|authentication required|no basic auth credentials|401|403 Forbidden/i;
const notThere = /MANIFEST_UNKNOWN|NAME_UNKNOWN|manifest unknown|name unknown|not known to registry|404/i;
const tooMany = /TOOMANYREQUESTS|429 Too Many/i;
const wrongPlatform = /no (?:child with platform|matching manifest)/i;
const properNames: Readonly<Record<string, string>> = { docker: 'Docker', podman: 'Podman' };

/** Why, and what to do. */
export interface ImageFailure {
  readonly kind: ScanErrorKind;
  readonly message: string;
}

/**
 * @param tail the end of Trivy's error stream
 * @param name the image's, for the message
 * @param asked what the container engines said before Trivy was run
 * @returns undefined when the run failed for another reason
 */
export function imageFailure(
  tail: string,
  name: string,
  asked: EnginesAsked = { without: [], tried: [] },
): ImageFailure | undefined {
  if (!tail.includes('unable to find the specified image')) return undefined;
  const errors = new Map<string, string>();
  for (const [, source, error] of tail.matchAll(/^\s*\* (docker|podman|containerd|remote) error: (.*)$/gm)) {
    // A registry is asked again for each login there is, and without one.
    errors.set(source!, [errors.get(source!), error].filter(Boolean).join('\n'));
  }
  const remote = errors.get('remote');
  errors.delete('remote');
  const local = localEngines([...errors], name, asked);
  const tried = asked.tried.length > 0 ? ` Engines tried: ${asked.tried.join('; ')}.` : '';
  if (remote === undefined) {
    if (local.state === 'without') {
      const message = `${local.says}, and its registry was not asked. Build or pull it first, or check its name.`;
      return { kind: 'image-not-found', message: sentence(message) };
    }
    const remedy =
      local.state === 'forbidden'
        ? `${access} Or scan a tar file of the image.`
        : 'Start Docker or Podman, or scan a tar file of the image.';
    return { kind: 'engine-unreachable', message: sentence(`${local.says}. ${remedy}${tried}`) };
  }
  const also = local.says === '' ? '' : `; ${local.says}`;
  const help = local.state === 'forbidden' ? ` ${access}` : '';
  const failure = remoteFailure(remote, name, also, local.state);
  return { ...failure, message: `${failure.message}${help}${local.state === 'without' ? '' : tried}` };
}

const access =
  'To use it, add your user to the group that owns its socket (usually docker) and log in again, or use rootless Docker or Podman.';

/** `without`: an engine answered and does not have it. `forbidden`: one is there and does not let this user in. */
interface LocalEngines {
  readonly state: 'without' | 'forbidden' | 'unreachable' | 'none';
  /** To stand within a sentence. */
  readonly says: string;
}

function localEngines(
  errors: readonly (readonly [string, string])[],
  name: string,
  asked: EnginesAsked,
): LocalEngines {
  const answered = errors.filter(([, error]) => !notAsked.test(error)).map(([source]) => source);
  const without = [...new Set([...asked.without, ...answered])].map(
    (source) => properNames[source] ?? source,
  );
  if (without.length > 0) {
    return {
      state: 'without',
      says: `${list(without)} ${without.length > 1 ? 'have' : 'has'} no image ${name}`,
    };
  }
  const closed = asked.tried.find((line) => notAllowed.test(line));
  const source = errors.find(([, error]) => notAllowed.test(error))?.[0];
  if (closed !== undefined || source !== undefined) {
    const what = closed?.replace(/: this user may not open it$/, '') ?? properNames[source!] ?? source;
    return { state: 'forbidden', says: `this user may not use ${what}` };
  }
  if (errors.length === 0) return { state: 'none', says: '' };
  const tried = asked.tried.length > 0 ? '' : ` (tried ${list(errors.map(([source]) => source))})`;
  return { state: 'unreachable', says: `no container engine could be reached to ask for ${name}${tried}` };
}

/** @param also what the engines of this machine say, to end a clause with */
function remoteFailure(
  remote: string,
  name: string,
  also: string,
  local: LocalEngines['state'],
): ImageFailure {
  const helper = /error getting credentials - err: (?:exec: "(docker-credential-[\w.-]+)": )?(.*)/.exec(
    remote,
  );
  if (helper) {
    const [, program, why] = helper;
    return {
      kind: 'auth',
      message: program
        ? `Docker’s configuration has ${program} tell the login to the registry of ${name}, and that program was not found outside of the workspace${also}. Put it on PATH, or take it out of Docker’s config.json and log in again with \`docker login\`.`
        : `The credential helper of Docker’s configuration failed (${(why ?? '').slice(0, 200)}), so the registry of ${name} was not asked${also}. Unlock or repair it, or log in again with \`docker login\`.`,
    };
  }
  if (wrongPlatform.test(remote)) {
    return {
      kind: 'image-not-found',
      message: `The registry has no ${name} for this platform${also}. Set TRIVY_PLATFORM, or pull the image first.`,
    };
  }
  // With a login it said so; what it says without one tells nothing.
  if (notThere.test(remote)) {
    return {
      kind: 'image-not-found',
      message: `The registry has no ${name}${also}. Check the name and tag, or build it first.`,
    };
  }
  if (tooMany.test(remote)) {
    return {
      kind: 'auth',
      message: `The registry of ${name} has had too many requests from here${also}. Log in with \`docker login\`, pull the image first, or scan again later.`,
    };
  }
  if (needsLogin.test(remote)) {
    return {
      kind: 'auth',
      message: `The registry did not show ${name}: it is not there or needs a login${also}. Check the name, build it first, or log in with \`docker login\` (or set TRIVY_USERNAME and TRIVY_PASSWORD in the environment).`,
    };
  }
  return {
    kind: local === 'without' || local === 'none' ? 'image-not-found' : 'engine-unreachable',
    message: `The registry of ${name} could not be reached${also}. Check the connection or proxy, or build or pull the image first.`,
  };
}

function list(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
