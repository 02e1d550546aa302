// The program that the health check calls, where the image of the build has it and that of the runtime has not.
import { commandsOf } from '../model/commands.ts';
import { lastPart } from '../text/paths.ts';
import { hasNoShell } from './carry.ts';
import type { Piece, RuntimeChoice, SplitInput } from './plan.ts';

/**
 * Installs it, where the runtime image has Debian's package manager: there is no other program to probe with. Where BusyBox has a `wget`
 * the rules' own fix is better, and where there is no package manager the probe cannot work.
 */
export function probeTool(input: SplitInput, { facts, kind }: RuntimeChoice): Piece[] {
  // What a folder on PATH brings the rules cannot know, so that their fix does not come.
  const isHidden = kind === 'jlink' && facts.packageManager === 'apk';
  if (facts.packageManager !== 'apt' && !isHidden) return [];
  const names = new Set(probed(input));
  const missing = ['curl', 'wget'].filter((tool) => names.has(tool) && facts.tools[tool] === false);
  // Where the file installs it, the runtime gets the package anyway.
  const wanted = missing.filter((tool) => !input.stage.end.packages.has(tool));
  return wanted.map((tool) => ({
    kind: 'added',
    text: isHidden
      ? `RUN apk add --no-cache ${tool}`
      : [
          'RUN apt-get update',
          `    && apt-get install -y --no-install-recommends ${tool}`,
          '    && rm -rf /var/lib/apt/lists/*',
        ].join(' \\\n'),
    why: `The health check calls \`${tool}\`, which the image of the build has and this one has not.`,
  }));
}

/** Why the health check cannot run in an image; undefined where it can, as far as the image's own programs tell. */
export function probeFault(input: SplitInput, choice: RuntimeChoice): string | undefined {
  const check = input.stage.end.healthcheck;
  if (!check || check.by === 'image' || !hasNoShell(choice)) return undefined;
  const missing = probed(input).find((name) => choice.facts.tools[lastPart(name)] === false);
  if (missing === undefined && check.form !== 'shell') return undefined;
  return `\`${choice.image}\` has no ${missing === undefined ? 'shell' : `\`${missing}\``}, which the health check needs: the container is never healthy.`;
}

/** The programs that the health check calls, and its words. */
function probed({ model, stage }: SplitInput): string[] {
  const check = stage.end.healthcheck;
  if (!check || check.by === 'image') return [];
  return [...commandsOf(model, check.by).flatMap(({ name }) => name ?? []), ...(check.argv ?? [])];
}
