// Reads a wget command line, GNU's or BusyBox's: https://www.gnu.org/software/wget/manual/wget.html
import {
  addBody,
  addHeader,
  type Draft,
  finish,
  limitTime,
  newDraft,
  type ReadRequest,
  seconds,
  setCredentials,
  setHeader,
} from './draft.ts';
import { type OptionShape, readOptions } from './options.ts';
import { joinText, plainText, Refusal, type Text } from './request.ts';

/** Which wget it is; undefined where that is not known. */
export type WgetFlavour = 'gnu' | 'busybox' | undefined;

interface Login {
  user?: Text;
  password?: Text;
  spider?: boolean;
}

interface WgetOption extends OptionShape {
  readonly does?: (draft: Draft, value: Text, login: Login) => void;
}

const quiet: WgetOption = {};
const flag = (short: string | undefined, does?: WgetOption['does']): WgetOption => ({ short, does });
const value = (short: string | undefined, does?: WgetOption['does']): WgetOption => ({
  short,
  value: true,
  does,
});
const refused = (why: string) => () => {
  throw new Refusal(why);
};
const noProxy = (draft: Draft) => {
  draft.noProxy = true;
};
const user = (_: Draft, text: Text, login: Login) => {
  login.user = text;
};
const password = (_: Draft, text: Text, login: Login) => {
  login.password = text;
};

const OPTIONS: Readonly<Record<string, WgetOption>> = {
  quiet: flag('q'),
  'no-verbose': flag('nv'),
  verbose: flag('v'),
  debug: flag('d'),
  'no-clobber': flag('nc'),
  'no-cookies': quiet,
  'no-hsts': quiet,
  'no-dns-cache': quiet,
  'no-config': quiet,
  'no-http-keep-alive': quiet,
  'content-on-error': quiet,
  'auth-no-challenge': quiet,
  'inet4-only': flag('4'),
  'inet6-only': flag('6', refused('it insists on IPv6')),
  'no-cache': flag(undefined, (draft) => {
    setHeader(draft, 'Cache-Control', ['no-cache']);
    setHeader(draft, 'Pragma', ['no-cache']);
  }),
  'no-proxy': flag(undefined, noProxy),
  proxy: value('Y', (draft, text) => {
    if (plainText(text) === 'off') noProxy(draft);
  }),
  'output-document': value('O', (draft, text) => {
    const file = plainText(text);
    draft.saves = file === '-' ? 'output' : file === '/dev/null' ? 'nothing' : 'file';
  }),
  'output-file': value('o'),
  'server-response': flag('S', (draft) => (draft.printsHeaders = true)),
  spider: flag(undefined, (draft, _, login) => {
    login.spider = true;
    draft.saves = 'nothing';
  }),
  tries: value('t', (draft, text) => {
    if (plainText(text) !== '1') draft.notes.push('no retries of its own');
  }),
  'retry-connrefused': quiet,
  waitretry: value(undefined),
  wait: value('w'),
  timeout: value('T', (draft, text) => limitTime(draft, seconds(text, '--timeout'))),
  'connect-timeout': value(undefined),
  'dns-timeout': value(undefined),
  'read-timeout': value(undefined),
  'max-redirect': value(undefined, refused('it limits redirects')),
  header: value(undefined, addHeader),
  'user-agent': value('U', (draft, text) => setHeader(draft, 'User-Agent', text)),
  referer: value(undefined, (draft, text) => setHeader(draft, 'Referer', text)),
  'post-data': value(undefined, addBody),
  'body-data': value(undefined, addBody),
  method: value(undefined, (draft, text) => (draft.method = plainText(text)?.toUpperCase() ?? '')),
  'no-check-certificate': flag(undefined, (draft) => (draft.insecure = true)),
  user: value(undefined, user),
  'http-user': value(undefined, user),
  password: value(undefined, password),
  'http-password': value(undefined, password),
  'directory-prefix': value('P'),
  'post-file': value(undefined, refused('its request body is a file')),
  'body-file': value(undefined, refused('its request body is a file')),
  execute: value('e', refused('it sets wget options with -e')),
  'ca-certificate': value(undefined, refused('it uses a certificate file')),
  'ca-directory': value(undefined, refused('it uses a certificate file')),
  certificate: value(undefined, refused('it uses a certificate file')),
  'input-file': value('i', refused('its addresses are in a file')),
  recursive: flag('r', refused('it downloads recursively')),
};

/**
 * Reads the arguments of wget. `--spider` asks with HEAD in GNU wget and with GET in BusyBox's; where it is
 * not known which, GET is taken and noted, since every health page answers it.
 * @throws Refusal for what can't be kept in another program.
 */
export function readWget(args: readonly Text[], flavour: WgetFlavour): ReadRequest {
  const draft = newDraft('wget');
  const login: Login = {};
  for (const { name, value: text = [] } of readOptions(args, OPTIONS, true)) {
    if (name === undefined) draft.addresses.push(text);
    else OPTIONS[name]?.does?.(draft, text, login);
  }
  if (draft.method !== undefined && !/^[A-Z]{1,20}$/.test(draft.method)) {
    throw new Refusal('its method is not a plain word');
  }
  if (login.spider && !draft.body && !draft.method) {
    if (flavour === 'gnu') draft.method = 'HEAD';
    else if (flavour === undefined) draft.notes.push('asks with GET');
  }
  if (login.user || login.password) {
    const credentials = plainText(joinText([...(login.user ?? []), ':', ...(login.password ?? [])]));
    if (credentials === undefined) throw new Refusal('its user name and password come from variables');
    setCredentials(draft, [credentials]);
  }
  return finish(draft);
}
