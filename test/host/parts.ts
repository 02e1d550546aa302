// For suites inside the extension host: the path of a prepared real part, or a skip that says why there is none.
import type { Context } from 'mocha';

/**
 * The path of a part (its names: scripts/parts/part.ts). Call it in a test or a `before` hook with mocha's
 * `this`; when the part could not be had, the tests concerned are skipped with the reason.
 */
export function needPart(context: Context, name: string): string {
  const suffix = name.toUpperCase().replaceAll('-', '_');
  const path = process.env[`PLIMSOLL_PART_${suffix}`];
  if (path) return path;
  const reason = `${name}: ${process.env[`PLIMSOLL_MISSING_${suffix}`] ?? 'not prepared'}`;
  const concerned = (context.currentTest ?? context.test) as (Mocha.Runnable & { type?: string }) | undefined;
  for (const place of [concerned, concerned?.type === 'hook' ? concerned.parent : undefined]) {
    if (place) Object.assign(place, { skipReason: reason });
  }
  context.skip();
}
