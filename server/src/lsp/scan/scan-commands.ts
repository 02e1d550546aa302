// The scans that a user asks for, from the click to the result on the line.
import { basename, isAbsolute } from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import { parseImageReference } from '../../engine/parse/image-ref.ts';
import type { LocalImagesResult } from '../../protocol.ts';
import type { CommandResult } from '../execute-command.ts';
import { isDecisionDocument } from '../ignore-document.ts';
import type { Asked } from '../progress.ts';
import { type Checked, type CheckedDockerfile, isDockerfile, type Session } from '../session.ts';
import { isSettingsDocument } from '../settings-document.ts';
import { isOlder, savedText, scanBuilt } from './built-image.ts';
import { ImageNames } from './image-names.ts';
import { imageScan } from './image-scan.ts';
import { runScan } from './run-scan.ts';
import type { PlacedFileScan, TrackedPlace } from './scan-results.ts';
import { type ImageTarget, ScanFailure, type Scanner } from './scanner.ts';
import { showReport } from './show-report.ts';
import { scannableImages } from './stages.ts';
import { createScanner } from './trivy-scanner.ts';

export class ScanCommands {
  private readonly session: Session;
  private readonly scanner: Scanner;
  private readonly names: ImageNames;

  constructor(session: Session) {
    this.session = session;
    this.scanner = createScanner(session.parts.programs);
    this.names = new ImageNames(session);
  }

  /** Scans the image that the FROM of a stage, or a service of a Compose file, names. @param stage its index */
  async scanBase(uri: string, stage: number, asked: Asked): Promise<CommandResult> {
    return runScan(this.session, uri, `base:${uri}:${stage}`, asked, async (run) => {
      const checked = await this.open(uri);
      const base = scannableImages(checked.result).find(({ index }) => index === stage);
      if (!base) throw new ScanFailure('failed', 'This line names no image that can be scanned.');
      run.progress(base.image);
      await this.tracking(checked, base.at, async (place) => {
        const scan = await imageScan(this.scanner, 'base', { kind: 'image', name: base.image }, run);
        this.session.scans.setImage(uri, scan, place);
        this.session.knownScans.set(base.image, scan);
        showReport(this.session, scan, false);
      });
    });
  }

  /** Scans the text of the Dockerfile itself, as it stands in the editor. */
  async scanFile(uri: string, asked: Asked): Promise<CommandResult> {
    return runScan(this.session, uri, `file:${uri}`, asked, async (run) => {
      const { text } = await this.openDockerfile(uri);
      const lines = linesOf(text);
      const places = this.session.scans.track(uri, text, lines);
      try {
        const found = await this.scanner.scanFile(
          text,
          basename(decodeURIComponent(new URL(uri).pathname)),
          run,
        );
        const finished = Date.now();
        const scans = found.map(({ found: misconfiguration, lines: at }): PlacedFileScan => {
          const scan = { kind: 'file' as const, finished, misconfiguration };
          if (!at) return { scan, place: { text, start: 0, end: 0 }, whole: true };
          const [first, last] = [at.first, at.last].map((line) => Math.min(line, lines.length - 1)) as [
            number,
            number,
          ];
          const { start } = places[first]!;
          const scanned = text.slice(lines[first]!.start, lines[last]!.end);
          return { scan, place: { text: scanned, start, end: Math.max(start, places[last]!.end) } };
        });
        this.session.scans.setFile(uri, scans, finished);
      } finally {
        this.session.scans.untrack(uri, places);
      }
      this.session.refresh();
    });
  }

  /** Scans the image that this Dockerfile builds, if it is there; else offers to build it. */
  async scanImage(uri: string, asked: Asked, otherName = false): Promise<CommandResult> {
    return runScan(this.session, uri, `image:${uri}`, asked, async (run) => {
      const checked = await this.openDockerfile(uri);
      const { path } = checked.surroundings;
      const name = await (otherName ? this.names.ask(uri, path, true) : this.names.of(uri, path));
      run.progress(name);
      const known = await this.scanner.inspect(name, run);
      if (known.state === 'missing') {
        this.session.builtImages.set(uri, { name, missing: true, older: false });
        this.session.refresh();
        this.offerBuild(uri, name);
        return;
      }
      if (known.state === 'unknown') {
        const tried = known.tried.length > 0 ? ` Tried: ${known.tried.join(' ')}` : '';
        throw new ScanFailure('failed', `No container engine could be reached to look for ${name}.${tried}`);
      }
      const older = known.state === 'present' && isOlder(known.created, checked);
      const built = { name, missing: false, older, ...savedText(checked) };
      this.session.builtImages.set(uri, built);
      await scanBuilt(this.session, this.scanner, checked, name, run);
    });
  }

