// What in a stage cannot work without root, or takes care of the user by itself.
import type { LintContext } from '../context.ts';
import { lastPart } from '../text/paths.ts';
import type { PlainCommand } from './apply-run.ts';
import { commandsOf } from './commands.ts';
import type { Model, Stage } from './model.ts';
import type { CommandState } from './state.ts';

/** Servers and supervisors that start as root and give their rights up, or need them, wherever a distribution installs them. */
const rootPrograms: ReadonlySet<string> = new Set(
  `nginx apache2 apachectl apache2ctl apache2-foreground httpd httpd-foreground php-fpm lighttpd sshd cron crond anacron supervisord s6-svscan runsvdir
  dockerd containerd systemd init openrc-init dnsmasq named openvpn wg-quick dhcpd vsftpd proftpd smbd nmbd nfsd postfix dovecot rsyslogd xinetd
  keepalived squid mysqld mysqld_safe mariadbd chronyd ntpd fail2ban-server service`.split(/\s+/),
);

/** Programs that change the user and then become the program they are given. */
const userChangers = ['gosu', 'su-exec', 'setpriv', 'chpst', 'setuidgid', 's6-setuidgid', 'runuser'] as const;

/** Installers that write into the home directory of root, unless a variable says otherwise. */
const homeInstallers: readonly { readonly form: RegExp; readonly unless?: string; readonly what: string }[] =
  [
    { form: /^pip[\d.]* install .*--user\b/, unless: 'PYTHONUSERBASE', what: 'pip install --user' },
    { form: /^pipx install\b/, unless: 'PIPX_HOME', what: 'pipx' },
    { form: /^uv python install\b/, unless: 'UV_PYTHON_INSTALL_DIR', what: 'uv python install' },
    { form: /^uv tool install\b/, unless: 'UV_TOOL_DIR', what: 'uv tool install' },
    { form: /\bplaywright install\b/, unless: 'PLAYWRIGHT_BROWSERS_PATH', what: 'playwright install' },
    {
      form: /\bnltk\.downloader\b(?!(?:(?!nltk\.downloader).)* -d )/,
      unless: 'NLTK_DATA',
      what: 'nltk.downloader',
    },
    { form: /^dotnet tool install\b.* (-g|--global)\b/, what: 'dotnet tool install --global' },
  ];

/** The container is known to start as root and to run as somebody else. */
export function stepsDownItself({ context }: Model, stage: Stage): boolean {
  const { end } = stage;
  const { facts, entrypoint, cmd } = end;
  const own = facts?.entrypoint?.at(-1);
  if (
    facts?.stepsDownItself === true &&
    (entrypoint === undefined ||
      entrypoint.by === 'image' ||
      (own !== undefined && entrypoint.argv?.includes(own)))
  )
    return true;
  if (
    isPhpServer(stage) &&
    (entrypoint === undefined || entrypoint.by === 'image' || entrypoint.argv?.includes(phpEntrypoint))
  )
    return cmd === undefined || cmd.by === 'image'
      ? entrypoint?.by === 'image' || entrypoint === undefined
      : keepsPhpServer(cmd.argv);
  const started = entrypoint ?? cmd;
  if (started === undefined || started.by === 'image') return false;
  if (started.argv?.slice(0, 4).some((word) => changesUser(scriptNamed(context, word)))) return true;
  return userChangers.some((name) => {
    const { presence, by } = end.tool(name);
    return presence === 'present' && by !== 'image';
  });
}

const phpEntrypoint = 'docker-php-entrypoint';

/**
 * The image's own CMD starts PHP in a server whose workers are www-data: Apache's APACHE_RUN_USER, `user =` of the FPM pool.
 * Source: docker-library/php at 445bf414, 8.4/trixie/{apache,fpm}/Dockerfile.
 */
export function isPhpServer({ end: { facts } }: Stage): boolean {
  return /^php-(apache|fpm)(-|$)/.test(facts?.id ?? '');
}

/** A command that docker-php-entrypoint takes for that server: its program, or options of it. */
export function keepsPhpServer(argv: readonly string[] | undefined): boolean {
  const first = argv?.[0] === phpEntrypoint ? argv[1] : argv?.[0];
  return (
    first !== undefined && (first.startsWith('-') || /^(php-fpm|apache2-foreground)$/.test(lastPart(first)))
  );
}

