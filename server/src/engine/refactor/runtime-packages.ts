// Which of a RUN's packages the runtime needs: those that are no build tools, and the libraries that build packages leave.
import { isBuildPackage } from '../model/build-evidence.ts';
import type { Arrangement } from './arrange.ts';
import { isCalled } from './called-programs.ts';
import { SplitRefusal } from './plan.ts';
import { runtimeLibraries } from './runtime-libraries.ts';
import type { Step, StepPart } from './steps.ts';

/** Tools that only builds use, though they are no compilers. */
const buildTools: ReadonlySet<string> = new Set([
  'pkg-config',
  'pkgconf',
  'pkgconfig',
  'libtool',
  'patch',
  'python3-dev',
  'linux-headers',
  'swig',
]);

/** What is left of the installs of a RUN. */
export interface PackagesLeft {
  /** As they are to be written, each where it is installed first. */
  readonly byCommand: ReadonlyMap<StepPart, readonly string[]>;
  readonly names: readonly string[];
  /** Every package of every install is among them, and nothing else. */
  readonly whole: boolean;
  /** An install from a source of its own, which only the whole RUN can say. */
  readonly foreign?: StepPart;
}

/**
 * What the runtime needs of the packages that a RUN installs.
 * @throws SplitRefusal where that is not known
 */
export function packagesLeft(
  arrangement: Arrangement,
  step: Step,
  installs: readonly StepPart[],
  removes: StepPart | undefined,
): PackagesLeft {
  const { input, buildPackages, leaves, libraries: own } = arrangement;
  const release = input.stage.end.facts?.release;
  const byCommand = new Map<StepPart, readonly string[]>();
  const seen = new Set<string>();
  let whole = true;
  let foreign: StepPart | undefined;
  for (const part of installs) {
    const { request, command } = part;
    const names: string[] = [];
    const gone = request!.packages.every(({ name }) => !keptAfter(input, step, name, removes));
    // A variable that only holds what builds need: `$PHPIZE_DEPS`.
    const hidden = command.args.filter(({ value, text }) => value === undefined && !text.startsWith('-'));
    const known = hidden.length > 0 && hidden.every(({ text }) => buildPackages?.has(text));
    if (known) whole = false;
    else if (!request!.complete && !gone && namesAll(part)) foreign = part;
    else if (!request!.complete && !(gone && namesAll(part)))
      throw new SplitRefusal(
        'The packages that this RUN installs are not all named.',
        'library of unknown package',
        command.command.at,
      );
    for (const { name, word } of request!.packages) {
      // What the same step removes again is not in the image.
      if (!keptAfter(input, step, name, removes)) {
        whole = false;
        continue;
      }
      const left = leaves?.(request!.manager, name);
      if (left) {
        whole = false;
        names.push(...left);
        continue;
      }
      const builds = isBuildPackage(name) || buildTools.has(name) || buildPackages?.has(name) === true;
      if (!builds || isCalled(arrangement, name)) {
        names.push(word.raw);
        continue;
      }
      whole = false;
      if (buildPackages?.has(name)) continue;
      const libraries = (own ?? runtimeLibraries)(request!.manager, release, name);
      if (!libraries)
        throw new SplitRefusal(
          `It is not known which package holds what \`${name}\` leaves for run time.`,
          'library of unknown package',
          word.at,
        );
      names.push(...libraries);
    }
    byCommand.set(
      part,
      [...new Set(names)].filter((name) => !seen.has(name)),
    );
    for (const name of names) seen.add(name);
  }
  return { byCommand, names: [...seen], whole, ...(foreign && { foreign }) };
}

/** The packages come from a source of their own (`apk add --repository`), and each is named. */
function namesAll({ request, command }: StepPart): boolean {
  return (
    request!.manager === 'apk' &&
    command.args.every(({ text }, index) => {
      if (text.startsWith('-')) return true;
      return (
        /^(-X|--repository|-t|--virtual)$/.test(command.args[index - 1]?.text ?? '') ||
        !/[$`/]|\.apk$/.test(text)
      );
    })
  );
}

function keptAfter(
  { model }: Arrangement['input'],
  { instruction }: Step,
  name: string,
  removes: StepPart | undefined,
): boolean {
  if (removes === undefined) return true;
  return model.after(instruction).packages.get(name)?.by === instruction;
}
