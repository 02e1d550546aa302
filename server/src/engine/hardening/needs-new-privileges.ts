// Services that are seen to gain rights by a setuid program when they start.
import type { ComposeService } from '../compose/project.ts';
import type { ServiceImage } from '../compose/service-image.ts';
import { lastPart } from '../text/paths.ts';
import { repositoryOf } from './purpose.ts';
import { startsAsRoot } from './runs.ts';

/** Images that use sudo, or send mail by setuid and setgid programs, in their usual work. */
const images =
  /(^|\/)(code-server|openvscode-server|docker-mailserver|mailcow|postfix|datascience-notebook|scipy-notebook|minimal-notebook|base-notebook|jupyter|workspace-\w+|devcontainers?\/.+|openssh-server)$/;

/** Why `no-new-privileges` would break the service; undefined where nothing says so. One sentence. */
export function noNewPrivilegesRefusal(
  service: ComposeService,
  image: ServiceImage | undefined,
): string | undefined {
  const repository = repositoryOf(service);
  if (repository !== undefined && images.test(repository))
    return `\`${repository}\` uses setuid programs in its usual work.`;
  const { entrypoint, command, healthcheck } = service;
  const test = healthcheck?.test;
  const probe = test === undefined ? [] : test.form === 'exec' ? test.argv : test.script.split(/[\s;|&()]+/);
  const started = entrypoint ?? image?.state.entrypoint;
  const words = [...(started?.argv ?? []), ...((command ?? image?.state.cmd)?.argv ?? [])];
  const isUnprivileged = startsAsRoot(service, image) === false;
  const setuid = isUnprivileged ? /^(sudo|doas|su)$/ : /^(sudo|doas)$/;
  const found = [...words.flatMap((word) => word.split(/[\s;|&()]+/)), ...probe].find((word) =>
    setuid.test(lastPart(word)),
  );
  return found === undefined
    ? undefined
    : `It is started by \`${lastPart(found)}\`, which gains rights by its setuid bit.`;
}
