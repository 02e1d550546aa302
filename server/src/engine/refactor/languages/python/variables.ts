// Which variables an install reads, and which only a program does.
import { readPairs } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { mentions } from '../../../text/mentions.ts';
import type { Place } from '../../arrange.ts';
import type { Reading } from './reading.ts';

/** Settings of the installers and of compilers. */
const installers =
  /^(PIP|POETRY|UV|PIPENV|PDM|PIPX|CARGO|RUSTUP)_|^(CFLAGS|CXXFLAGS|CPPFLAGS|LDFLAGS|MAKEFLAGS|CC|CXX|SETUPTOOLS_\w+)$/;

/** What only a running program reads. Anything else may be read by a package's own build. */
const programs =
  /^(PYTHON(UNBUFFERED|DONTWRITEBYTECODE|FAULTHANDLER|IOENCODING|HASHSEED|OPTIMIZE|WARNINGS)|TERM|PORT|HOST|NAME|TZ|DEBUG|ENV|ENVIRONMENT|WEB_CONCURRENCY|LOG_?LEVEL)$|^(FLASK|DJANGO|GUNICORN|UVICORN|APP|STREAMLIT|GRADIO|CELERY|REDIS|POSTGRES|MYSQL|MONGO|DATABASE|DB|AWS|AZURE|OPENAI)_|_(PORT|HOST|URL|URI|USER|PASSWORD|TOKEN|KEY|SECRET|NAME|ENDPOINT)$/;

/** A variable that an install may read. */
export function usedToBuild(name: string): boolean {
  return !programs.test(name);
}

/** A variable that nothing reads at run time. */
export function onlyToBuild({ input }: Reading, name: string): boolean {
  if (!installers.test(name)) return false;
  const { text } = input.model.dockerfile;
  return !input.stage.instructions.some(
    (one) =>
      one.keyword !== 'RUN' && !isToolPath(one) && mentions(text.slice(one.at.start, one.at.end), name),
  );
}

/** Folders of the package managers themselves. */
const toolFolder =
  /^(\$\{?(POETRY_HOME|POETRY_VENV|CARGO_HOME|PIPX_BIN_DIR|UV_INSTALL_DIR)\}?(\/bin)?|(\/root|\$\{?HOME\}?)\/\.(poetry|cargo)\/bin|\/opt\/poetry\/bin)$/;

/** Where installers put a package manager, and pip what it installs for one user. */
const rootsPrograms = /^(\/root|\$\{?HOME\}?|~)\/\.local\/bin$/;

/** An ENV that only puts a package manager on PATH. */
function isToolPath(instruction: Instruction, homeIsTools = false): boolean {
  const pairs = instruction.keyword === 'ENV' ? readPairs(instruction) : [];
  return (
    pairs.length > 0 &&
    pairs.every(
      ({ name, value = '' }) =>
        name === 'PATH' &&
        value
          .split(':')
          .every(
            (entry) =>
              /^\$\{?PATH\}?$/.test(entry) ||
              toolFolder.test(entry) ||
              (homeIsTools && rootsPrograms.test(entry)),
          ),
    )
  );
}

/** An ENV that is the builder's as a whole. */
export function placeOfVariables(reading: Reading, instruction: Instruction): Place | undefined {
  const { calls, input } = reading;
  const onlyTools =
    calls.some(({ python }) => python.purpose === 'tools') &&
    !calls.some(({ target, python }) => target?.kind === 'user' || /^(pipx|uv tool)/.test(python.shown)) &&
    input.stage.end.runsAsRoot === true;
  if (isToolPath(instruction, onlyTools)) return 'builder';
  const names = readPairs(instruction).map(({ name }) => name);
  // PATH decides which pip it is.
  if (names.some((name) => /^(PATH|VIRTUAL_ENV|HOME)$/.test(name))) return 'both';
  return names.length > 0 && names.every((name) => onlyToBuild(reading, name)) ? 'builder' : undefined;
}
