// Writes the requests of a health check for another program: exec form, a limit, the right exit code.
import { type Plan, planRequest, type WriteOptions } from './plan.ts';
import { type ProbeRequest, Refusal } from './request.ts';
import { writeClient } from './write-client.ts';
import { writeNode } from './write-node.ts';
import { writePython } from './write-python.ts';

export type { WriteOptions } from './plan.ts';

/** What the image has to make a request with. `path` is the program as the check is to name it. */
export type ProbeRuntime =
  | { readonly kind: 'python'; readonly path: string }
  /** Without `major` the program works on every Node.js, at the cost of some length. */
  | { readonly kind: 'node'; readonly path: string; readonly major?: number }
  /** `path` is `wget` where it is not given; `shell` is what can expand variables, where there is one. */
  | { readonly kind: 'busybox-wget'; readonly path?: string; readonly shell?: string }
  | { readonly kind: 'wget-gnu'; readonly path?: string; readonly shell?: string }
  | { readonly kind: 'curl'; readonly path?: string; readonly shell?: string };

/** An exec form, or why there is none. */
export type WrittenProbe =
  | {
      readonly ok: true;
      /** Not yet encoded as JSON. */
      readonly argv: readonly string[];
      /** What differs, for the title: `localhost becomes 127.0.0.1`. The reader's notes come on top. */
      readonly changes: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

const LOCALHOST = {
  python: 'if-verified',
  node: 'replace',
  'busybox-wget': 'replace',
  'wget-gnu': 'keep',
  curl: 'keep',
} as const;

/**
 * Writes requests for a runtime. Scheme, port, path, method, headers, body and `-k` are kept, or it is refused.
 * The limit is the request's own, else 3 seconds, and never more than the HEALTHCHECK's. Never throws.
 */
export function writeProbe(
  probes: readonly ProbeRequest[],
  runtime: ProbeRuntime,
  options: WriteOptions = {},
): WrittenProbe {
  try {
    if (probes.length === 0) throw new Refusal('there is no request to write');
    const join = options.join ?? 'all';
    const plans = probes.map((probe) => planRequest(probe, options, LOCALHOST[runtime.kind]));
    const { argv, changes } = written(plans, join, runtime);
    return { ok: true, argv, changes: [...new Set([...plans.flatMap((plan) => plan.changes), ...changes])] };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.message };
    throw error;
  }
}

function written(
  plans: readonly Plan[],
  join: 'all' | 'any',
  runtime: ProbeRuntime,
): { readonly argv: readonly string[]; readonly changes: readonly string[] } {
  switch (runtime.kind) {
    case 'python': {
      const { code, changes } = writePython(plans, join);
      return { argv: [runtime.path, '-c', code], changes };
    }
    case 'node': {
      const { code, changes } = writeNode(plans, join, runtime.major);
      return { argv: [runtime.path, '-e', code], changes };
    }
    case 'curl':
      return writeClient(plans, join, 'curl', [runtime.path ?? 'curl'], runtime.shell);
    default:
      return writeClient(plans, join, runtime.kind, [runtime.path ?? 'wget'], runtime.shell);
  }
}
