// Tools for debugging, for the network or for editing, in the shipped image.
import { defineRule, type Example } from '../../define-rule.ts';
import { withoutPackage } from '../../edits/remove-package.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model } from '../../model/model.ts';
import { programsOfPackage } from '../../model/package-programs.ts';
import { type ShippedPackage, shippedPackages } from '../../model/shipped-packages.ts';
import { mayStartScript } from '../../model/started.ts';
import { lastPart } from '../../text/paths.ts';

interface Tool {
  readonly severity: 'information' | 'hint';
  /** The program, where the package is not named so. */
  readonly programs: readonly string[];
  readonly use: string;
}

const tools: ReadonlyMap<string, Tool> = new Map(
  (
    [
      ['information', 'reads and changes other processes', 'gdb gdbserver gdb-multiarch strace ltrace lldb'],
      [
        'information',
        'watches or attacks the network',
        'tcpdump nmap nmap-scripts ngrep tshark wireshark hping3 masscan ettercap-text-only dsniff',
      ],
      [
        'information',
        'opens connections to anywhere',
        'telnet inetutils-telnet busybox-extras netcat netcat-openbsd netcat-traditional ncat nmap-ncat',
      ],
      [
        'hint',
        'is for people at a terminal',
        'vim vim-tiny vim-nox vim-enhanced vim-minimal vim-common nano emacs emacs-nox joe mc',
      ],
      ['hint', 'is for people at a terminal', 'htop iotop atop tmux screen man-db man-pages mlocate'],
      ['hint', 'is for looking into the network', 'mtr mtr-tiny traceroute iperf iperf3 iftop lsof'],
    ] as const
  ).flatMap(([severity, use, names]) =>
    names.split(' ').map((name) => [name, { severity, use, programs: programsNamed(name) }] as const),
  ),
);

function programsNamed(name: string): readonly string[] {
  if (/^(netcat|ncat|nmap-ncat)/.test(name)) return ['nc', 'ncat', 'netcat'];
  if (/telnet|busybox-extras/.test(name))
    return ['telnet', 'telnetd', 'httpd', 'ftpd', 'ftpget', 'ftpput', 'inetd'];
  if (name.startsWith('vim')) return ['vim', 'vi', 'xxd'];
  if (name.startsWith('mtr')) return ['mtr'];
  if (name === 'tshark' || name === 'wireshark') return ['tshark', 'wireshark', 'dumpcap'];
  return [name.replace(/-.*$/s, ''), ...programsOfPackage(name)];
}

export default defineRule<ShippedPackage>({
  id: 'debug-tools-in-final-stage',
  severity: 'information',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'Tools for debugging are in the shipped image',
  why: 'Whoever gets into the container finds them ready to use, and they bring packages and vulnerabilities that the application does not need.',
  sources: ['cis:4.3'],
  checksFixes: true,
  *check({ model }) {
    const stage = model.finalStage;
    if (!stage || isDevelopment(model) || stage.end.facts?.role === 'toolbox') return;
    let used: ReadonlySet<string> | undefined;
    const reported = new Set<string>();
    for (const found of shippedPackages(model)) {
      const tool = tools.get(found.name);
      if (!tool || reported.has(found.name)) continue;
      used ??= startedPrograms(model);
      // What the file itself calls is part of how the image works.
      if (tool.programs.some((program) => used?.has(program))) continue;
      // Scripts that wait for another server, and Solr's own, call these.
      if (/netcat|ncat|^lsof$/.test(found.name) && mayStartScript(model, stage)) continue;
      reported.add(found.name);
      yield {
        at: found.word.at,
        severity: tool.severity,
        message: `\`${found.name}\` ${tool.use}, and it is in the shipped image. Leave it out, and debug with a container beside it (\`docker debug\`, \`kubectl debug\`).`,
        data: found,
      };
    }
  },
  *fix(problem, { model }) {
    yield* withoutPackage(model, problem.data!);
  },
});

/** Words of every command and exec form in the stages that are shipped: programs and what is handed to them. */
function startedPrograms(model: Model): ReadonlySet<string> {
  const started = new Set<string>();
  // `ENV EDITOR=vim`.
  for (const value of model.finalStage?.end.env.values() ?? []) started.add(lastPart(value ?? ''));
  for (const { instructions } of model.finalChain) {
    for (const instruction of instructions) {
      if (!/^(RUN|CMD|ENTRYPOINT|HEALTHCHECK|ONBUILD)$/.test(instruction.keyword)) continue;
      for (const { value } of instruction.exec?.items ?? [])
        for (const part of value.split(/[\s;|&()'"]+/, 500)) started.add(lastPart(part));
      for (const { name, args, command } of commandsOf(model, instruction)) {
        if (name !== undefined) started.add(name);
        if (command.name?.value !== undefined) started.add(lastPart(command.name.value));
        // `which nc`, `sh -c "nc …"`, `ln -s /usr/bin/vim`.
        if (!/^(apt|apt-get|apk|yum|dnf|microdnf|tdnf|zypper|aptitude)$/.test(name ?? ''))
          for (const { text } of args)
            for (const part of text.split(/[\s;|&()'"=]+/, 500)) started.add(lastPart(part));
      }
    }
  }
  return started;
}

export const docs = `
Tools that read other processes, watch the network or open connections are an information; editors and the like a hint. Silent are
builder stages, development files, a tool that is removed again, and one that the file itself uses: as its entrypoint, in the health check
or in a later step.
`;

export const examples = [
  {
    bad: `FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends ca-certificates «strace» «vim» && rm -rf /var/lib/apt/lists/*\nUSER 10001\n`,
    fixed: `FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*\nUSER 10001\n`,
  },
  {
    bad: `FROM alpine:3.22\nRUN apk add --no-cache \\\n    libpq \\\n    «tcpdump» \\\n    tzdata\nUSER 10001\n`,
    fixed: `FROM alpine:3.22\nRUN apk add --no-cache \\\n    libpq \\\n    tzdata\nUSER 10001\n`,
  },
  {
    bad: `FROM alpine:3.22\nRUN apk add --no-cache «nmap»\nUSER 10001\nCMD ["server"]\n`,
    fixed: `FROM alpine:3.22\nUSER 10001\nCMD ["server"]\n`,
    note: 'The step does nothing else.',
  },
  {
    good: `FROM alpine:3.22\nRUN apk add --no-cache nmap\nUSER 10001\nENTRYPOINT ["nmap"]\n`,
    note: 'It is what the image is for.',
  },
  {
    good: `FROM debian:12 AS build\nRUN apt-get update && apt-get install -y gdb\nFROM debian:12\nUSER 10001\n`,
    note: 'A builder stage.',
  },
  {
    good: `FROM debian:12\nRUN apt-get update && apt-get install -y vim && apt-get purge -y vim\nUSER 10001\n`,
    note: 'It is removed again.',
  },
  {
    good: `FROM debian:12\nRUN apt-get update && apt-get install -y netcat-openbsd\nHEALTHCHECK CMD nc -z 127.0.0.1 80\nUSER 10001\n`,
    note: 'The health check needs it.',
  },
  {
    good: `FROM debian:12\nRUN apt-get update && apt-get install -y netcat-openbsd\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n`,
    note: 'The script may wait for a server with it.',
  },
  {
    good: `FROM debian:12\nRUN apt-get update && apt-get install -y gdb vim\n`,
    context: { fileName: 'Dockerfile.dev' },
    note: 'A development file.',
  },
] satisfies Example[];
