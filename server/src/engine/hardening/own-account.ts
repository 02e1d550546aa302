// Whether a service that starts as root gives it up, and which account it could have instead.
import type { ComposeService } from '../compose/project.ts';
import type { ServiceImage } from '../compose/service-image.ts';
import { isPhpServer, keepsPhpServer, startsNothing, stepsDownItself } from '../model/needs-root.ts';
import { serverOf } from '../servers/known-servers.ts';
import { lastPart } from '../text/paths.ts';
import { knownStart } from './known-start.ts';
import { onHostNetwork } from './runs.ts';

/** It is root only at its start, may be, or starts nothing that would be root for long. */
export function givesRootUp(service: ComposeService, image: ServiceImage): boolean {
  if (knownStart(service, image)?.server.startsAs?.how === 'root') return false;
  const { entrypoint, command } = service;
  if (isPhpServer(image.stage)) {
    const own = entrypoint === undefined && command === undefined;
    if (own && stepsDownItself(image.model, image.stage)) return true;
    if (!own && keepsPhpServer([...(entrypoint?.argv ?? []), ...(command?.argv ?? [])])) return true;
  }
  const how = image.reference && serverOf(image.reference)?.startsAs?.how;
  const stepsDown = how === 'steps down' || how === 'drops itself' || how === 'user';
  // A script in the entrypoint's place may hand over to the image's own.
  if (stepsDown || (!isPhpServer(image.stage) && stepsDownItself(image.model, image.stage))) return true;
  const words = [...(entrypoint?.argv ?? []), ...(command?.argv ?? [])];
  if (words.some((word) => /\.sh$|entrypoint/.test(word))) return true;
  // A shell that waits for somebody's input, or an image that is there to be built only.
  return entrypoint === undefined && command === undefined && startsNothing(image.stage);
}

/** What it is started with takes root: it gives files away, installs, or starts a server that gives root up by itself. */
export function setsUp({ entrypoint, command }: ComposeService): boolean {
  const words = [...(entrypoint?.argv ?? []), ...(command?.argv ?? [])].flatMap((word) =>
    word.split(/[\s;|&()]+/),
  );
  return words.some((word) =>
    /^(chown|chmod|chgrp|mount|sysctl|iptables|modprobe|apk|apt|apt-get|yum|dnf|crond?|supervisord|nginx|sshd|su-exec|gosu|setpriv|su|runuser|true)$/.test(
      lastPart(word),
    ),
  );
}

/** The image's own account, where nothing has to be given to it first. */
export function accountOf(service: ComposeService, image: ServiceImage): string | undefined {
  const { facts } = image;
  if (facts?.runsAs === undefined || facts.user?.name === facts.runsAs || onHostNetwork(service))
    return undefined;
  if (image.kind === 'built' && image.state.user?.by !== 'image') return undefined;
  const writes = service.mounts.some(({ isReadOnly, type }) => !isReadOnly && type !== 'tmpfs');
  return writes || service.entrypoint !== undefined ? undefined : facts.runsAs;
}
