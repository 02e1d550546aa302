// What a runtime image lacks that the programs had in the image they were built in: certificates, time zones, tools, libraries.

import { shippedHealthcheck } from '../../../model/health.ts';
import { programsOfPackage } from '../../../model/package-programs.ts';
import { packageWith } from '../../../model/tool-packages.ts';
import { probeTools } from '../../../probe/tools.ts';
import { hasNoShell } from '../../carry.ts';
import { type Piece, type RuntimeChoice, SplitRefusal } from '../../plan.ts';
import { runtimeLibraries } from '../../runtime-libraries.ts';
import type { PlacedCommand } from './commands.ts';
import type { ProgramStage } from './program-stage.ts';
import { slimLibraries } from './slim-libraries.ts';

const bundle = '/etc/ssl/certs/ca-certificates.crt';

/** The basics of a runtime stage. */
export interface Basics {
  /** Stand right after its FROM. */
  readonly pieces: readonly Piece[];
  readonly buildPackages: ReadonlySet<string>;
  libraries(manager: string, release: string | undefined, name: string): readonly string[] | undefined;
  readonly notes: readonly string[];
}

/** @throws SplitRefusal where a tool that the start needs cannot be had */
export function runtimeBasics(stage: ProgramStage, choice: RuntimeChoice): Basics {
  const noShell = hasNoShell(choice);
  const { facts } = choice;
  const buildPackages = new Set(stage.buildPackages);
  const running = toolsAtRunTime(stage);
  const installed = [...stage.input.stage.end.packages.keys()];
  for (const name of installed) if (isForTheBuild(stage, name, running)) buildPackages.add(name);
  if (noShell)
    for (const name of ['ca-certificates', 'tzdata', 'ca-certificates-bundle']) buildPackages.add(name);
  // The check is written for another client there.
  if (noShell)
    for (const name of ['curl', 'wget'])
      if (running.has(name) && onlyForHealth(stage, name)) buildPackages.add(name);
  const manager = facts.packageManager ?? 'none';
  const carried = (name: string) => !noShell && installed.includes(name);
  const packages = noShell ? [] : missingTools(stage, choice, running, installed);
  packages.push(...librariesOfHeaders(stage, choice).filter((name) => !carried(name)));
  const pieces: Piece[] = [];
  // Debian's C library depends on it.
  if (stage.linkage.unwinds && manager === 'apk' && !carried('libgcc')) packages.push('libgcc');
  if (stage.needs.timeZones && manager === 'apk' && !carried('tzdata')) packages.push('tzdata');
  const certificates =
    stage.needs.certificates &&
    (stage.input.base.facts?.caCertificates === true || hasOwnAuthorities(stage)) &&
    !carried('ca-certificates') &&
    (facts.caCertificates !== true || hasOwnAuthorities(stage));
  if (packages.length > 0) {
    const names = [...new Set(packages)].sort();
    if (certificates && manager === 'apt' && !hasOwnAuthorities(stage)) names.unshift('ca-certificates');
    pieces.push({
      kind: 'added',
      text:
        manager === 'apk'
          ? `RUN apk add --no-cache ${names.join(' ')}`
          : `RUN apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')} && rm -rf /var/lib/apt/lists/*`,
      why: `\`${choice.image}\` lacks what the image that builds has: ${names.join(', ')}.`,
    });
  }
  if (certificates && (manager !== 'apt' || packages.length === 0 || hasOwnAuthorities(stage)))
    pieces.push({
      kind: 'added',
      text: `COPY --from=builder ${bundle} ${bundle}`,
      why: hasOwnAuthorities(stage)
        ? 'The file adds certificates of authorities, which the program is to trust.'
        : `\`${choice.image}\` has no certificates of authorities, which a program needs to ask other servers over TLS.`,
    });
  if (stage.needs.timeZones && facts.id === 'scratch') {
    pieces.push(
      {
        kind: 'added',
        text: 'COPY --from=builder /usr/local/go/lib/time/zoneinfo.zip /zoneinfo.zip',
        why: 'An empty image has no time zones; the toolchain brings them.',
      },
      { kind: 'added', text: 'ENV ZONEINFO=/zoneinfo.zip', why: 'Programs in Go read the time zones there.' },
    );
  }
  return {
    pieces,
    buildPackages,
    libraries: (manager, _release, name) => librariesOf(stage, choice, manager, name),
    notes: [],
  };
}

/** What is left of a package with headers in the runtime image; undefined where it is not known. */
function librariesOf(
  { linkage, input }: ProgramStage,
  { kind, facts, image }: RuntimeChoice,
  manager: string,
  name: string,
): readonly string[] | undefined {
  if (linkage.libc === 'none') return [];
  const built = input.base.facts?.release;
  if (kind === 'distroless') {
    // Source: distroless, base/README.md: the base images have OpenSSL, from Debian 13 on zlib too.
    const release = /-debian(\d+)/.exec(image)?.[1];
    const brings = name === 'libssl-dev' || (name === 'zlib1g-dev' && release === '13');
    if (brings && release === built) return [];
  }
  const release = facts.distro === input.base.facts?.distro ? (facts.release ?? built) : built;
  return slimLibraries(manager, release, name) ?? runtimeLibraries(manager, release, name);
}