/** The text of a script of the build context that has the name of a started program; empty where there is none or several. */
function scriptNamed({ files = {} }: LintContext, word: string): string {
  const name = lastPart(word);
  const [path, other] = Object.keys(files).filter((one) => lastPart(one) === name);
  return path === undefined || other !== undefined ? '' : files[path]!;
}

/** A line of a script that goes on as another user. */
function changesUser(script: string): boolean {
  return script
    .split('\n')
    .some((line) =>
      /^[^#]{0,200}?(?:^|[\s;&|"'(])(?:gosu|su-exec|setpriv|chpst|(?:s6-)?setuidgid|runuser|su|sudo -u|chroot --userspec)[\s=]+[\w"'$-]/.test(
        line,
      ),
    );
}

/** Shells and interpreters that wait for a person's input when they are started with nothing to run. */
const prompts: ReadonlySet<string> = new Set(
  'sh bash ash dash zsh fish python python2 python3 pypy pypy3 node deno bun irb php perl lua julia R ghci erl iex jshell groovysh swift pwsh cmd powershell'.split(
    ' ',
  ),
);

/**
 * The image starts nothing of its own: other images are built on it, or a person works in it. What runs there, and as whom,
 * is theirs to say.
 */
export function startsNothing({ end }: Stage): boolean {
  const { entrypoint, cmd, facts } = end;
  const words = entrypoint?.argv ?? [];
  if (
    entrypoint !== undefined &&
    !words.some((word) => /entrypoint|^(?:.*\/)?(?:tini|dumb-init)$/.test(word))
  )
    return false;
  if (cmd === undefined)
    return entrypoint === undefined && facts?.role !== undefined && facts.role !== 'service';
  const [program, ...rest] = cmd.argv ?? [];
  return (
    program !== undefined && prompts.has(lastPart(program)) && rest.every((word) => /^-[ail]$/.test(word))
  );
}

const reasons = new WeakMap<Stage, { readonly reason: string | undefined }>();

/** Why the stage's program cannot run as another user than root; undefined where nothing says so. One sentence. */
export function reasonForRoot(model: Model, stage: Stage): string | undefined {
  let known = reasons.get(stage);
  if (known === undefined) {
    known = { reason: findReason(model, stage) };
    reasons.set(stage, known);
  }
  return known.reason;
}

function findReason(model: Model, stage: Stage): string | undefined {
  const { end } = stage;
  for (const command of [end.entrypoint, end.cmd]) {
    const program = command && startedPrograms(model, command).find((name) => rootPrograms.has(name));
    if (program !== undefined)
      return `\`${program}\` is started as root and changes the user by itself, or needs root.`;
  }
  const paths = [
    end.workdir ?? '',
    ...[end.entrypoint, end.cmd].flatMap((command) => command?.argv ?? []),
    ...[...end.env].map(([name, value]) => (name === 'PATH' ? (value ?? '') : '')),
  ];
  const inside = paths.flatMap((path) => path.split(':')).find((path) => /^\/root(\/|$)/.test(path));
  if (inside !== undefined)
    return `What the image runs lies in \`${inside}\`, and only root may enter /root.`;
  for (const name of packagesForRoot)
    if (end.packages.has(name))
      return `\`${name}\` is installed, which needs root or a capability that only root has.`;
  return serverOfScript(stage) ?? writtenAtStart(model, stage) ?? installedAtHome(model, stage);
}

/** Packages whose server starts as root, where a script of the project may start it. */
const serverPackages = [
  'nginx',
  'apache2',
  'httpd',
  'lighttpd',
  'cron',
  'dcron',
  'cronie',
  'supervisor',
  'openssh-server',
  'dnsmasq',
  'postfix',
  'rsyslog',
] as const;

function serverOfScript({ end }: Stage): string | undefined {
  const words = [end.entrypoint, end.cmd].flatMap((command) =>
    command?.by === 'image' ? [] : (command?.argv ?? []),
  );
  const script = words.find((word) => /\.(sh|bash)$/.test(word) || /(^|\/)(docker-)?entrypoint$/.test(word));
  const server = script === undefined ? undefined : serverPackages.find((name) => end.packages.has(name));
  return server && `\`${server}\` is installed, and \`${script}\` may start it, which takes root.`;
}

