// Starts the language server on the channel that the process was given: --stdio, --node-ipc, --socket or --pipe.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { openFacts } from '../engine/index.ts';
import { memoryInFile, programMemoryPath } from '../trivy/program-memory.ts';
import { readAsset } from '../workspace/assets.ts';
import { describeError } from './guard.ts';
import { startServer } from './start.ts';

/** Where the pages of rules are when they were not installed with the server. */
const publishedPages = 'https://github.com/plimsoll/plimsoll/blob/main/docs/rules';

/** Serves until the client goes away. Throws when the channel is not named on the command line. */
export function serve(version: string): void {
  const facts = openFacts(JSON.parse(readAsset('image-facts.json')));
  const connection = createConnection(ProposedFeatures.all);
  process.on('uncaughtException', (error) => connection.console.error(describeError(error)));
  process.on('unhandledRejection', (reason) => connection.console.error(describeError(reason)));
  startServer(
    connection,
    { facts, programs: memoryInFile(programMemoryPath()), rulePage: rulePages(import.meta.dirname) },
    version,
  );
  connection.listen();
}

/** The page of a rule: the installed file when there is one, else the published one. Looked up once for each rule. */
function rulePages(bundle: string): (ruleId: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const folder = [join(bundle, '..', 'docs', 'rules'), join(bundle, '..', '..', '..', 'docs', 'rules')].find(
    (path) => existsSync(path),
  );
  return (ruleId) => {
    if (known.has(ruleId)) return known.get(ruleId);
    const file = folder && join(folder, `${ruleId}.md`);
    const page = !/^[a-z0-9-]+$/.test(ruleId)
      ? undefined
      : file && existsSync(file)
        ? URI.file(file).toString()
        : `${publishedPages}/${ruleId}.md`;
    known.set(ruleId, page);
    return page;
  };
}
