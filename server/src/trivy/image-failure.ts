// Why an image could not be had, from what Trivy says of each source that it tried.
import type { ScanErrorKind } from './scan-error.ts';

// Source: Trivy 0.58 to 0.73, pkg/fanal/image/image.go: one line `* docker error: …` for each source.
const notAsked =
  /no such file or directory|connection refused|permission denied|socket not found|no podman socket|Cannot connect|failed to connect|unable to initialize (?:Docker|Podman|containerd) client/i;
const needsLogin = /UNAUTHORIZED|DENIED|authentication required|no basic auth credentials|401|403 Forbidden/i;
const notThere = /MANIFEST_UNKNOWN|NAME_UNKNOWN|manifest unknown|name unknown|not known to registry|404/i;
const wrongPlatform = /no (?:child with platform|matching manifest)/i;

/**
 * @param tail the end of Trivy's error stream
 * @param name the image's, for the message
 * @returns undefined when the run failed for another reason
 */
export function imageFailure(
  tail: string,
  name: string,
): { readonly kind: ScanErrorKind; readonly message: string } | undefined {
  if (!tail.includes('unable to find the specified image')) return undefined;
  const errors = new Map<string, string>();
  for (const [, source, error] of tail.matchAll(/^\s*\* (docker|podman|containerd|remote) error: (.*)$/gm)) {
    errors.set(source!, error!);
  }
  const remote = errors.get('remote');
  errors.delete('remote');
  const answered = [...errors].filter(([, error]) => !notAsked.test(error)).map(([source]) => source);
  const locally =
    answered.length > 0
      ? `${list(answered)} ${answered.length > 1 ? 'have' : 'has'} no image ${name}`
      : errors.size > 0
        ? `no container engine could be reached to ask for ${name} (tried ${list([...errors.keys()])})`
        : undefined;
  if (remote === undefined) {
    if (answered.length > 0)
      return {
        kind: 'image-not-found',
        message: sentence(`${locally}. Build or pull it first, or check its name.`),
      };
    return {
      kind: 'engine-unreachable',
      message: sentence(`${locally}. Start Docker or Podman, or scan a tar file of the image.`),
    };
  }
  const also = locally ? `; ${locally}` : '';
  if (wrongPlatform.test(remote)) {
    return {
      kind: 'image-not-found',
      message: `The registry has no ${name} for this platform${also}. Set TRIVY_PLATFORM, or pull the image first.`,
    };
  }
  if (notThere.test(remote)) {
    return {
      kind: 'image-not-found',
      message: `The registry has no ${name}${also}. Check the name and tag, or build it first.`,
    };
  }
  if (needsLogin.test(remote)) {
    return {
      kind: 'auth',
      message: `The registry did not show ${name}: it is not there or needs a login${also}. Check the name, build it first, or log in with \`docker login\`.`,
    };
  }
  const kind = answered.length > 0 || errors.size === 0 ? 'image-not-found' : 'engine-unreachable';
  return {
    kind,
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
