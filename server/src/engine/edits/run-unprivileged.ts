// The ways to make a stage run as another user than root. Offered only where they are known to work.
import type { Edit, Fix, Refusal } from '../define-rule.ts';
import { accountSteps } from '../model/account-steps.ts';
import { baseName } from '../model/base.ts';
import type { Model, Stage } from '../model/model.ts';
import { reasonForRoot } from '../model/needs-root.ts';
import { runsShellForm } from '../model/shell.ts';
import { mayStartScript } from '../model/started.ts';
import type { ImageState } from '../model/state.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lineBreakOf } from '../text/lines.ts';
import { chownCopies, insertBeforeCommand, nothingNeedsRootAfter, writtenPaths } from './add-user.ts';
import { accountCreation, numericUser } from './create-user.ts';
import { insertAfter, removeLines } from './insert.ts';
import { joinEdits } from './join.ts';
import { keywordLike } from './keyword-case.ts';
import { startFromTwin } from './unprivileged-twin.ts';

/** Who the stage is to run as, and what has to be done for it. */
interface Account {
  /** For USER. */
  readonly user: string;
  /** For chown: names or numbers that are valid at the end of the stage. */
  readonly owner: string;
  /** For COPY --chown, where the account may not exist yet; absent where nothing is valid at every COPY. */
  readonly early?: string;
  /** The same by numbers, where they are known. */
  readonly numbers?: string;
  /** The command that creates it. */
  readonly creation?: string;
}

/**
 * @param said the USER that says root; absent when the image's default stands
 * @param wanted an account that the file creates, and is to be used
 */
export function* unprivilegedFixes(
  model: Model,
  stage: Stage,
  said: Instruction | undefined,
  wanted: string | undefined = createdAccount(model),
): Iterable<Fix | Refusal> {
  const { facts } = stage.end;
  const title = 'Run as another user than root';
  const image = baseName(stage);
  if (facts?.unprivilegedTwin !== undefined) {
    yield startFromTwin(model, stage, facts.unprivilegedTwin, said);
    return;
  }
  if (facts?.stepsDownItself === true) {
    yield {
      title,
      reason: `The entrypoint of \`${image}\` expects to start as root and is replaced here; what it needs is not known.`,
    };
    return;
  }
  if (facts?.role === 'service' && facts.runsAs === undefined) {
    yield { title, reason: `It is not known whether \`${image}\` runs as another user than root.` };
    return;
  }
  const reason = unknownBase(stage) ?? reasonForRoot(model, stage);
  if (reason !== undefined) {
    yield { title, reason };
    return;
  }
  if (wanted !== undefined && said === undefined && mayStartScript(model, stage)) {
    yield {
      title,
      reason: `The script that the container starts may change to \`${wanted}\` by itself, which needs root.`,
    };
    return;
  }
  const account = chooseAccount(model, stage, said, wanted);
  const { user, owner, creation } = account;
  const last = said && said.stage === stage.index && nothingNeedsRootAfter(stage, said) ? said : undefined;
  // Where another user is in force above it, what is added needs it too.
  const wasRoot = last && model.before(last).runsAsRoot === true;
  const canRun = runsShellForm(stage.end);
  const paths = canRun ? writtenPaths(model, stage) : [];
  const give = (to: string) =>
    paths.length > 0 ? [`mkdir -p ${paths.join(' ')}`, `chown -R ${to} ${paths.join(' ')}`] : [];
  const steps = [...(creation === undefined ? [] : [creation]), ...give(owner)];
  const what =
    creation === undefined
      ? `Run as ${/^\d/.test(user) ? user : `\`${user}\``}`
      : `Create a user \`${user}\` and run as it`;
  const owned = paths.length > 0 ? `, which owns ${paths.join(', ')}` : '';
  const ports = privilegedPorts(stage);
  const note = ports.length > 0 ? ` (port ${ports.join(', ')} needs Docker 20.10 or later)` : '';
  const edits = (run: readonly string[], more: readonly Edit[] = [], as = user) => {
    const lines = [
      ...(run.length > 0 ? [`${keywordLike(model.dockerfile, 'RUN')} ${run.join(' && ')}`] : []),
      `${keywordLike(model.dockerfile, 'USER')} ${as}`,
    ];
    if (last && run.length > 0 && !wasRoot) {
      const lineBreak = lineBreakOf(model.dockerfile.text);
      return joinEdits([
        ...more,
        insertAfter(model.dockerfile, last, lines.map((line) => line + lineBreak).join('')),
      ]);
    }
    return joinEdits([
      ...(last ? [removeLines(model.dockerfile, last)] : []),
      ...more,
      insertBeforeCommand(model, stage, lines),
    ]);
  };
  yield { title: what + owned + note, safety: 'review', preferred: true, edits: edits(steps) };
  const copies = account.early === undefined ? undefined : chownCopies(stage, account.early, account.numbers);
  const { workdir, workdirBy } = stage.end;
  const ownFolder = canRun && workdir !== undefined && /^\/[\w./-]+$/.test(workdir) && workdirBy !== 'image';
  if (copies && (copies.length > 0 || ownFolder))
    yield {
      title: `${what}, which owns everything that is copied${note}`,
      safety: 'review',
      edits: edits([...steps, ...(ownFolder ? [`chown ${owner} ${workdir}`] : [])], copies),
    };
  const { numbers } = account;
  if (numbers === undefined || numbers === user) return;
  const whose = creation === undefined ? `(the numbers of \`${user}\`)` : '(which needs no account)';
  yield {
    title: `Run as ${numbers} ${whose}${owned}${note}`,
    safety: 'review',
    edits: edits(give(numbers), [], numbers),
  };
}

