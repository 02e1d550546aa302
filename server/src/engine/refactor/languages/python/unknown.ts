// Steps that are no install: programs of Python that prepare files, downloads, and what cannot be placed.
import type { Instruction } from '../../../parse/syntax.ts';
import type { Place } from '../../arrange.ts';
import { commandText, type StepPart, unknownScript } from '../../steps.ts';
import { downloadsData } from './downloads.ts';
import type { Reading } from './reading.ts';

/** Compilers and what drives them: what they leave, and where, the file does not tell. */
const compilers =
  /^(make|cmake|ninja|meson|gcc|g\+\+|cc|c\+\+|clang|cargo|rustup|rustc|go|npm|npx|yarn|pnpm|node|bower|gulp|grunt|configure|autogen\.sh|bazel|scons|mvn|gradle|java|cython[3]?|nvcc)$/;

const downloads =
  /^(curl|wget|git|gpg|apt-key|aria2c|sha256sum|sha512sum|md5sum|update-ca-certificates|update-alternatives|locale-gen|localedef|update-locale|dpkg-reconfigure|dpkg|apt-mark|add-apt-repository|debconf-set-selections|fc-cache|xargs|grep|awk|sort|head|tail|tr|cut|ssh-keyscan|ssh-keygen|openssl|base64|jq|sqlite3|crontab|usermod|corepack|az|gcloud|sleep|nproc|7z|7za|bunzip2|bzip2|xz|gzip|rename|stat|file|patch|strip|dos2unix|sync|yes|wait|time|timeout)$/;

/** Programs that Python packages bring, and Python itself. */
const programs =
  /^(python[\d.]*|pypy[\d.]*|django-admin|flask|alembic|celery|gunicorn|uvicorn|pytest|pybabel|superset|airflow|jupyter[\w-]*|ipython|ansible[\w-]*|black|ruff|mypy|mkdocs|sphinx-build|streamlit|dbt|rasa|nltk|cfn-lint|aws|httpx|robot|pyinstaller|nb[\w-]*|echo_supervisord_conf|manage\.py|invoke|fab|luigi|scrapy|pre-commit|playwright|spacy|huggingface-cli|hf)$/;

/** The command runs Python, or a program that may be one of the packages. */
export function runsProgram({ kind, command }: StepPart): boolean {
  const { name = '' } = command;
  return kind === 'unknown' && !downloads.test(name) && name !== '.' && name !== 'source';
}

/** Where a command that is no install stands; undefined: that is not known. */
export function placeOfUnknown(
  { calls, steps, input }: Reading,
  part: StepPart,
  instruction: Instruction,
): Place | undefined {
  const { command } = part;
  // What stands inside a substitution or a string goes where the command around it goes.
  if (command.command.depth > 0) return 'builder';
  const call = calls.find((one) => one.command === command);
  if (call?.python.purpose === 'start') return 'both';
  const { name = '', path = '' } = command;
  // An activation goes where what it is for goes.
  if (name === '.' || name === 'source') {
    const others = steps.get(instruction)!.parts.filter((one) => one !== part && one.kind === 'unknown');
    return others.length > 0 ? 'both' : 'builder';
  }
  if (downloadsData(commandText(input.model, command))) return 'runtime';
  if (compilers.test(name)) return undefined;
  if (
    /\.(sh|bash)$/.test(name) ||
    (/^(sh|bash|ash)$/.test(name) && command.args.some(({ text }) => /\.(sh|bash)$/.test(text)))
  )
    throw unknownScript(commandText(input.model, command), command.command.at);
  if (programs.test(name) || /\.py$/.test(name) || downloads.test(name)) return 'both';
  // A program by its path in an environment or in the sources is started as written.
  return path.includes('/bin/') && /venv|env\//.test(path) ? 'both' : undefined;
}
