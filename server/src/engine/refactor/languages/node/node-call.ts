// A call of node: which packages its options load, and what is left out because it only serves development.
import { packageOfProgram } from './programs.ts';

/** What is noted of the call. */
export interface NodeCallNotes {
  readonly packages: Set<string>;
  watches: boolean;
  why?: string;
}

/** Options of node that load a module before the program. */
const loads = /^(-r|--require|--import|--loader|--experimental-loader)$/;

/** A call of node as the runtime starts it; the words are those after `node`. */
export function nodeCall(given: readonly string[], draft: NodeCallNotes): string[] | undefined {
  const words = given.filter((word) => !/^--watch(-path=.*|-preserve-output)?$/.test(word));
  if (words.length < given.length) {
    draft.watches = true;
    draft.why = 'Files do not change in an image, so nothing watches them.';
  }
  for (const [index, word] of words.entries()) {
    const [option = '', value] =
      word.startsWith('--') && word.includes('=') ? split(word) : [word, words[index + 1]];
    if (loads.test(option) && value !== undefined) draft.packages.add(packageOfModule(value));
    const inModules = /(?:^|\/)node_modules\/(?:\.bin\/([\w.-]+)|((?:@[\w.-]+\/)?[\w.-]+))/.exec(word);
    if (inModules) draft.packages.add(inModules[2] ?? packageOfProgram(inModules[1]!));
    if (!word.startsWith('-') && !loads.test(words[index - 1] ?? '')) break;
  }
  return ['node', ...words];
}

function split(word: string): [string, string] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

/** `ts-node/register` is of `ts-node`; `./instrument.js` is of the project. */
function packageOfModule(name: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name;
}
