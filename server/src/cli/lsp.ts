// `plimsoll lsp --stdio`: starts the language server that lies beside this file. It is not part of this bundle.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CommandError, exitCodes } from './exit.ts';

/** Loads the server, which takes over standard input and output and ends the process itself. */
export async function startServer(): Promise<void> {
  const server = join(import.meta.dirname, 'server.js');
  if (!existsSync(server)) {
    throw new CommandError('the language server is missing from this installation.', exitCodes.toolFailed);
  }
  await import(pathToFileURL(server).href);
}
