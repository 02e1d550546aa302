// Makes docs/known-servers.md: what the engine knows of the images of servers.
import { knownServers } from '../../server/src/engine/servers/known-servers.ts';
import type {
  FactSource,
  KnownServer,
  NeededCapability,
  ServerFacts,
  ServerVariant,
  StartsAs,
} from '../../server/src/engine/servers/server-facts.ts';

const code = (text: string): string => `\`${text}\``;
const list = (items: readonly (string | number)[]): string =>
  items.length === 0 ? 'none' : items.map((item) => code(String(item))).join(', ');

function startOf(start: StartsAs): string {
  if (start.how === 'root') return 'as root, throughout';
  if (start.how === 'user')
    return `as ${code(start.account)}${start.uid === undefined ? '' : ` (${start.uid})`}`;
  if (start.how === 'drops itself') return `as root; its own code switches to ${code(start.account)}`;
  return `as root; ${code(start.program)} goes on as ${code(start.account)}`;
}

const when: Readonly<Record<NeededCapability['needed'], string>> = {
  'every start': '',
  'first start': ', at the first start',
  'later starts': ', when the data are there already',
  'foreign folder': ', where a folder of the host or a tmpfs lies over the data',
  'host network': ', on the host’s network only',
};

function capabilitiesOf(needed: readonly NeededCapability[]): string {
  if (needed.length === 0) return 'none';
  return needed.map(({ name, why, needed: at }) => `${code(name)} (${why}${when[at]})`).join('; ');
}

/** One line for each fact that is known. */
function linesOf(facts: ServerFacts): string[] {
  const lines: [string, string | undefined][] = [
    ['Ports for its clients', facts.servicePorts && list(facts.servicePorts)],
    ['Ports of admins and of the cluster', facts.adminPorts && list(facts.adminPorts)],
    ['Starts', facts.startsAs && startOf(facts.startsAs)],
    ['Value for `user:`', facts.user === undefined ? undefined : code(facts.user)],
    ['Capabilities', facts.capabilities && capabilitiesOf(facts.capabilities)],
    ['Capabilities with `user:` too', facts.programCapabilities && capabilitiesOf(facts.programCapabilities)],
    ['Data', facts.data && list(facts.data)],
    [
      'Writes elsewhere',
      facts.writes && (facts.writes.map(({ path, why }) => `${code(path)} (${why})`).join('; ') || 'nothing'),
    ],
    [
      'Writes more with',
      facts.writesMoreWith &&
        list([...(facts.writesMoreWith.mounts ?? []), ...(facts.writesMoreWith.variables ?? [])]),
    ],
    [
      'Secrets from files',
      facts.fileVariables &&
        (facts.fileVariables
          .map(
            ({ names, prefix, suffix }) => `${names ? list(names) : code(`${prefix}…`)} with ${code(suffix)}`,
          )
          .join('; ') ||
          'none'),
    ],
    ['Not from files', facts.noFileVariables && list(facts.noFileVariables)],
    ['Secrets', facts.secretVariables && list(facts.secretVariables)],
    [
      'Opened by',
      facts.openingVariables?.length
        ? facts.openingVariables
            .map(
              ({ name, values, says }) => `${code(values ? `${name}=${values.join('|')}` : name)} (${says})`,
            )
            .join('; ')
        : undefined,
    ],
    [
      'Health check',
      facts.healthcheck &&
        `${code(JSON.stringify(facts.healthcheck.test))}${facts.healthcheck.note ? `. ${facts.healthcheck.note}` : ''}`,
    ],
  ];
  return lines.flatMap(([name, value]) => (value === undefined ? [] : [`- ${name}: ${value}`]));
}

function tagsOf({ from, below, flavour }: ServerVariant): string {
  const versions =
    from !== undefined && below !== undefined
      ? `from ${from} to before ${below}`
      : from !== undefined
        ? `from ${from}`
        : below !== undefined
          ? `before ${below}`
          : undefined;
  const system = flavour === 'alpine' ? 'Alpine' : flavour === 'default' ? 'not Alpine' : undefined;
  return [versions, system].filter((one) => one !== undefined).join(', ');
}

function sourceOf({ url, read, facts }: FactSource): string {
  return `- <${url}> (${read})${facts ? ` for ${facts.join(', ')}` : ''}`;
}

function section({ name, images, kind, facts, variants = [], sources, tried = [] }: KnownServer): string {
  const parts = [
    `## ${name}`,
    '',
    `Kind: ${kind}. Images: ${list(images)}.`,
    '',
    ...linesOf(facts),
    ...variants.flatMap((variant) => ['', `Tags ${tagsOf(variant)}:`, '', ...linesOf(variant.facts)]),
    '',
    ...(tried.length > 0 ? [`Tried in a Docker engine with a stand-in: ${tried.join(', ')}.`, ''] : []),
    'Read in:',
    '',
    ...sources.map(sourceOf),
    '',
  ];
  return parts.join('\n');
}

const head = `<!-- Made by \`npm run generate\` from server/src/engine/servers; do not edit. -->
# Known servers

What is known of the images of servers, so that findings and “Harden this service” say only what holds for the image in hand. What
is not listed is unknown: nothing is proposed from it. A tag without a version, such as \`latest\`, has only what holds for all versions.

- **Capabilities** are what the image’s usual start needs after \`cap_drop: [ALL]\`. All of them are in Docker’s default set. With
  \`user:\` of another account than root it needs none, unless the program’s own file carries one.
- \`NET_BIND_SERVICE\` is not needed for ports below 1024 in a network of the container’s own: there Docker (since 20.10) lets every
  account open them (\`net.ipv4.ip_unprivileged_port_start=0\`).
- **Writes elsewhere** are paths beside the data that need a tmpfs with \`read_only: true\`.
- **Tried** means: a stand-in with the same accounts, folders and entrypoint steps, made from Debian packages, starts and serves with
  these facts in a Docker engine, and fails without each of them. The real images were read, not run.
`;

/** The page. */
export function knownServersPage(): string {
  return `${head}\n${knownServers.map(section).join('\n')}`;
}
