// The name of the image that a Dockerfile builds: from the Compose file, or asked once.
import { basename, dirname } from 'node:path';
import { parseImageReference } from '../../engine/parse/image-ref.ts';
import { type AskImageNameParams, type AskImageNameResult, askImageName } from '../../protocol.ts';
import type { Session } from '../session.ts';
import { ScanFailure } from './scanner.ts';

export class ImageNames {
  private readonly session: Session;
  private readonly given = new Map<string, string>();

  constructor(session: Session) {
    this.session = session;
  }

  /** The name, checked. Throws ScanFailure where there is none. `path`: the Dockerfile's, when it is a file. */
  async of(uri: string, path: string | undefined): Promise<string> {
    const known = this.given.get(uri) ?? (path === undefined ? undefined : this.session.builtName(path));
    return known ?? this.ask(uri, path, false);
  }

  /** Asks the user; `again`: for another name than the one that is remembered. */
  async ask(uri: string, path: string | undefined, again: boolean): Promise<string> {
    if (!this.session.abilities.options.plimsollClient) {
      throw new ScanFailure(
        'failed',
        'No Compose file next to this Dockerfile names the image it builds. Add one, or scan the image by its name.',
      );
    }
    const folder = path === undefined ? '' : basename(dirname(path)).toLowerCase();
    const suggestion = 'error' in parseImageReference(folder) ? 'app' : folder;
    const params: AskImageNameParams = { uri, suggestion: this.given.get(uri) ?? suggestion, again };
    const { name } = await this.session.connection.sendRequest<AskImageNameResult>(askImageName, params);
    if (name === null) throw new ScanFailure('cancelled', 'No name was given.');
    const reference = parseImageReference(name);
    if (!('error' in reference)) {
      this.given.set(uri, name);
      return name;
    }
    // One that was remembered must not stand in the way for ever.
    if (!again) return this.ask(uri, path, true);
    throw new ScanFailure('failed', reference.error);
  }
}