/** Packages of programs that open raw sockets, change the network or mount: without root they fail, each in its own way. */
const packagesForRoot = [
  'arp-scan',
  'nmap',
  'tcpdump',
  'tshark',
  'iptables',
  'nftables',
  'hostapd',
  'wireguard-tools',
  'aircrack-ng',
  'sshfs',
  'cifs-utils',
  'nfs-common',
  'docker.io',
  'docker-cli',
] as const;

const writers = /^(cp|mv|rm|ln|mkdir|touch|chmod|chown|chgrp|install|tee|tar|unzip)$/;

/** A file that a command writes, beside devices and other descriptors. */
function writtenFile({ command }: PlainCommand): string | undefined {
  return command.redirects.find(
    ({ operator, target }) =>
      operator.includes('>') && !/^(\/dev\/|\/tmp\/|&?\d$)/.test(target?.text ?? '/dev/'),
  )?.target?.text;
}

/** Calls that install or compile into the folder of the project. */
const installs =
  /^(?:composer (?:\S+ )*(?:install|update|require)|(?:npm|pnpm|yarn|bun) (?:\S+ )*(?:install|ci|i|add)|yarn$|bundle (?:install|update)|(?:poetry|pipenv|uv) (?:install|sync)|(?:mvnw?|gradlew?) |go (?:run|build|install)|cargo (?:run|build)|dotnet (?:run|build|restore|watch|publish))(?: |$)/;

/** The start command changes files itself, and they belong to root. */
function writtenAtStart(model: Model, { end, instructions }: Stage): string | undefined {
  const isGivenAway = instructions.some(({ body }) => /\bchown\b/.test(body.text));
  for (const command of [end.entrypoint, end.cmd]) {
    if (command === undefined || command.by === 'image') continue;
    for (const one of commandsOf(model, command.by)) {
      const file = writtenFile(one);
      if (file !== undefined || writers.test(one.name ?? ''))
        return `The start command writes files${file === undefined ? ` (\`${one.name}\`)` : ` (\`${file}\`)`}, which only root may do where they belong to root.`;
      const call = [lastPart(one.name ?? ''), ...one.args.slice(0, 8).map((word) => word.text)].join(' ');
      const [install] = isGivenAway ? [] : (installs.exec(call) ?? []);
      if (install !== undefined)
        return `The start command runs \`${install.trim()}\`, which writes into a folder that belongs to root.`;
    }
  }
  return undefined;
}

function installedAtHome(model: Model, stage: Stage): string | undefined {
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN' || model.before(instruction).runsAsRoot !== true) continue;
    for (const command of commandsOf(model, instruction)) {
      const { name, args } = command;
      const text = [name, ...args.map((word) => word.text)].join(' ');
      const found = homeInstallers.find(
        ({ form, unless }) => form.test(text) && (unless === undefined || !stage.end.env.has(unless)),
      );
      const home = [
        writtenFile(command),
        ...(writers.test(name ?? '') ? args.map((word) => word.text) : []),
      ].find(
        (path) =>
          path !== undefined &&
          /^(~|\$HOME|\$\{HOME\}|\/root)\/\.(?!cache|ssh|gnupg|npmrc|netrc|git)/.test(path),
      );
      if (home !== undefined && !stage.end.env.has('HOME'))
        return `\`${home}\` is in the home directory of root, where another account does not look.`;
      if (found)
        return `\`${found.what}\` installs into /root, where only root may go${found.unless === undefined ? '' : ` (unless ${found.unless} names another folder)`}.`;
    }
  }
  return undefined;
}

function startedPrograms(model: Model, command: CommandState): string[] {
  if (command.argv && command.by === 'image') return command.argv.slice(0, 1).map(lastPart);
  if (command.by === 'image') return [];
  const words = command.argv ?? commandsOf(model, command.by).map(({ name }) => name ?? '');
  // The first words of exec form may be an init such as tini.
  return words.slice(0, 4).map(lastPart);
}
