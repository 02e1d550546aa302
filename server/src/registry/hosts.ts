// The names of registries: where their API is, under which names Docker keeps their logins, which are on this machine.

/** Where Docker's short names live. Source: distribution/reference and Docker's engine. */
const apiHosts: Readonly<Record<string, string>> = { 'docker.io': 'registry-1.docker.io' };

/** The key of Docker Hub in Docker's configuration and for its credential helpers. Source: docker/cli, registry.IndexServer. */
export const hubLogin = 'https://index.docker.io/v1/';

/** The host, with its port, that answers for a registry. @param registry as in a reference: `docker.io`, `ghcr.io` */
export function apiHost(registry: string): string {
  return apiHosts[registry] ?? registry;
}

/** What Docker's configuration may call the registry, the usual name first. */
export function loginNames(registry: string): readonly string[] {
  return registry === 'docker.io'
    ? [hubLogin, 'docker.io', 'index.docker.io', 'registry-1.docker.io']
    : [registry, `https://${registry}`, `https://${registry}/`, `https://${registry}/v2/`];
}

/** An address of this machine may be spoken to without TLS, as by Docker. @param host with or without port */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i.test(host);
}
