// Whether a service sets a limit, by any of the keys that Compose knows for it.
import type { ComposeService } from '../compose/project.ts';
import type { YamlNode } from '../parse/yaml/tree.ts';

/** `no`: nothing that the service is made of sets it. `endless`: it is set to what means no limit. */
export type LimitState = 'set' | 'no' | 'endless' | 'unknown';

/** @param paths keys that set the same limit: `['mem_limit']`, `['deploy', 'resources', 'limits', 'memory']` */
export function limitState(service: ComposeService, paths: readonly (readonly string[])[]): LimitState {
  let isEndless = false;
  for (const path of paths) {
    const node = service.get(...path);
    if (node === undefined || isNull(node)) continue;
    if (!isWithoutLimit(node)) return 'set';
    isEndless = true;
  }
  if (!service.complete) return 'unknown';
  return isEndless ? 'endless' : 'no';
}

function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** Docker takes 0 and less as no limit. */
function isWithoutLimit(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.text !== undefined && /^(-\d+|0+(\.0+)?)[a-z]{0,2}$/i.test(node.text);
}

const waitedFor = new WeakMap<readonly ComposeService[], ReadonlySet<string>>();

/** It is started to do one thing and to end: another service waits for its success, or a person starts it by its profile. */
export function isJob(service: ComposeService, all: readonly ComposeService[]): boolean {
  if (service.profiles.length > 0) return true;
  let ending = waitedFor.get(all);
  if (ending === undefined) {
    ending = new Set(
      all.flatMap(({ dependsOn }) =>
        dependsOn.flatMap(({ name, condition }) =>
          condition === 'service_completed_successfully' ? name : [],
        ),
      ),
    );
    waitedFor.set(all, ending);
  }
  return ending.has(service.name);
}

/** What only Swarm reads: such a service is not started by Compose alone. */
export function isForSwarm(service: ComposeService): boolean {
  return ['mode', 'placement', 'update_config', 'rollback_config', 'endpoint_mode', 'labels'].some(
    (key) => service.get('deploy', key) !== undefined,
  );
}

/** Words of names and commands by which people call what runs once. */
const jobName =
  /(^|[-_.])(migrat(e|es|or|ion|ions)|seed(er|s)?|init|setup|bootstrap|createdb|create-?buckets?|mc)([-_.\d]|$)/i;
const jobCommand =
  /\b(migrate|migrations?|db:(migrate|seed|setup|create|prepare|push)|alembic\s.*\bupgrade|flyway\b|liquibase\b.*\bupdate|createdb|psql\b.*\s(-f|--file|-c)|collectstatic|createsuperuser|loaddata|prisma\s+(migrate|db)|db\s+upgrade|db\s+seed)\b/;
/** What goes on as a server afterwards. */
const serverCommand =
  /\b(runserver|gunicorn|uvicorn|hypercorn|daphne|puma|unicorn|passenger|serve|start|server|supervisord|node\s+\S+\.(m|c)?js|npm|yarn|pnpm|php-fpm|nginx|apache2|celery|sidekiq|exec)\b/;

/** It seems to do one thing and to end: by its name, where it publishes nothing, or by its command. */
export function looksLikeJob(service: ComposeService): boolean {
  if (service.ports.length > 0) return false;
  const words = [...(service.entrypoint?.argv ?? []), ...(service.command?.argv ?? [])];
  const command = words.join(' ').slice(0, 2000);
  return jobName.test(service.name) || (jobCommand.test(command) && !serverCommand.test(command));
}
