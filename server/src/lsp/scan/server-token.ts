// The token of the Trivy server: kept by the editor, asked for when a scan needs it, and forgotten after it.
import { type AskTrivyTokenParams, type AskTrivyTokenResult, askTrivyToken } from '../../protocol.ts';
import { SealReceiver } from '../../sealed-text.ts';
import { describeError } from '../guard.ts';
import type { Session } from '../session.ts';

/** The token for the server at this address; undefined: none is kept, so that TRIVY_TOKEN of the environment counts. */
export async function serverToken(session: Session, address: string): Promise<string | undefined> {
  if (!session.abilities.options.plimsollClient || !URL.canParse(address)) return undefined;
  const receiver = new SealReceiver();
  const params: AskTrivyTokenParams = { server: new URL(address).origin, publicKey: receiver.publicKey };
  try {
    const { sealed } = await session.connection.sendRequest<AskTrivyTokenResult>(askTrivyToken, params);
    return sealed ? receiver.open(sealed) : undefined;
  } catch (error) {
    // An older client does not know the question.
    session.connection.console.warn(
      `The token of the Trivy server could not be had: ${describeError(error)}`,
    );
    return undefined;
  }
}
