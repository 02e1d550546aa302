// Which capabilities a service must keep when all are dropped. Undefined: not known, so that nothing is dropped.
import type { ComposeService } from '../compose/project.ts';
import type { ServiceImage } from '../compose/service-image.ts';
import { capabilitiesOf } from '../servers/known-servers.ts';
import type { NeededCapability } from '../servers/server-facts.ts';
import { knownStart } from './known-start.ts';
import { onHostNetwork, startsAsRoot } from './runs.ts';

/** The capabilities to give back after `cap_drop: [ALL]`, each with its reason; empty where none is needed. */
export function neededCapabilities(
  service: ComposeService,
  image: ServiceImage | undefined,
): readonly NeededCapability[] | undefined {
  const start = knownStart(service, image);
  if (start) return capabilitiesOf(start.server, start);
  return image && isOwnProgramWithoutRoot(service, image) ? [] : undefined;
}

/**
 * A process of another account than root has no capabilities to lose, unless its program's file brings some: such a
 * program is not started at all when they are dropped. Docker lets every account open ports below 1024 in a network of
 * the container's own.
 */
function isOwnProgramWithoutRoot(service: ComposeService, image: ServiceImage): boolean {
  if (startsAsRoot(service, image) !== false || onHostNetwork(service)) return false;
  const { facts, state, model } = image;
  const isBase = facts?.role === 'base' || facts?.role === 'runtime' || facts?.role === 'toolchain-runtime';
  if (!(isBase || facts?.id === 'scratch') || state.opaqueBy !== undefined) return false;
  return !model.stages.some(({ instructions }) =>
    instructions.some(
      ({ body, heredocs }) => /setcap|libcap|\bping\b/.test(body.text) || heredocs.length > 0,
    ),
  );
}
