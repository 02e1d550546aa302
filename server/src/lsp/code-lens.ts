// textDocument/codeLens: what can be scanned, and what the last scan said.
import type { CodeLens } from 'vscode-languageserver/node';
import { type CompareWithArguments, imageCommands } from '../compare-protocol.ts';
import { serverCommands } from '../protocol.ts';
import { builtFromLenses, usedByLenses } from './compose/lenses.ts';
import { toRange } from './convert.ts';
import { guard } from './guard.ts';
import { isOlderThanText } from './scan/known-scans.ts';
import type { Anchored, ImageScan } from './scan/scan-results.ts';
import { age, shortCounts } from './scan/severity.ts';
import { anchorOf, scannableImages } from './scan/stages.ts';
import { type Checked, isCompose, isDockerfile, type Session } from './session.ts';
import { targetLens } from './target.ts';

export function serveCodeLenses(session: Session): void {
  session.connection.onCodeLens(
    guard(session.connection, 'textDocument/codeLens', [], async ({ textDocument }) => {
      if (!session.surroundings.window['codeLens.enable']) return [];
      const checked = await session.check(textDocument.uri);
      return checked ? lensesOf(session, checked, Date.now()) : [];
    }),
  );
}

/** The lenses of a document; `now` in milliseconds since 1970. */
function lensesOf(session: Session, checked: Checked, now: number): CodeLens[] {
  const { uri, index, result } = checked;
  const results = session.scans.of(uri);
  const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const scanned = session.scans.fileScanned(uri);
  const found = results.filter(({ scan }) => scan.kind === 'file').length;
  const said =
    scanned === undefined
      ? ''
      : ` (${found === 0 ? 'nothing found' : `${found} found`}, ${age(scanned, now)})`;
  const own = isDockerfile(checked);
  // Trivy knows no Compose files.
  const lenses = own ? [lens(top, `Scan this file${said}`, serverCommands.scanFile, uri)] : [];
  const target = own ? targetLens(session, checked) : undefined;
  if (target) lenses.push(target);
  if (own) lenses.push(...usedByLenses(checked));
  if (isCompose(checked)) lenses.push(...builtFromLenses(checked));
  if (results.length > 0) lenses.push(lens(top, 'Clear scan results', serverCommands.clearResults, uri));
  for (const one of scannableImages(result)) {
    const { image } = one;
    const range = toRange(index, one.keywordAt);
    const before = outcome(results, 'base', one.at.start, now);
    lenses.push(lens(range, `Scan ${short(image)}${before}`, serverCommands.scanBase, uri, one.index));
    if (before !== '') lenses.push(...compareLens(session, range, image, uri));
  }
  const final = own ? checked.result.model.finalStage : undefined;
  if (final) {
    const range = toRange(index, final.from.keywordAt);
    const state = session.builtImages.get(uri);
    if (state?.missing) {
      lenses.push(
        lens(
          range,
          `${short(state.name)} is not built yet: Build and Scan`,
          serverCommands.buildAndScan,
          uri,
        ),
      );
      // It may have been built elsewhere meanwhile.
      lenses.push(lens(range, 'Look Again', serverCommands.scanImage, uri));
    } else {
      const older = state !== undefined && isOlderThanText(state, checked.text);
      const name = state ? ` ${short(state.name)}` : '';
      const old = older ? ' (image is older than this Dockerfile)' : '';
      const before = outcome(results, 'image', anchorOf(final.from).start, now);
      lenses.push(lens(range, `Scan image${name}${before}${old}`, serverCommands.scanImage, uri));
      if (state && before !== '') lenses.push(...compareLens(session, range, state.name, uri));
      if (older) lenses.push(lens(range, 'Build and Scan', serverCommands.buildAndScan, uri));
    }
  }
  return lenses;
}

/** Only an editor with our client can ask with what to compare. */
function compareLens(session: Session, range: CodeLens['range'], image: string, uri: string): CodeLens[] {
  if (!session.abilities.options.plimsollClient) return [];
  const asked: CompareWithArguments = { image, uri };
  return [lens(range, 'Compare with…', imageCommands.compareWith, asked)];
}

function outcome(results: readonly Anchored[], kind: 'base' | 'image', start: number, now: number): string {
  const last = results.find(
    ({ scan, at, state }) => scan.kind === kind && at.start === start && state !== 'gone',
  );
  if (!last) return '';
  const scan = last.scan as ImageScan;
  const when = last.state === 'stale' ? 'scanned before this change' : age(scan.finished, now);
  return `: ${shortCounts(scan.counts, scan.fixable)} (${when})`;
}

/** VS Code draws `$(name)` in a lens as an icon; a reference can hold no such thing, but a tar file's name can. */
function short(name: string): string {
  const shown = name.replace(/[\p{Cc}\p{Cf}]|\$\(/gu, '');
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}

function lens(range: CodeLens['range'], title: string, command: string, ...args: unknown[]): CodeLens {
  return { range, command: { title, command, arguments: args } };
}
