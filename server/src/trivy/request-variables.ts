// The variables of one run of Trivy that come from its request, secrets among them: they go nowhere else.
import { cacheBackend } from './cache-backend.ts';
import { ScanError } from './scan-error.ts';
import type { ScanRequest } from './scan-request.ts';

/** Throws ScanError `bad-request` for what can be no such variable. */
export function requestVariables(request: ScanRequest): Readonly<Record<string, string>> {
  const { server, target } = request;
  const tls = target.kind === 'image' ? target.engine?.tlsDirectory : undefined;
  return {
    ...(server?.token ? { TRIVY_TOKEN: server.token } : {}),
    ...(server?.tokenHeader ? { TRIVY_TOKEN_HEADER: headerName(server.tokenHeader) } : {}),
    ...(request.cacheBackend && !server ? { TRIVY_CACHE_BACKEND: cacheBackend(request.cacheBackend) } : {}),
    ...(tls ? { DOCKER_CERT_PATH: tls, DOCKER_TLS_VERIFY: '1' } : {}),
  };
}

function headerName(text: string): string {
  // Source: RFC 9110, section 5.6.2: a field name is a token.
  if (/^[\w!#$%&'*+.^`|~-]{1,100}$/.test(text)) return text;
  throw new ScanError(
    'bad-request',
    'The setting plimsoll.trivy.tokenHeader must be the name of a header, as X-Trivy-Token.',
  );
}
