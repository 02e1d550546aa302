// Which literal secrets of a service can be read from files, and why the others cannot.

import { type ComposeContext, foundDockerfile } from '../../compose/context.ts';
import type { ComposeService } from '../../compose/project.ts';
import type { ServiceImage } from '../../compose/service-image.ts';
import { fileVariableOf } from '../../servers/known-servers.ts';
import type { ServerImage } from '../../servers/server-facts.ts';
import { valuesIn } from '../../service-facts/environment-files.ts';
import { serverOfService } from '../../service-facts/known-server.ts';
import { type LiteralSecret, literalSecrets } from '../../service-facts/literal-secrets.ts';

/** A secret that the service can read from a file instead. */
export interface MovableSecret {
  readonly service: ComposeService;
  readonly server: ServerImage | undefined;
  readonly secret: LiteralSecret;
  /** The variable that names the file: `POSTGRES_PASSWORD_FILE`. */
  readonly byFile: string;
}

export interface ServiceSecrets {
  readonly movable: readonly MovableSecret[];
  /** Sentences: why a secret, or all of them, stay. */
  readonly reasons: readonly string[];
  /** The literal secrets of the service, also those that stay. */
  readonly all: readonly LiteralSecret[];
}

/** The secrets of one service. */
export function secretsOf(
  service: ComposeService,
  image: ServiceImage | undefined,
  context: ComposeContext,
): ServiceSecrets {
  const server = serverOfService(service, image);
  const all = literalSecrets(service, server);
  const reasons: string[] = [];
  const movable: MovableSecret[] = [];
  for (const secret of all) {
    const { name } = secret.variable;
    if (secret.kind === 'default') {
      reasons.push(
        `\`${name}\` takes its value from a variable, and what stands here is used only where that is not set.`,
      );
      continue;
    }
    const byFile = fileVariableFor(service, server, image, context, name);
    const reason =
      byFile === undefined ? readsNoFile(service, server, name) : inTheWay(service, context, name, byFile);
    if (reason !== undefined) reasons.push(reason);
    else movable.push({ service, server, secret, byFile: byFile! });
  }
  return { movable, reasons, all };
}

function fileVariableFor(
  service: ComposeService,
  server: ServerImage | undefined,
  image: ServiceImage | undefined,
  context: ComposeContext,
  name: string,
): string | undefined {
  if (server !== undefined) return fileVariableOf(server, name);
  // The start script of an image that is built here shows which variables it reads so.
  if (service.build === undefined || service.entrypoint !== undefined || image?.dockerfile === undefined)
    return undefined;
  const found = foundDockerfile(context, service.build);
  const script = image.state.entrypoint?.argv?.find((word) => word.endsWith('.sh'));
  if (found === undefined || !('text' in found) || script === undefined) return undefined;
  const base = script.slice(script.lastIndexOf('/') + 1);
  const texts = [
    found.text,
    ...Object.entries(found.context.files ?? {}).flatMap(([path, text]) =>
      path === base || path.endsWith(`/${base}`) ? [text] : [],
    ),
  ];
  const reads = texts.some((text) => readsFile(text, name));
  return reads ? `${name}_FILE` : undefined;
}

/** `$NAME_FILE`, or the function of Docker's own images: `file_env 'NAME'`. Comments are no reading. */
function readsFile(text: string, name: string): boolean {
  if (!/^\w{1,200}$/.test(name)) return false;
  const code = text.replace(/^[ \t]*#.*$/gm, '');
  return new RegExp(`\\$\\{?${name}_FILE\\b|\\bfile_env[ \\t]+["']?${name}\\b`).test(code);
}

function readsNoFile(service: ComposeService, server: ServerImage | undefined, name: string): string {
  if (server?.noFileVariables?.includes(name))
    return `${server.name}'s image reads \`${name}\` from the environment only, and from no file.`;
  if (server !== undefined) return `That ${server.name}'s image reads \`${name}\` from a file is not known.`;
  if (service.build !== undefined)
    return `Neither the Dockerfile of \`${service.name}\` nor its start script shows that \`${name}\` can be read from a file.`;
  return `Whether \`${service.image?.text?.slice(0, 100) ?? service.name}\` reads \`${name}\` from a file is not known.`;
}

/** Words that the known images' entrypoints take for a start of their server. */
const serverPrograms =
  /^(postgres|mysqld|mariadbd|mongod|mongos|redis-server|rabbitmq-server|docker-entrypoint\.sh|apache2-foreground|php-fpm|influxd|grafana|minio|server|neo4j|start|start-dev)$/;

/** What would make the result fail although the image reads files. */
function inTheWay(
  service: ComposeService,
  context: ComposeContext,
  name: string,
  byFile: string,
): string | undefined {
  if (service.environment.some((one) => one.name === byFile))
    return `\`${byFile}\` is set too, and the image takes only one of them.`;
  if (service.environment.filter((one) => one.name === name).length > 1)
    return `\`${name}\` is set more than once.`;
  if (service.entrypoint !== undefined)
    return `\`entrypoint\` replaces the image's own start script, which reads the files.`;
  const first = service.command?.argv?.[0];
  if (
    service.command !== undefined &&
    (first === undefined || !(first.startsWith('-') || serverPrograms.test(first)))
  )
    return `\`command\` starts another program than the image's server, and then its start script may read no files.`;
  if (!service.complete) return `A part of \`${service.name}\` stands in a file that was not read.`;
  for (const { path } of service.envFiles) {
    const values = valuesIn(context, path);
    if (values === undefined)
      return `An environment file of \`${service.name}\` was not read, and may set \`${name}\` too.`;
    if ([name, byFile].some((one) => values.has(one)))
      return `\`${path}\` sets \`${name}\` too, and the image takes only one of the value and the file.`;
  }
  return undefined;
}
