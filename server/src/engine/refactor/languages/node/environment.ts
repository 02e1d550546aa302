// Which variables of ENV a build of Node reads, and which nothing reads at run time.
import { installScripts } from './project.ts';
import type { Reading } from './reading.ts';

/** Variables that servers read and installs do not. */
const serverVariables =
  /^(PORT|HOST|HOSTNAME|BIND|ADDRESS|TZ|LOG_LEVEL|DEBUG|SERVER_PORT|APP_PORT|HTTP_PORT)$/;

/** Any script of the project may read any variable; a plain install reads those of the package managers. */
export function readByBuild({ builds, installed }: Reading, name: string): boolean {
  const runsScripts =
    builds || installed.some((project) => project === undefined || installScripts(project).length > 0);
  return builds || !serverVariables.test(name) ? runsScripts || installVariables.test(name) : false;
}

const installVariables =
  /^(NODE_ENV|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|NODE_TLS_\w+|npm_\w+|NPM_\w+|YARN_\w+|PNPM_\w+|COREPACK_\w+|BUN_\w+|CI|PATH|HOME|PYTHON|CC|CXX|C\w*FLAGS|LDFLAGS|MAKEFLAGS|\w+_SKIP_\w+|\w+_BINARY\w*|\w+_MIRROR|\w*TOKEN|HUSKY\w*|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY|DEBIAN_FRONTEND|LD_LIBRARY_PATH|GIT_\w+|LANG|LC_\w+)$/;

/** Variables that only package managers and compilers read. */
export const buildOnly =
  /^(npm_config_\w+|NPM_CONFIG_\w+|HUSKY\w*|CYPRESS_INSTALL_BINARY|DEBIAN_FRONTEND|PYTHON|CC|CXX|C\w*FLAGS|LDFLAGS|MAKEFLAGS)$/;
