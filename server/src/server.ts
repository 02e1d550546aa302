// Entry of dist/server.js: the language server. `node server.js --stdio`, or --node-ipc from VS Code.
import { serve } from './lsp/serve.ts';

declare const PLIMSOLL_VERSION: string;

const channels = ['--stdio', '--node-ipc', '--socket', '--pipe'];

if (
  process.argv
    .slice(2)
    .some((argument) => channels.some((name) => argument === name || argument.startsWith(`${name}=`)))
) {
  serve(PLIMSOLL_VERSION);
} else {
  console.error('This is Plimsoll’s language server. An editor starts it with --stdio.');
  process.exitCode = 2;
}
