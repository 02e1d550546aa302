// Servers that a command or variable of a service opens to everyone who reaches a published port.
import type { ComposeService } from '../compose/project.ts';
import type { Place } from '../parse/yaml/tree.ts';
import { isOnAllInterfaces, isPublished } from './exposure.ts';
import { pulledImage } from './known-server.ts';

/** What opens a server, and what to do about it. */
export interface Opening {
  readonly at: Place;
  readonly message: string;
}

/** The openings of a service that other machines reach. */
export function openings(service: ComposeService): Opening[] {
  if (!isPublished(service)) return [];
  return [dockerDaemon(service), notebook(service)].flatMap((one) => one ?? []);
}

/** Without TLS the daemon asks nobody. Source: https://hub.docker.com/_/docker, section TLS. */
function dockerDaemon(service: ComposeService): Opening | undefined {
  const image = pulledImage(service);
  if (image?.registry !== 'docker.io' || image.repository !== 'library/docker') return undefined;
  if (!/(^|-)dind(-|$)/.test(image.tag ?? '')) return undefined;
  const isReached = service.ports.some(
    (port) => isOnAllInterfaces(port) && port.target[0] <= 2375 && 2375 <= port.target[1],
  );
  if (!isReached) return undefined;
  const folder = service.environment.findLast(({ name }) => name === 'DOCKER_TLS_CERTDIR');
  const argv = service.command?.argv ?? [];
  const word = argv.find((one) => one === '--tls=false' || /^(?:--host=)?tcp:\/\/0\.0\.0\.0:2375$/.test(one));
  const isEmpty = folder?.value === '';
  if ((!isEmpty && word === undefined) || argv.some((one) => /^--tlsverify(=true)?$/.test(one)))
    return undefined;
  return {
    at: isEmpty ? folder.at : service.command!.at,
    message: `${isEmpty ? 'An empty `DOCKER_TLS_CERTDIR`' : `\`${word}\``} has the Docker daemon of \`${service.name}\` ask nobody for a certificate, and its port 2375 is reached from other machines: whoever reaches it starts privileged containers. Publish no port of it, or keep TLS on port 2376.`,
  };
}

/**
 * An empty token switches the login off.
 * Source: https://jupyter-server.readthedocs.io/en/latest/operators/security.html
 */
function notebook(service: ComposeService): Opening | undefined {
  const argv = service.command?.argv ?? [];
  const word = argv.find((one) => /^--(NotebookApp|ServerApp|IdentityProvider)\.token=(''|"")?$/.test(one));
  const hasPassword = argv.some((one) =>
    /^--(NotebookApp|ServerApp|PasswordIdentityProvider)\.(password|hashed_password)=[^'"]/.test(one),
  );
  if (word === undefined || hasPassword) return undefined;
  return {
    at: service.command!.at,
    message: `\`${word}\` lets everyone who reaches \`${service.name}\` run code in it without a login, and other machines reach it. Remove it, or publish the port on 127.0.0.1.`,
  };
}
