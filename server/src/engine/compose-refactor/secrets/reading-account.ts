// Which account of the container reads the files with secrets: Compose mounts a file as it lies on the host.
import type { ComposeService } from '../../compose/project.ts';
import type { ServerImage } from '../../servers/server-facts.ts';

/**
 * Servers whose start script reads the files as root, before it goes on as another account.
 * Source: `docker_setup_env`, called before `gosu`, in docker-entrypoint.sh of docker-library/postgres (6edb0a8c4d),
 * docker-library/mysql (7f30fdb) and MariaDB/mariadb-docker (1b6429b).
 */
const readAsRoot: ReadonlySet<string> = new Set(['PostgreSQL', 'MySQL', 'MariaDB']);

/** Whether root reads the files, with the capability to read those of others. */
export function readsAsRoot(service: ComposeService, server: ServerImage | undefined): boolean {
  if (server === undefined || !readAsRoot.has(server.name)) return false;
  const user = service.get('user');
  if (user !== undefined && !(user.kind === 'scalar' && /^(0|root)(:|$)/.test(user.text ?? ''))) return false;
  const drops = service.texts('cap_drop').map(({ text }) => text?.toUpperCase().replace(/^CAP_/, ''));
  const adds = service.texts('cap_add').map(({ text }) => text?.toUpperCase().replace(/^CAP_/, ''));
  if (adds.some((one) => one === 'ALL' || one === 'DAC_OVERRIDE' || one === 'DAC_READ_SEARCH')) return true;
  return !drops.some((one) => one === undefined || one === 'ALL' || one === 'DAC_OVERRIDE');
}
