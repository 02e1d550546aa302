// The environment of a scanner: an allow-list, so that no variable can make it write, load or contact something else.
import { cacheVariables, passwordsOf } from './cache-backend.ts';
import { type ProgramSearch, readVariable, safePathDirectories } from './find-program.ts';

const allowed: readonly string[] = [
  // Where the user's files are: caches, registry logins, certificates.
  'HOME',
  'USER',
  'LOGNAME',
  'USERPROFILE',
  'LOCALAPPDATA',
  'APPDATA',
  'ProgramData',
  'ProgramFiles',
  'SystemRoot',
  'SystemDrive',
  'COMSPEC',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_RUNTIME_DIR',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'LANG',
  'LC_ALL',
  'TZ',
  // Container engines and registries.
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'DOCKER_TLS',
  'DOCKER_TLS_VERIFY',
  'DOCKER_CERT_PATH',
  'DOCKER_API_VERSION',
  'CONTAINER_HOST',
  'CONTAINERD_ADDRESS',
  'CONTAINERD_NAMESPACE',
  'REGISTRY_AUTH_FILE',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  // Logins of cloud registries.
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AZURE_CLIENT_ID',
  'AZURE_CLIENT_SECRET',
  'AZURE_TENANT_ID',
  'GOOGLE_APPLICATION_CREDENTIALS',
  // Trivy's own: logins, and where a company keeps its mirrors. None that names an output, a module or a policy.
  'TRIVY_CACHE_DIR',
  ...cacheVariables,
  'TRIVY_USERNAME',
  'TRIVY_PASSWORD',
  'TRIVY_REGISTRY_TOKEN',
  'TRIVY_TOKEN',
  'TRIVY_TOKEN_HEADER',
  'TRIVY_DB_REPOSITORY',
  'TRIVY_JAVA_DB_REPOSITORY',
  'TRIVY_CHECKS_BUNDLE_REPOSITORY',
  'TRIVY_PLATFORM',
  'TRIVY_INSECURE',
  'TRIVY_NON_SSL',
];
const secretNames = /PASSWORD|SECRET|TOKEN$|ACCESS_KEY/;

export interface ChildEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** Values in it that must never be shown. */
  readonly secrets: readonly string[];
}

/**
 * @param temporary directory for the child's temporary files
 * @param more set last
 * @param without names that are left out, whatever the caller has
 */
export async function scannerEnvironment(
  search: ProgramSearch,
  temporary: string,
  more: Readonly<Record<string, string>> = {},
  without: readonly string[] = [],
): Promise<ChildEnvironment> {
  const env: Record<string, string> = {};
  for (const name of allowed) {
    if (without.includes(name)) continue;
    const value = readVariable(search, name);
    if (value !== undefined) env[name] = value;
  }
  // Docker's credential helpers are started from PATH.
  const delimiter = search.platform === 'win32' ? ';' : ':';
  env['PATH'] = (await safePathDirectories(search)).join(delimiter);
  for (const name of search.platform === 'win32' ? ['TEMP', 'TMP'] : ['TMPDIR']) env[name] = temporary;
  // As variables, for the options are unknown to older versions.
  env['TRIVY_SKIP_VERSION_CHECK'] = 'true';
  env['TRIVY_DISABLE_TELEMETRY'] = 'true';
  Object.assign(env, more);
  const secrets = Object.keys(env)
    .filter((name) => secretNames.test(name))
    .map((name) => env[name] ?? '');
  const addresses = ['TRIVY_CACHE_BACKEND', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];
  const passwords = addresses.flatMap((name) => [
    ...passwordsOf(env[name]),
    ...passwordsOf(env[name.toLowerCase()]),
  ]);
  return { env, secrets: [...secrets, ...passwords] };
}
