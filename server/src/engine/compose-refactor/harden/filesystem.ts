// A root filesystem that cannot be written.
import { readOnlyPlan } from '../../hardening/written-paths.ts';
import type { HardenInput, LeftOut, Step } from './step.ts';

export function withReadOnlyRoot({ service, image }: HardenInput): Step | LeftOut {
  const plan = readOnlyPlan(service, image);
  if ('unknown' in plan)
    return {
      left: `\`read_only: true\` was left out. ${plan.unknown} Add it, start the service, and give what it complains about a tmpfs or a volume.`,
    };
  if (service.get('read_only') !== undefined)
    return { left: '`read_only` is switched off here; it was left as it is.' };
  const paths = plan.tmpfs.map(({ path }) => `\`${path}\``);
  return {
    additions: [
      { kind: 'value', path: ['read_only'], value: true },
      {
        kind: 'items',
        key: 'tmpfs',
        items: plan.tmpfs.map(({ item }) => item),
        comments: new Map(plan.tmpfs.map(({ item, why }) => [item, why])),
      },
    ],
    what: `Made the root filesystem read-only, so that nothing can be left there${
      paths.length > 0 ? `; ${paths.join(', ')} in memory, because the image writes there` : ''
    }.`,
    mends: ['writable-root-filesystem'],
    signs: ['read_only', 'tmpfs', ...plan.tmpfs.map(({ item }) => item)],
  };
}
