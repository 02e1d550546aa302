// Which stage is checked as the one that is shipped, and how the user chooses another.
import type { CodeLens } from 'vscode-languageserver/node';
import { type ChooseTargetArguments, chooseTargetCommand, serverCommands } from '../protocol.ts';
import { toRange } from './convert.ts';
import type { CheckedDockerfile, Session } from './session.ts';

/** The lens above the shipped stage of a file that has several; undefined where there is nothing to choose. */
export function targetLens(session: Session, checked: CheckedDockerfile): CodeLens | undefined {
  const { model } = checked.result;
  const { finalStage } = model;
  if (!finalStage || model.stages.length < 2) return undefined;
  const { builds, context } = checked.surroundings;
  const { target } = context;
  const name = finalStage.name ?? `stage ${finalStage.index}`;
  const isLast = finalStage.index === model.stages.length - 1;
  const chosen = session.surroundings.targets.has(checked.uri);
  const because = chosen
    ? 'chosen'
    : target !== undefined && builds[0] && !isLast
      ? builds[0].source
      : 'the last stage';
  const others = builds.length > 1 && target === undefined ? ', the builds differ' : '';
  const asked: ChooseTargetArguments = {
    uri: checked.uri,
    stages: model.stages.map((stage) => ({
      target: stage.name ?? String(stage.index),
      line: checked.index.position(stage.from.at.start).line,
      builds: builds
        .filter((build) => (build.target ?? '').toLowerCase() === (stage.name ?? ''))
        .map(({ source }) => source),
    })),
    current: finalStage.name ?? String(finalStage.index),
  };
  const own = session.abilities.options.plimsollClient;
  return {
    range: toRange(checked.index, finalStage.from.keywordAt),
    command: {
      title: `Checked as shipped: ${shown(name)} (${shown(because)}${others})`,
      command: own ? chooseTargetCommand : serverCommands.chooseTarget,
      arguments: own ? [asked] : [checked.uri],
    },
  };
}

/** Takes the user's choice; without one asks by a message, as any editor can show it. */
export async function chooseTarget(
  session: Session,
  uri: string,
  target: unknown,
): Promise<{ done: boolean; message?: string }> {
  const checked = await session.checkDockerfile(uri);
  if (!checked) return { done: false, message: 'Open the Dockerfile first.' };
  const names = checked.result.model.stages.map(({ name, index }) => name ?? String(index));
  const chosen = typeof target === 'string' ? target : await ask(session, names);
  if (chosen === undefined) return { done: false };
  if (!names.includes(chosen)) return { done: false, message: `There is no stage “${chosen.slice(0, 60)}”.` };
  session.surroundings.targets.set(uri, chosen);
  session.surroundings.forget(uri);
  session.refresh();
  return { done: true };
}

async function ask(session: Session, names: readonly string[]): Promise<string | undefined> {
  const actions = names.slice(0, 20).map((title) => ({ title }));
  const answer = await session.connection.window.showInformationMessage(
    'Which stage is shipped? Findings are about that one.',
    ...actions,
  );
  return answer?.title;
}

function shown(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}]|\$\(/gu, '');
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain;
}
