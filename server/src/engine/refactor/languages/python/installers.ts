// Scripts from the network that install a package manager of Python.
import type { PlainCommand } from '../../../model/apply-run.ts';
import type { PythonCommand } from './commands.ts';

// Source: the installation pages of Poetry, uv, pip and PDM.
const addresses =
  /install\.python-poetry\.org|python-poetry\/poetry\/[\w./-]*get-poetry\.py|astral\.sh\/uv\/|astral-sh\/uv\/releases|bootstrap\.pypa\.io\/|pdm-project\.org\/install|pdm-project\/pdm\/[\w./-]*install-pdm\.py/;

const scripts =
  /(^|\/)(get-pip|get-poetry|install-poetry|install-pdm|install-uv|uv-installer)[\w.-]*\.(py|sh)$/;

/** The commands that fetch or run such a script, with what feeds or follows it in a pipe. */
export function readInstallers(commands: readonly PlainCommand[]): ReadonlyMap<PlainCommand, PythonCommand> {
  const found = new Map<PlainCommand, PythonCommand>();
  const pipelines = new Set<number>();
  const tools: PythonCommand = {
    purpose: 'tools',
    manager: 'shell',
    shown: 'an installer',
    packages: [],
    projects: [],
    editable: [],
    files: [],
    links: [],
  };
  for (const command of commands) {
    const { name, args } = command;
    const { pipeline } = command.command;
    const fetches = /^(curl|wget)$/.test(name ?? '') && args.some(({ text }) => addresses.test(text));
    const runs =
      /^(python[\d.]*|sh|bash|ash|dash)$/.test(name ?? '') && args.some(({ text }) => scripts.test(text));
    const fed = pipeline !== undefined && pipelines.has(pipeline);
    if (!fetches && !runs && !fed) continue;
    found.set(command, tools);
    if (pipeline !== undefined) pipelines.add(pipeline);
  }
  return found;
}