/** The image's own account, the one the file made, a new one, or a number. */
function chooseAccount(
  model: Model,
  stage: Stage,
  said: Instruction | undefined,
  wanted: string | undefined,
): Account {
  const { end } = stage;
  // The switch back: the file already has an account that it left for root.
  const earlier =
    said &&
    stage.instructions.findLast(
      (other) =>
        other.keyword === 'USER' && other.at.start < said.at.start && model.after(other).runsAsRoot === false,
    );
  const left = earlier && model.after(earlier).user?.name;
  for (const name of [left, wanted, end.facts?.runsAs]) {
    if (name === undefined || end.account(name) !== 'present') continue;
    const account = end.accounts.get(name);
    const owner = ownerOf(end, name);
    // Where the image brings the account, its name is valid from the start; a number is valid everywhere.
    const numbers =
      account?.uid !== undefined && account.gid !== undefined ? `${account.uid}:${account.gid}` : undefined;
    const early = account?.by === 'image' || isThereForCopies(model, stage, name) ? owner : numbers;
    return /^\d/.test(name)
      ? { user: name, owner: name, early: name, numbers: name }
      : {
          user: name,
          owner,
          ...(early !== undefined && { early }),
          ...(numbers !== undefined && { numbers }),
        };
  }
  if (end.account('nonroot') === 'present') {
    const { uid, gid } = end.accounts.get('nonroot') ?? {};
    const numbers = uid !== undefined && gid !== undefined ? { numbers: `${uid}:${gid}` } : {};
    return { user: 'nonroot', owner: 'nonroot', early: 'nonroot', ...numbers };
  }
  const creation =
    /\bnonroot\b/.test(model.dockerfile.text) && end.account('nonroot') !== 'absent'
      ? undefined
      : accountCreation(end, 'nonroot');
  if (creation === undefined)
    return { user: numericUser, owner: numericUser, early: numericUser, numbers: numericUser };
  const numbers = `${creation.id}:${creation.id}`;
  return {
    user: 'nonroot',
    owner: 'nonroot:nonroot',
    early: numbers,
    numbers,
    creation: creation.command,
  };
}

/** The one account that the shipped stages create for certain; undefined where there are more, or none. */
function createdAccount(model: Model): string | undefined {
  const names = new Set<string>();
  for (const stage of model.finalChain) {
    for (const { account, before } of accountSteps(model, stage)) {
      if (account.kind !== 'add-user' || account.id === 0) continue;
      if (account.name === undefined || before.tool(account.program).presence === 'absent') return undefined;
      names.add(account.name);
    }
  }
  return names.size === 1 ? [...names][0] : undefined;
}

/** The account exists before the first COPY and ADD of the stage. */
function isThereForCopies(model: Model, stage: Stage, name: string): boolean {
  const first = stage.instructions.find(({ keyword }) => keyword === 'COPY' || keyword === 'ADD');
  return first === undefined || model.before(first).account(name) === 'present';
}

/** Name and group, both by name or both by number. */
function ownerOf(state: ImageState, name: string): string {
  if (/^\d/.test(name)) return name;
  const { uid, gid } = state.accounts.get(name) ?? {};
  const own = state.groups.get(name);
  if (own && (gid === undefined || own.gid === undefined || own.gid === gid)) return `${name}:${name}`;
  return uid !== undefined && gid !== undefined ? `${uid}:${gid}` : name;
}

function privilegedPorts(stage: Stage): number[] {
  return [...stage.end.exposed.keys()]
    .map((port) => Number.parseInt(port, 10))
    .filter((port) => port > 0 && port < 1024);
}

/** Images that are made to be built upon, or say themselves whom they run as; of others it is not known whether they work without root. */
function unknownBase(stage: Stage): string | undefined {
  const { facts } = stage.end;
  if (facts === undefined)
    return `Nothing is known of \`${baseName(stage)}\`, so neither whether it works without root.`;
  const home = [...stage.end.env].find(
    ([name, value]) => name !== 'PATH' && /^\/root(\/|$)/.test(value ?? ''),
  );
  if (home) return `\`${home[0]}\` names a place below /root, which another user cannot read.`;
  const ordinary =
    facts.role === undefined || ['base', 'runtime', 'builder', 'toolchain-runtime'].includes(facts.role);
  const special = stage.base.kind === 'image' && /^library\/docker$/.test(stage.base.reference.repository);
  if (!special && (ordinary || facts.runsAs !== undefined)) return undefined;
  return `It is not known whether \`${baseName(stage)}\` runs as another user than root.`;
}