  /** Builds the image of this Dockerfile with the user's engine, then scans it. */
  async buildAndScan(uri: string, asked: Asked): Promise<CommandResult> {
    return runScan(this.session, uri, `build:${uri}`, asked, async (run) => {
      const checked = await this.openDockerfile(uri);
      const { path } = checked.surroundings;
      if (!path)
        throw new ScanFailure('failed', 'Only a Dockerfile that is saved on this machine can be built.');
      const name = await this.names.of(uri, path);
      run.progress(`Building ${name}`);
      const saved = savedText(checked);
      await this.scanner.build(path, name, run);
      const built = { name, missing: false, older: false, ...saved };
      this.session.builtImages.set(uri, built);
      run.progress(`Scanning ${name}`);
      await scanBuilt(this.session, this.scanner, checked, name, run);
    });
  }

  /** Scans an image by name, or what an absolute path names (see `serverCommands`); shows the result wherever it belongs. */
  async scanTarget(text: string, asked: Asked): Promise<CommandResult> {
    return runScan(this.session, undefined, `target:${text}`, asked, async (run) => {
      const target = readTarget(text);
      run.progress(target.name);
      const scan = await imageScan(this.scanner, 'image', target, run);
      this.session.knownScans.set(target.name, scan);
      for (const uri of this.session.documents.keys()) {
        const { path } = await this.session.surroundings.of(uri);
        if (path && this.session.builtName(path) === target.name && !this.session.builtImages.has(uri)) {
          this.session.builtImages.set(uri, { name: target.name, missing: false, older: false });
        }
      }
      this.session.refresh();
      showReport(this.session, scan, true);
    });
  }

  /** The images of the container engines of this machine. */
  async localImages(token: CancellationToken): Promise<LocalImagesResult> {
    if (!this.session.trusted) return { images: [], tried: [] };
    const stop = new AbortController();
    const heard = token.onCancellationRequested(() => stop.abort());
    try {
      return await this.scanner.localImages(stop.signal);
    } finally {
      heard.dispose();
    }
  }

  /** Forgets the results of one document, or of all. */
  clear(uri: string | undefined): CommandResult {
    const { session } = this;
    const done = session.scans.clear(uri);
    // What is cleared must not come back by way of another document.
    session.knownScans.clear();
    if (uri === undefined) session.builtImages.clear();
    else session.builtImages.delete(uri);
    session.refresh();
    return done ? { done } : { done, message: 'There are no scan results.' };
  }

  /** A Dockerfile was saved: its text is checked where the user has switched that on. */
  async saved(uri: string): Promise<void> {
    const { session } = this;
    if (!session.trusted || isSettingsDocument(uri) || isDecisionDocument(uri)) return;
    const { settings, enabled } = await session.surroundings.of(uri);
    if (settings.scanOnSave && enabled) await this.scanFile(uri, { quiet: true });
  }

  private async open(uri: string): Promise<Checked> {
    const checked = await this.session.check(uri);
    if (!checked)
      throw new ScanFailure('failed', 'The Dockerfile is not open, or it is excluded from checking.');
    return checked;
  }

  private async openDockerfile(uri: string): Promise<CheckedDockerfile> {
    const checked = await this.open(uri);
    if (isDockerfile(checked)) return checked;
    throw new ScanFailure('failed', 'This is no Dockerfile, so it builds no image.');
  }

  /** Follows a place while `use` runs, so that edits made meanwhile move the result. */
  private async tracking(
    { uri, text }: Checked,
    at: { readonly start: number; readonly end: number },
    use: (place: TrackedPlace) => Promise<void>,
  ): Promise<void> {
    const places = this.session.scans.track(uri, text, [at]);
    try {
      await use(places[0]!);
    } finally {
      this.session.scans.untrack(uri, places);
    }
    this.session.refresh();
  }

  /** Not awaited by the scan: the user may answer much later, when the request and its progress are long over. */
  private offerBuild(uri: string, name: string): void {
    const build = { title: 'Build and Scan' };
    const other = { title: 'Other Name…' };
    const buttons = this.session.abilities.options.plimsollClient ? [build, other] : [build];
    const asked = this.session.connection.window.showInformationMessage(
      `${name} is not built yet.`,
      ...buttons,
    );
    void Promise.resolve(asked).then(async (answer) => {
      if (answer?.title === build.title) await this.buildAndScan(uri, {});
      else if (answer?.title === other.title) await this.scanImage(uri, {}, true);
    });
  }
}

function readTarget(text: string): ImageTarget {
  const [, kind, name] = /^(tar|fs|config|sbom):(.*)$/s.exec(text) ?? [];
  if (kind !== undefined && name !== undefined) {
    if (!isAbsolute(name)) throw new ScanFailure('failed', 'Give the file or folder by its absolute path.');
    return { kind: kind as ImageTarget['kind'], name };
  }
  const reference = parseImageReference(text);
  if ('error' in reference) throw new ScanFailure('failed', reference.error);
  return { kind: 'image', name: text };
}

/** The lines as Trivy counts them: only LF ends one. Spans without the line break. */
function linesOf(text: string): { start: number; end: number }[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const from = start;
    start += line.length + 1;
    return { start: from, end: from + line.length - (line.endsWith('\r') ? 1 : 0) };
  });
}