/**
 * Packages with the libraries that the program links from the base image.
 * @throws SplitRefusal where they are not known, or the runtime image cannot have them
 */
function librariesOfHeaders(stage: ProgramStage, choice: RuntimeChoice): string[] {
  const { from } = stage.input.stage;
  return stage.needs.headers.flatMap((name) => {
    const found = librariesOf(stage, choice, 'apt', name);
    if (found === undefined)
      throw new SplitRefusal(
        `It is not known which package holds what \`${name}\` leaves for run time.`,
        'library of unknown package',
        from.at,
      );
    if (found.length > 0 && hasNoShell(choice))
      throw new SplitRefusal(
        `The program loads shared libraries of ${found.map((one) => `\`${one}\``).join(', ')}, which \`${choice.image}\` does not have.`,
        'library of unknown package',
        from.at,
      );
    return found;
  });
}

/** The file gives the image certificates of its own. */
function hasOwnAuthorities({ commands, files }: ProgramStage): boolean {
  const places = /^\/(usr\/(local\/)?share\/ca-certificates|etc\/ssl\/certs)(\/|$)/;
  const isPlace = (at: PlacedCommand) => at.command.args.some((word) => places.test(at.path(word) ?? ''));
  return (
    files.copied.some(({ target }) => places.test(target)) ||
    [...commands.values()].some(
      (at) => /^(cp|mv|curl|wget|install|tee)$/.test(at.command.name ?? '') && isPlace(at),
    )
  );
}

/** Names of the programs that the start, its scripts and the health check use. */
function toolsAtRunTime({ origins, input, needs }: ProgramStage): ReadonlySet<string> {
  const names = new Set<string>(needs.tools);
  for (const origin of origins)
    if (origin.kind === 'image' || origin.kind === 'package') names.add(origin.name);
  const check = shippedHealthcheck(input.model);
  if (check) for (const { name } of probeTools(check.command).tools) names.add(name);
  return names;
}

function onlyForHealth({ origins, needs }: ProgramStage, name: string): boolean {
  return !needs.tools.includes(name) && !origins.some((origin) => 'name' in origin && origin.name === name);
}

/** A package whose programs the build uses, and nothing that runs later. */
function isForTheBuild({ commands }: ProgramStage, name: string, running: ReadonlySet<string>): boolean {
  const programs = [name, ...programsOfPackage(name), ...(name.startsWith('xz') ? ['xz'] : [])];
  if (programs.some((program) => running.has(program))) return false;
  const used = new Set([...commands.values()].map(({ command }) => command.name));
  const helps = name.startsWith('xz') || /^(unzip|bzip2|zip)$/.test(name);
  return programs.some((program) => used.has(program)) || (helps && used.has('tar'));
}

/** In every image with a shell. */
const everywhere: ReadonlySet<string> = new Set(
  'sh test [ echo printf true false cat cp mv ln rm ls mkdir touch chmod chown sleep date env grep sed cut head tail tr wc tee sort uniq id whoami hostname uname basename dirname mktemp readlink seq stat timeout kill nproc awk find xargs base64'.split(
    ' ',
  ),
);

/** Packages with the tools that the image had of its own, which the start or the health check uses. */
function missingTools(
  stage: ProgramStage,
  { image, facts }: RuntimeChoice,
  running: ReadonlySet<string>,
  installed: readonly string[],
): string[] {
  const packages: string[] = [];
  const { end } = stage.input.stage;
  for (const name of running) {
    const isThere = name === 'bash' ? facts.shell !== false && facts.shell?.bash : facts.tools[name];
    if (isThere || everywhere.has(name) || end.tool(name).presence !== 'present') continue;
    if (installed.some((one) => one === name || programsOfPackage(one).includes(name))) continue;
    // The health check is written for a client that comes along.
    if ((name === 'curl' || name === 'wget') && facts.packageManager === 'none' && onlyForHealth(stage, name))
      continue;
    // BusyBox has one, and the health check is written for it.
    if (name === 'curl' && facts.tools['wget'] === 'busybox' && onlyForHealth(stage, name)) continue;
    const found = packageWith(name, facts.packageManager ?? 'none');
    if (found === undefined && facts.tools[name] === undefined && name !== 'bash') continue;
    if (found === undefined)
      throw new SplitRefusal(
        facts.packageManager === 'none'
          ? `\`${image}\` has no \`${name}\`, and no package manager to install it with.`
          : `\`${image}\` has no \`${name}\`, and it is not known which package brings it.`,
        'start command',
        stage.start.instructions[0]?.at ?? stage.input.stage.from.at,
      );
    packages.push(found);
  }
  return packages;
}
