// Whether the programs that the stages of a refactoring call are there, and can do there what they did before.
import { commandsOf } from '../../server/src/engine/model/commands.ts';
import type { Model, Stage } from '../../server/src/engine/model/model.ts';
import { readCopy } from '../../server/src/engine/parse/arguments.ts';
import type { Instruction } from '../../server/src/engine/parse/syntax.ts';
import type { TriedOffer } from './split-offers.ts';

/** What is missing or cannot work; one sentence each. */
export function programFaults(tried: TriedOffer, old: Stage, now: Stage): string[] {
  return [
    ...missingPrograms(tried, old, now),
    ...unfetchedFiles(old, now),
    ...serversWithoutRoot(tried, old, now),
    ...ownersOfTheBuilder(tried, old),
    ...linkedPrograms(tried, now),
    ...installsAtStart(tried, old, now),
    ...filesAsFolders(tried, now),
  ];
}

/** Programs that the full images of Debian's languages have and their small ones do not. */
const programs = ['curl', 'wget', 'git', 'svn', 'hg', 'gcc', 'g++', 'make', 'unzip', 'xz'] as const;

function missingPrograms({ before, after, offer }: TriedOffer, old: Stage, now: Stage): string[] {
  if (offer.id === 'split:same') return [];
  const faults: string[] = [];
  const callers = /^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK)$/;
  for (const name of programs) {
    const calls = (model: Model, { instructions }: Stage) =>
      instructions.find(
        (one) => callers.test(one.keyword) && commandsOf(model, one).some((command) => command.name === name),
      );
    const caller = calls(after.model, now);
    if (!caller || !calls(before.model, old)) continue;
    const known = after.model.before(caller).tool(name).presence;
    const installed = now.instructions.some(
      ({ keyword, body, at }) =>
        at.start <= caller.at.start &&
        ((keyword === 'RUN' &&
          new RegExp(`(?:install|add)\\b[^;&|]*\\s${quoted(name)}(?:\\s|$)`).test(body.text)) ||
          (keyword === 'COPY' && body.text.includes(`/${name}`))),
    );
    // BusyBox has a wget and an unzip.
    const busybox = /alpine|busybox/.test(now.from.body.text) && /^(?:wget|unzip|xz)$/.test(name);
    if (known !== 'present' && !installed && !busybox)
      faults.push(`${caller.keyword} calls \`${name}\`, which nothing brings into the shipped stage`);
  }
  return faults;
}

function quoted(name: string): string {
  return name.replace(/\+/g, '\\+');
}

/** An archive that a step of the file fetched and unpacked, and that the step of the new stage only unpacks. */
function unfetchedFiles(old: Stage, now: Stage): string[] {
  const archive = /\b(?:tar|unzip|dpkg|rpm)\s[^;&|]*?([\w.$@{}-]+\.(?:tar\.[gx]z|tgz|zip|deb|rpm))/g;
  const faults: string[] = [];
  const runs = ({ instructions }: Stage) => instructions.filter(({ keyword }) => keyword === 'RUN');
  for (const { body } of runs(now))
    for (const [, name] of body.text.matchAll(archive)) {
      const fetches = ({ body: { text } }: Instruction) =>
        /\b(?:curl|wget)\b/.test(text) && text.includes(name!);
      const copied = now.instructions.some(
        (one) => readCopy(one) !== undefined && one.body.text.includes(name!),
      );
      if (runs(old).some(fetches) && !runs(now).some(fetches) && !copied)
        faults.push(`\`${name}\` is unpacked in the shipped stage, where nothing fetches it`);
    }
  return faults;
}

/** Packages of servers that start as root and change their account themselves. */
const servers =
  /^(?:nginx(?:-\w+)?|apache2|httpd|cron|cronie|dcron|supervisor|openssh(?:-server)?|haproxy|dnsmasq|postfix|runit|s6(?:-overlay)?|lighttpd|vsftpd|docker(?:[.-]\w+)*)$/;

/** A script starts the container, a server is installed for it, and the program no longer runs as root. */
function serversWithoutRoot({ offer }: TriedOffer, old: Stage, now: Stage): string[] {
  if (offer.id.startsWith('harden') || old.end.runsAsRoot === false || now.end.runsAsRoot !== false)
    return [];
  // The entry point of an official image starts what CMD says.
  const started = [now.end.entrypoint, now.end.cmd].find((one) => one && one.by !== 'image');
  if (started === undefined || started.by === 'image') return [];
  const words = started.argv ?? started.by.body.text.split(/\s+/);
  if (!words.some((word) => /\.sh$|(?:^|\/)(?:start|run|boot|init|entrypoint)[\w.-]*$/.test(word))) return [];
  return [...now.end.packages.keys()]
    .filter((name) => servers.test(name))
    .map((name) => `\`${name}\` is installed for the script that starts, and no longer runs as root`);
}

