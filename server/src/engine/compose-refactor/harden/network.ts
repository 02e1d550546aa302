// An internal network for a database whose clients are all services of the project.
import type { ComposeContext } from '../../compose/context.ts';
import type { ComposeService } from '../../compose/project.ts';
import { type Addition, additionEdits, type OwnService, ownService } from '../../hardening/own-service.ts';
import { holdsData, nounOf, serverOfService } from '../../service-facts/known-server.ts';
import { wordsIn } from '../../service-facts/words.ts';
import { insertTopLevel, isRefused } from '../../yaml-edits/index.ts';
import { sharedBy } from './shared.ts';
import type { HardenInput, LeftOut, Step } from './step.ts';

/** More services than these are not rewritten for one of them. */
const mostClients = 6;

/**
 * Only where nothing can be lost: nothing of the database is published, all services of the project are known and on the
 * default network alone, and each that may be a client, because it names the database or because not all of it is seen, is
 * put on the new network too.
 */
export function onInternalNetwork(input: HardenInput): Step | LeftOut | undefined {
  const { project, context, service, own, image } = input;
  const server = serverOfService(service, image);
  if (server === undefined || !holdsData(server) || !project.complete || service.ports.length > 0)
    return undefined;
  const { services } = project;
  if (services.length < 2 || services.length > 30 || project.networks.size > 0) return undefined;
  const isOnDefault = (one: ComposeService) =>
    one.complete && one.get('networks') === undefined && one.get('network_mode') === undefined;
  if (!services.every(isOnDefault) || project.root.get('networks') !== undefined) return undefined;
  if (services.some((one) => one.get('links') !== undefined || one.get('external_links') !== undefined))
    return undefined;
  const names = [service.name, ...service.texts('container_name'), ...service.texts('hostname')].map((one) =>
    typeof one === 'string' ? one : (one.text ?? ''),
  );
  const clients = services.filter((one) => one !== service && mayBeClient(one, input, names, context));
  // Where nobody names it, nobody is known to use it at all.
  if (!clients.some((one) => isNamedBy(one, names, context))) return undefined;
  const written = clients.map((client) => ({ client, lines: ownService(project, client) }));
  const foreign = written.find(
    ({ client, lines }) => lines === undefined || sharedBy(project, lines, client) !== undefined,
  );
  const noun = nounOf(server);
  const who = clients.map(({ name }) => `\`${name}\``).join(', ');
  if (clients.length > mostClients || foreign !== undefined)
    return {
      left: `An internal network for ${noun} was left out: ${who} would have to join it. Do it by hand where they use it.`,
    };
  const name = 'internal';
  const edits: Addition[] = [
    { kind: 'edits', edits: insertTopLevel(own.file, 'networks', { [name]: { internal: true } }) },
  ];
  for (const { lines } of written)
    edits.push({
      kind: 'edits',
      edits: additionEdits(lines as OwnService, [
        { kind: 'items', key: 'networks', items: ['default', name] },
      ]),
    });
  if (edits.some((one) => one.kind === 'edits' && isRefused(one.edits))) return undefined;
  return {
    additions: [...edits, { kind: 'items', key: 'networks', items: [name] }],
    what: `Put it on a network of its own that leads nowhere else, and ${who} on it too: whoever gets into ${noun} reaches nothing outside of it.`,
    checks: [
      `From the internal network \`${service.name}\` no longer reaches the internet, and other Compose projects no longer reach it.`,
    ],
    isWide: true,
    signs: ['networks', `${name}:`],
  };
}

function isNamedBy(one: ComposeService, names: readonly string[], context: ComposeContext): boolean {
  const words = wordsIn(one, context);
  return words !== undefined && names.some((name) => words.has(name));
}

/** It names the database, or something of it is not seen here where it could. */
function mayBeClient(
  one: ComposeService,
  { ruleInput }: HardenInput,
  names: readonly string[],
  context: ComposeContext,
): boolean {
  const words = wordsIn(one, context);
  if (words === undefined || names.some((name) => words.has(name))) return true;
  const server = serverOfService(one, ruleInput.imageOf(one));
  const isFed =
    one.mounts.some(({ type }) => type === 'bind' || type === 'unknown') || one.configs.length > 0;
  // A server of another kind that is given no files of the project asks nobody on its own.
  return server === undefined || !holdsData(server) || isFed;
}
