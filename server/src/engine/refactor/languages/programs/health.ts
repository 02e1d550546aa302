// A health check in an image without a shell and without curl: BusyBox' wget, which needs neither, asks the same.
import { execFormText } from '../../../edits/exec-form.ts';
import { shippedHealthcheck, wgetFlavour } from '../../../model/health.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { readProbe } from '../../../probe/read.ts';
import { probeTools } from '../../../probe/tools.ts';
import { writeProbe } from '../../../probe/write.ts';
import { type Piece, type RuntimeChoice, SplitRefusal } from '../../plan.ts';
import type { ProgramStage } from './program-stage.ts';

/** The health check of the runtime. */
export interface Health {
  /** Stand right after FROM. */
  readonly pieces: readonly Piece[];
  readonly texts: ReadonlyMap<Instruction, { readonly text: string; readonly why: string }>;
  readonly notes: readonly string[];
}

/** Statically linked in this variant: it runs in an image that holds nothing else. */
const client = 'busybox:1.37-musl';

/**
 * Undefined where the file has no health check, or one that needs no client.
 * @throws SplitRefusal where the check cannot be said for that client
 */
export function healthWithoutTools({ input }: ProgramStage, choice: RuntimeChoice): Health | undefined {
  const { model, images } = input;
  const check = shippedHealthcheck(model);
  if (!check) return undefined;
  const { tools } = probeTools(check.command);
  const { facts } = choice;
  if (!tools.some(({ name }) => (name === 'curl' || name === 'wget') && !facts.tools[name])) return undefined;
  const read = readProbe(check.command, { wget: wgetFlavour(check.stage.end) });
  const refuse = (reason: string): never => {
    throw new SplitRefusal(
      `\`${choice.image}\` has nothing to make requests with, and the health check cannot be said for BusyBox’ wget: ${reason}.`,
      'instruction that cannot move',
      check.instruction.at,
    );
  };
  if (!read.ok) return refuse(read.reason);
  if (read.probes.some(({ scheme }) => scheme === 'https')) return refuse('it asks over TLS');
  if (images.official(client) === undefined) return refuse('no client that runs there is known');
  const written = writeProbe(
    read.probes,
    { kind: 'busybox-wget' },
    { join: read.join, healthcheckTimeoutSeconds: check.timeoutSeconds },
  );
  if (!written.ok) return refuse(written.reason);
  const { start, end } = check.read.commandAt;
  const { text } = model.dockerfile;
  const { at } = check.instruction;
  const changes = [...new Set([...read.notes, ...written.changes])];
  return {
    pieces: [
      {
        kind: 'added',
        text: `COPY --from=${client} /bin/wget /usr/bin/wget`,
        why: `The health check needs a client, and \`${choice.image}\` has none: this one is linked statically and needs nothing else.`,
      },
    ],
    texts: new Map([
      [
        check.instruction,
        {
          text: (
            text.slice(at.start, start) +
            execFormText(written.argv) +
            text.slice(end, at.end)
          ).replaceAll('\r\n', '\n'),
          why: `The check runs without a shell${changes.length > 0 ? ` (${changes.join('; ')})` : ''}.`,
        },
      ],
    ]),
    notes: [],
  };
}