/** The start command installs into its folder, which belongs to root, and no longer runs as root. */
function installsAtStart({ offer }: TriedOffer, old: Stage, now: Stage): string[] {
  if (offer.id.startsWith('harden') || old.end.runsAsRoot === false || now.end.runsAsRoot !== false)
    return [];
  const started = [now.end.entrypoint, now.end.cmd].filter((one) => one && one.by !== 'image');
  const text = started.map((one) => (one!.by === 'image' ? '' : one!.by.body.text)).join(' ');
  const installer = /\b(?:composer|npm|yarn|pnpm|bundle|pip3?) (?:install|ci)\b/.exec(text);
  const owned = now.instructions.some(
    ({ keyword, body }) => /\bchown\b/.test(body.text) && keyword !== 'CMD' && keyword !== 'ENTRYPOINT',
  );
  return installer && !owned
    ? [`the start command runs \`${installer[0]}\` in a folder of root, and no longer runs as root`]
    : [];
}

/** A download without a slash at its end becomes a file, below which a later copy lies. */
function filesAsFolders({ after }: TriedOffer, { instructions }: Stage): string[] {
  const paths = new Map<string, string>();
  const faults: string[] = [];
  for (const one of instructions) {
    const copy = readCopy(one);
    if (!copy) continue;
    const { env, workdir } = after.model.before(one);
    const value = copy.destination.value.replace(
      /\$\{?(\w+)\}?/g,
      (whole, name: string) => env.get(name) ?? whole,
    );
    const path = value.startsWith('/') ? value : `${workdir ?? ''}/${value}`;
    for (const [file, shown] of paths)
      if (path.startsWith(`${file}/`))
        faults.push(`\`${shown}\` makes a file of ${file}, and ${path} lies below it`);
    const [source, ...more] = copy.sources;
    if (
      one.keyword === 'ADD' &&
      more.length === 0 &&
      /^https?:/.test(source?.value ?? '') &&
      !path.endsWith('/')
    )
      paths.set(path, one.body.text.trim().split('\n', 1)[0]!);
  }
  return faults;
}

/** The builder runs steps as another account, but lacks the step that gave that account its folder. */
function ownersOfTheBuilder({ after }: TriedOffer, old: Stage): string[] {
  const [builder, ...others] = after.model.stages;
  if (builder === undefined || others.length === 0) return [];
  const user = builder.instructions.find(
    ({ keyword, body }) => keyword === 'USER' && !/^(?:root|0)\b/.test(body.text.trim()),
  );
  if (!user || !builder.instructions.some(({ keyword, at }) => keyword === 'RUN' && at.start > user.at.start))
    return [];
  const place = old.instructions.findIndex(
    ({ keyword, body }) => keyword === 'USER' && body.text.trim() === user.body.text.trim(),
  );
  const kept = builder.instructions.map(({ body }) => body.text).join('\n');
  const folder = after.model.before(user).workdir;
  return old.instructions
    .slice(0, Math.max(0, place))
    .filter(({ keyword, body }) => keyword === 'RUN' && /\bchown\b/.test(body.text))
    .filter(({ body }) => folder !== undefined && body.text.includes(folder))
    .filter(
      ({ body }) => ![...body.text.matchAll(/\bchown [^;&|]*/g)].some(([text]) => kept.includes(text.trim())),
    )
    .map(() => `the builder works as \`${user.body.text.trim()}\`, to whom nothing there gives ${folder}`);
}

/** A program that may be linked against a library of the builder that the shipped image has not. */
function linkedPrograms({ after, offer }: TriedOffer, now: Stage): string[] {
  const builder = after.model.stages[0]!;
  const text = builder.instructions.map(({ body }) => body.text).join('\n');
  const shipped = now.instructions.map(({ body }) => body.text).join('\n');
  // Alpine's own compiler of Rust links the unwinder dynamically.
  const fromAlpine = builder.instructions.some(({ body }) =>
    /\bapk\b[^;&|]*\s(?:cargo|rust)\b/.test(body.text),
  );
  if (fromAlpine && /\bcargo (?:build|install)\b/.test(text))
    return /\blibgcc\b|build-base|gcc/.test(shipped)
      ? []
      : ['the program needs `libgcc`, which nothing brings'];
  if (!/\bscratch\b|\/static(?:-\w+)?:(?!\S*-(?:glibc|musl))/.test(now.from.body.text)) return [];
  if (
    offer.id === 'split:same' ||
    !/\bgo (?:build|install|get)\b/.test(text) ||
    /CGO_ENABLED[= ]"?0/.test(text)
  )
    return [];
  const compiler =
    !/alpine/.test(builder.from.body.text) || /\b(?:gcc|build-base|g\+\+|alpine-sdk)\b/.test(text);
  return compiler ? ['the program may need a C library, which the shipped image has not'] : [];
}
